import { describe, expect, it } from 'vitest';
import { debianProgram } from './debian-program.ts';
import { runProgram } from './run-program.ts';

describe('a program of a Debian package', () => {
  it('runs, whether it was installed or unpacked', async () => {
    const { file, env } = await debianProgram('rsync', 'rsync');
    const { code, stdout } = await runProgram(file, ['--version'], { env });
    expect([code, stdout.split(' ')[0]]).toEqual([0, 'rsync']);
  });

  it('fails loudly when there is no such package', async () => {
    await expect(debianProgram('no-such-program', 'no-such-package')).rejects.toThrow(/could not be had/);
  });
});
