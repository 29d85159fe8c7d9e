import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeownersBlock, codeownersPattern, mergeCodeowners } from '../../src/report/codeowners.ts';
import { plainStyle } from '../../src/report/style.ts';
import { textDiff } from '../../src/report/text-diff.ts';

const block = codeownersBlock([
  { path: 'groups/', handles: ['@org/mail'] },
  { path: 'groups/hq.yaml', handles: ['@alice', 'bob@example.net'] },
  { path: 'groups/nobody.yaml', handles: [] },
]);

describe('our part of a CODEOWNERS file', () => {
  it('has a line for each path with owners, between two marks', () => {
    expect(block).toMatchInlineSnapshot(`
      "# begin rollcall
      # Written by "rollcall codeowners" from the owners in the manifests: change them there, and run it again.
      /groups/ @org/mail
      /groups/hq.yaml @alice bob@example.net
      # end rollcall
      "
    `);
  });

  it('escapes what has a meaning of its own', () => {
    expect(codeownersPattern('groups/a b#c!d[e]*?\\.yaml')).toBe('/groups/a\\ b\\#c\\!d\\[e\\]\\*\\?\\\\.yaml');
    expect(codeownersPattern('/')).toBe('*');
  });
});

describe('a pattern', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-patterns-'));
    execFileSync('git', ['init', '-q'], { cwd: folder });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Which of the paths the patterns fit, as git itself sees it. */
  const fitting = (patterns: readonly string[], paths: readonly string[]): readonly string[] => {
    writeFileSync(join(folder, '.gitignore'), `${patterns.join('\n')}\n`);
    const options = { cwd: folder, input: `${paths.join('\0')}\0`, encoding: 'utf8', stdio: 'pipe' } as const;
    try {
      const told = execFileSync('git', ['check-ignore', '--no-index', '-z', '--stdin'], options);
      return told.split('\0').slice(0, -1);
    } catch {
      return [];
    }
  };

  it('fits its own path and no other', () => {
    const names = fc.string({ unit: fc.constantFrom(...'ab#! []*?\\.-'), minLength: 1, maxLength: 6 });
    const two = fc.uniqueArray(names, { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(two, (all) => {
        const [own = '', ...others] = all.map((name) => `groups/x${name}x.yaml`);
        expect(fitting([codeownersPattern(own)], [own, ...others])).toEqual([own]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a CODEOWNERS file', () => {
  const others = '# ours since 2019\r\n* @org/all \n\n/docs/ @writer';

  it('keeps the lines of others byte for byte, whatever ours become', () => {
    const first = mergeCodeowners(others, block);
    expect(first).toEqual({ text: `${others}\n${block}` });
    const between = `${others}\n${block}/last/ @me`;
    expect(mergeCodeowners(between, codeownersBlock([]))).toEqual({
      text: `${others}\n${codeownersBlock([])}/last/ @me`,
    });
    expect(mergeCodeowners(between, block)).toEqual({ text: between });
    expect(mergeCodeowners(between.replaceAll('\n', '\r\n'), block)).toMatchObject({
      text: expect.stringContaining(block),
    });
  });

  it('that is new is our part alone', () => {
    expect(mergeCodeowners('', block)).toEqual({ text: block });
  });

  it.each([
    '# begin rollcall\n',
    '# end rollcall\n',
    '# end rollcall\n# begin rollcall\n',
    `${block}${block}`,
    `${block}# end rollcall`,
  ])('with marks that do not fit together is not touched: %j', (text) => {
    expect(mergeCodeowners(text, block)).toEqual({
      problem: 'the lines "# begin rollcall" and "# end rollcall" are not there once each, in this order',
    });
  });

  it('is compared as a unified diff', () => {
    expect(textDiff('CODEOWNERS', 'a\nb\nc\n', 'a\nB\nc\n', plainStyle)).toBe(
      '--- CODEOWNERS\n+++ CODEOWNERS\n@@ -1,4 +1,4 @@\n a\n-b\n+B\n c\n \n',
    );
    expect(textDiff('CODEOWNERS', 'a\n', 'a\n', plainStyle)).toBe('');
    expect(textDiff('CODEOWNERS', '', 'a\u001b[31m\n', plainStyle)).not.toContain('\u001b');
  });
});
