import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Directory, DirectoryReader, DirectoryWriter } from '../src/io/directory.ts';
import type { openReader } from '../src/io/open-directory.ts';
import * as rules from './architecture/rules.ts';
import { importsOf, type SourceFile, scan } from './architecture/scan.ts';

const source = filesBelow('../src/');
const lengths = source.map(({ text }) => rules.linesOf(text)).sort((a, b) => a - b);

describe('the source', () => {
  it.each([
    ['imports from lower floors only', rules.lowerFloorsOnly],
    ['has no cycles', rules.noCycles],
    ['is pure below io', rules.pureBelowIo],
    ['prints and touches the process in one file', rules.oneFilePrints],
    ['has each package in its place', rules.packagesInTheirPlace],
    ['shows the writing face to those who write only', rules.writerFaceIsRare],
    ['has none of the banned words', rules.bannedWords],
    ['has file names in kebab-case', rules.fileNames],
    ['explains every export', rules.everyExportExplained],
    ['consists of short files', rules.shortFiles],
  ])('%s', (_name, rule) => {
    expect(source.length).toBeGreaterThan(100);
    expect(rule(source)).toEqual([]);
  });

  it('has a median of at most 70 lines a file, and 9 of 10 files with at most 180', () => {
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(70);
    expect(lengths[Math.floor(lengths.length * 0.9)]).toBeLessThanOrEqual(180);
  });

  it('has tests at least as long', () => {
    const tests = filesBelow('./').reduce((sum, { text }) => sum + rules.linesOf(text), 0);
    expect(tests / lengths.reduce((sum, length) => sum + length, 0)).toBeGreaterThanOrEqual(1);
  });
});

describe('a reader', () => {
  it('cannot write', () => {
    expectTypeOf<DirectoryReader>().not.toHaveProperty('execute');
    expectTypeOf<DirectoryReader>().not.toExtend<DirectoryWriter>();
    expectTypeOf<DirectoryReader>().not.toExtend<Directory>();
    expectTypeOf<Awaited<ReturnType<typeof openReader>>>().toEqualTypeOf<DirectoryReader>();
    const tryToWrite = (reader: DirectoryReader) =>
      // @ts-expect-error a reader has no way to execute an operation
      reader.execute({ kind: 'delete', dn: 'mail=hq@example.net,dc=example,dc=net' });
    expect(tryToWrite).toThrow(TypeError);
  });
});

