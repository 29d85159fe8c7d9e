import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSecretFile, type SecretSharing } from '../../src/io/secret-file.ts';
import { Failure } from '../../src/model/failure.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secret-'));
  file = join(folder, 'file');
});
afterEach(() => rmSync(folder, { recursive: true }));

const secret = 'a canary';

/** The text of the file, or the message of the failure without the path; no message may hold the secret. */
function read(path: string, sharing: SecretSharing = 'refuse'): string {
  try {
    return readSecretFile(path, 'the.key', sharing);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error.kind).toBe('input');
    expect(error.hint).toMatch(/^[A-Z]/);
    expect(error.message + error.hint).not.toContain(secret);
    return `refused: ${error.message.replace(`${path} (the.key)`, 'FILE')}`;
  }
}

function put(mode: number, content: string | Uint8Array = secret): void {
  writeFileSync(file, content);
  chmodSync(file, mode);
}

describe('the file of a secret', () => {
  it.each([0o600, 0o400, 0o640, 0o440, 0o700, 0o711])('is read with mode %o', (mode) => {
    put(mode);
    expect(read(file)).toBe(secret);
  });

  it.each([0o604, 0o644, 0o444, 0o755])('is refused with mode %o, unless others may read it on purpose', (mode) => {
    put(mode);
    const octal = mode.toString(8).padStart(4, '0');
    expect(read(file)).toBe(`refused: FILE may be read by everybody on this machine (mode ${octal})`);
    expect(read(file, 'allow')).toBe(secret);
  });

  it.each([0o620, 0o602, 0o660, 0o666, 0o777])('is refused with mode %o, whatever the settings say', (mode) => {
    put(mode);
    const octal = mode.toString(8).padStart(4, '0');
    for (const sharing of ['refuse', 'allow'] as const) {
      expect(read(file, sharing)).toBe(`refused: FILE may be written by others than its owner (mode ${octal})`);
    }
  });

  it('counts with its own rights when a link leads to it', () => {
    mkdirSync(join(folder, '..data'));
    file = join(folder, '..data/file');
    put(0o600);
    symlinkSync('..data/file', join(folder, 'link'));
    expect(read(join(folder, 'link'))).toBe(secret);
    chmodSync(file, 0o644);
    expect(read(join(folder, 'link'))).toMatch(/^refused: FILE may be read by everybody/);
  });

  it('says how to mend its rights', () => {
    put(0o644);
    expect(() => read(file)).not.toThrow();
    expect(hintOf(file)).toBe(
      `Take the right away with: chmod 600 '${file}'. Where a container mounts it so and nobody else can get in: directory.bind.sharedPasswordFile: allow.`,
    );
    put(0o622);
    expect(hintOf(file)).toContain(`chmod 600 '${file}'`);
  });
});

describe('no secret is read from', () => {
  it('a file that is missing, or below a file', () => {
    expect(read(file)).toBe('refused: there is no file FILE');
    put(0o600);
    expect(read(join(file, 'below'))).toMatch(/^refused: cannot read FILE: ENOTDIR: /);
  });

  it('a folder, a device or a pipe, for which nobody waits', () => {
    expect(read(folder)).toBe('refused: FILE is a folder');
    expect(read('/dev/null')).toBe('refused: FILE is a device or a pipe');
    execFileSync('mkfifo', ['-m', '600', file]);
    expect(read(file)).toBe('refused: FILE is a device or a pipe');
  });

  it('an empty file, one of more than 64 KiB, or one with a NUL byte', () => {
    put(0o600, '');
    expect(read(file)).toBe('refused: FILE is empty');
    put(0o600, 'x'.repeat(65_536));
    expect(read(file)).toHaveLength(65_536);
    put(0o600, 'x'.repeat(65_537));
    expect(read(file)).toBe('refused: FILE has more than 64 KiB');
    put(0o600, Buffer.from(`${secret}\0`));
    expect(read(file)).toBe('refused: FILE has a NUL byte in it');
  });
});

function hintOf(path: string): string {
  try {
    readSecretFile(path, 'the.key', 'refuse');
  } catch (error) {
    if (error instanceof Failure) return error.hint;
  }
  return '';
}
