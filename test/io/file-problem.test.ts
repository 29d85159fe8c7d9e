import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileProblem, messageWithoutPath } from '../../src/io/file-problem.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "file, open 'problem-"));
  writeFileSync(join(folder, 'file'), '');
  symlinkSync('loop', join(folder, 'loop'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function errorOf(name: string): unknown {
  try {
    readFileSync(join(folder, name));
  } catch (error) {
    return error;
  }
  return expect.unreachable();
}

it.each([
  ['missing', 'there is no file a.ldif'],
  ['.', 'a.ldif is a folder'],
  ['file/below', 'cannot read a.ldif: ENOTDIR: not a directory'],
  ['loop', 'cannot read a.ldif: ELOOP: too many symbolic links encountered'],
])('reading %j says: %s', (name, message) => {
  expect(fileProblem('a.ldif', errorOf(name))).toBe(message);
});

it.each(['EACCES', 'EPERM'])('%s says that the file may not be read', (code) => {
  const error = Object.assign(new Error(`${code}: no, open '/abs/a.ldif'`), { code });
  expect(fileProblem('a.ldif', error)).toBe('a.ldif may not be read');
});

it('an error without a code keeps its first line', () => {
  expect(fileProblem('a.ldif', new Error('one, two three\nmore'))).toBe('cannot read a.ldif: one, two three');
  expect(fileProblem('a.ldif', 'thrown text')).toBe('cannot read a.ldif: thrown text');
});

it('a path is left out even when it has a line end, a comma or a quote in it', () => {
  expect(messageWithoutPath(errorOf("no, scandir 'here'\nnor there"))).toBe('ENOENT: no such file or directory');
});
