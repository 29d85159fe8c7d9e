import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/io/settings.ts';
import { parseLdif } from '../../src/ldap/ldif.ts';
import { postfixBook } from '../../src/ldap/profile.ts';
import { resolveManifests } from '../../src/manifest/resolve.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { consoleSteps, isAsShown, openDemo, openServer, type Place } from './console.ts';
import { allFences, type Fence, fenceOption, fences, pages } from './pages.ts';
import { openRepository } from './repository.ts';

/** What a fence may say that it is; plain `yaml` only where other tests judge it. */
const kinds = [
  'yaml manifest',
  'yaml settings',
  'console',
  'console server',
  'console git',
  'ldif',
  'ldif access',
  'sh',
  'text',
  'markdown',
];

function kindOf({ language, words }: Fence): string {
  return [language, ...words.filter((word) => !word.includes('='))].join(' ');
}

function named(fence: Fence): readonly [string, Fence] {
  return [`${fence.page}:${fence.line}`, fence];
}

function ofKind(kind: string): readonly (readonly [string, Fence])[] {
  return allFences.filter((fence) => kindOf(fence) === kind).map(named);
}

describe('fences', () => {
  it('say what they are', () => {
    const judgedElsewhere = /^docs\/(diagnostics|manifest\/.+)\.md$/;
    const unknown = allFences.filter(
      (fence) => !kinds.includes(kindOf(fence)) && !(judgedElsewhere.test(fence.page) && /^ya?ml$/.test(kindOf(fence))),
    );
    expect(unknown.map((fence) => `${fence.page}:${fence.line} ${kindOf(fence)}`)).toEqual([]);
  });

  it.each(ofKind('yaml manifest'))('the manifest at %s is accepted', (_, { text }) => {
    const options = { profile: postfixBook, localPart: 'fold', domains: [], queries: [], today: '2026-11-22' } as const;
    expect(resolveManifests([{ file: 'example.yaml', text }], options).diagnostics).toEqual([]);
  });

  it.each(ofKind('yaml settings'))('the settings at %s are accepted, with each environment', (_, { text }) => {
    const environments = [...text.matchAll(/^environments:\n {2}(\w+):/gm)].map(([, name]) => name);
    for (const environment of [undefined, ...environments]) expect(settingsProblems(text, environment)).toEqual([]);
  });

  it.each([...ofKind('ldif'), ...ofKind('ldif access')])('the LDIF at %s is accepted', (_, { text }) => {
    const { problems, records } = parseLdif(Buffer.from(text));
    expect(problems).toEqual([]);
    expect(records.length).toBeGreaterThan(0);
  });
});

/** What is wrong with an example of settings. One that does not name a directory is given one. */
function settingsProblems(text: string, environment: string | undefined): readonly Diagnostic[] {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  try {
    writeFileSync(join(folder, 'rollcall.yaml'), text);
    const flags = /^directory:/m.test(text) ? {} : { directory: { url: 'directory.ldif', base: 'dc=example,dc=net' } };
    return loadSettings({ cwd: folder, config: undefined, environment, variables: {}, flags }).diagnostics;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const openers: Readonly<Record<string, () => Promise<Place>>> = {
  console: openDemo,
  'console server': openServer,
  'console git': openRepository,
};

describe.each(Object.entries(openers))('blocks of the kind %s', (kind, open) => {
  const withBlocks = pages.filter((page) => fences(page).some((fence) => kindOf(fence) === kind));

  it('are there', () => expect(withBlocks.length).toBeGreaterThan(0));

  it.each(withBlocks.map((page) => [page.path, page] as const))('of %s print what the page shows', async (_, page) => {
    const place = await open();
    try {
      for (const fence of fences(page)) {
        const file = fenceOption(fence, 'file');
        if (file !== undefined) place.write(file, fence.text);
        if (kindOf(fence) === kind) await runBlock(fence, place);
      }
    } finally {
      await place.end();
    }
  });
});

async function runBlock(fence: Fence, place: Place): Promise<void> {
  for (const { command, shown } of consoleSteps(fence.text)) {
    const output = await place.run(command);
    const where = `${fence.page}:${fence.line} $ ${command}`;
    if (!isAsShown(output, shown)) expect(`${where}\n${output}`).toBe(`${where}\n${shown.join('\n')}\n`);
  }
}

describe('comparing an output with a page', () => {
  it.each([
    ['a\nb\n', ['a', 'b'], true],
    ['a\nb\n', ['a'], false],
    ['a\nb\nc\n', ['a', '…'], true],
    ['a\nb\nc\n', ['…', 'c'], true],
    ['a\nb\nc\n', ['…', 'b'], false],
    ['undo-123.ldif\n', ['undo-<…>.ldif'], true],
    ['undo-123.txt\n', ['undo-<…>.ldif'], false],
    ['', [], true],
    ['a\n', [], false],
  ])('%j shown as %j: %s', (output, shown, same) => {
    expect(isAsShown(output, shown)).toBe(same);
  });
});