describe('the rules find', () => {
  it.each<readonly [string, rules.Rule, SourceFile]>([
    ['a higher floor', rules.lowerFloorsOnly, file('model/a.ts', "import { b } from '../ldap/b.ts';")],
    ['a folder on the same floor', rules.lowerFloorsOnly, file('ldap/a.ts', "export { b } from '../manifest/b.ts';")],
    ['a higher floor by import()', rules.lowerFloorsOnly, file('plan/a.ts', "const b = import('../io/b.ts');")],
    ['a higher floor for types', rules.lowerFloorsOnly, file('io/a.ts', "import type { B } from '../commands/b.ts';")],
    ['a folder without a floor', rules.lowerFloorsOnly, file('extra/a.ts', '')],
    ['a file that needs itself', rules.noCycles, file('io/a.ts', "import '../io/a.ts';")],
    ['a built-in module below io', rules.pureBelowIo, file('plan/a.ts', "import { readFileSync } from 'node:fs';")],
    ['cryptography elsewhere', rules.pureBelowIo, file('plan/a.ts', "import { createHash } from 'node:crypto';")],
    ['the process', rules.pureBelowIo, file('ldap/a.ts', 'export const a = process.env;')],
    ['the clock', rules.pureBelowIo, file('report/a.ts', 'const now = new Date();')],
    ['the clock called', rules.pureBelowIo, file('report/a.ts', 'const now = Date.now();')],
    ['a stopwatch', rules.pureBelowIo, file('report/a.ts', 'const now = performance.now();')],
    ['chance', rules.pureBelowIo, file('model/a.ts', 'const dice = Math.random();')],
    ['waiting', rules.pureBelowIo, file('manifest/a.ts', 'export async function a() {}')],
    ['a timer', rules.pureBelowIo, file('manifest/a.ts', 'setTimeout(run, 1);')],
    ['a promise', rules.pureBelowIo, file('manifest/a.ts', 'type A = Promise<string>;')],
    [
      'printing in the middle of a text',
      rules.oneFilePrints,
      file('io/a.ts', `const a = ${inTemplate('console.log(1)')};`),
    ],
    ['the process in a command', rules.oneFilePrints, file('commands/a.ts', 'process.exit(1);')],
    ['a package in a second file', rules.packagesInTheirPlace, file('io/a.ts', "import { load } from 'js-yaml';")],
    ['zod where values are pure', rules.packagesInTheirPlace, file('model/a.ts', "import { z } from 'zod';")],
    ['a package that nobody knows', rules.packagesInTheirPlace, file('io/a.ts', "import got from 'got';")],
    [
      'a writer',
      rules.writerFaceIsRare,
      file('commands/a.ts', "import type { DirectoryWriter } from '../io/directory.ts';"),
    ],
    [
      'both faces',
      rules.writerFaceIsRare,
      file('commands/a.ts', "import { openDirectory } from '../io/open-directory.ts';"),
    ],
    ['all of a module', rules.writerFaceIsRare, file('io/a.ts', "import * as all from './directory.ts';")],
    ['any', rules.bannedWords, file('io/a.ts', 'function a(b: any) {}')],
    ['any as an argument', rules.bannedWords, file('io/a.ts', 'type A = Map<string, B> | Set<any>;')],
    ['an enum', rules.bannedWords, file('io/a.ts', 'export const enum A { B }')],
    ['a default export', rules.bannedWords, file('io/a.ts', 'export default 1;')],
    ['a double assertion', rules.bannedWords, file('io/a.ts', 'const a = b as unknown as C;')],
    ['a silenced check', rules.bannedWords, file('io/a.ts', '// @ts-ignore\nlet a = 1;')],
    ['a dry run', rules.bannedWords, file('io/a.ts', 'if (options.dryRun) return;')],
    ['another case', rules.fileNames, file('io/ldapWire.ts', '')],
    ['a folder for leftovers', rules.fileNames, file('utils/text.ts', '')],
    ['an export without a word', rules.everyExportExplained, file('io/a.ts', 'export const a = 1;')],
    ['a long file', rules.shortFiles, file('io/a.ts', 'a\n'.repeat(301))],
    ['a long command', rules.shortFiles, file('commands/a.ts', 'a\n'.repeat(111))],
  ])('%s', (_name, rule, bad) => {
    expect(rule([bad])).toHaveLength(1);
  });

  it('a cycle over several files', () => {
    const files = [
      file('io/a.ts', "import { b } from './b.ts';"),
      file('io/b.ts', "import type { C } from './c.ts';"),
      file('io/c.ts', "export * from './a.ts';"),
    ];
    expect(rules.noCycles(files)).toEqual(['io/a.ts → io/b.ts → io/c.ts → io/a.ts']);
  });
});

describe('the rules let pass', () => {
  it.each<readonly [string, rules.Rule, SourceFile]>([
    ['a word in a comment', rules.pureBelowIo, file('plan/a.ts', '// process.exit(1)\n/* await\n new Date() */')],
    ['a word in a string', rules.pureBelowIo, file('plan/a.ts', `const a = "console" + ${inTemplate('b')};`)],
    ['a word in a pattern', rules.pureBelowIo, file('plan/a.ts', "const a = /console'/; const b = 'x';")],
    ['a division', rules.pureBelowIo, file('plan/a.ts', "const a = b / 2; const c = 'process' / 2;")],
    [
      'a property of that name',
      rules.bannedWords,
      file('ldap/a.ts', 'interface A { readonly any: string }\nf(a.any);'),
    ],
    ['a fingerprint', rules.pureBelowIo, file('plan/fingerprint.ts', "import { createHash } from 'node:crypto';")],
    ['an explained export', rules.everyExportExplained, file('io/a.ts', '/** One. */\nexport const a = 1;')],
    ['a name that passes through', rules.everyExportExplained, file('io/a.ts', "export type { A } from './b.ts';")],
  ])('%s', (_name, rule, good) => {
    expect(rule([good])).toEqual([]);
  });
});

describe('the scanner', () => {
  it('finds every way to name a module', () => {
    const text = `import a, { type B } from 'one';
export * from "two";
import 'three';
import type {
  C,
} from 'four';
const d = await import('five'); // import 'six'
const e = "import 'seven'";`;
    expect(importsOf(text).map(({ module }) => module)).toEqual(['one', 'two', 'three', 'four', 'five']);
  });

  it('keeps the code inside of templates', () => {
    const code = scan(inTemplate(`b({ c: ${inTemplate('d')} })`)).code;
    expect(code).toBe(['`$', '{b({ c: `$', '{d}` })}`'].join(''));
  });
});

/** A template text with some code in it. */
function inTemplate(code: string): string {
  return `\`process \${${code}} async\``;
}

function file(path: string, text: string): SourceFile {
  return { path, text };
}

function filesBelow(folder: string): SourceFile[] {
  const root = new URL(folder, import.meta.url);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => file(path, readFileSync(new URL(path, root), 'utf8')));
}
