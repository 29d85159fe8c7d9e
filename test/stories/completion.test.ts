import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/table.ts';
import { debianProgram } from '../kit/debian-program.ts';
import { runProgram } from '../kit/run-program.ts';
import { makeWorkspace, type Workspace } from '../kit/workspace.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = makeWorkspace({}, []);
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout, stderr } = await workspace.run(['completion', shell]);
    expect([code, stderr]).toEqual([0, '']);
    workspace.write(`rollcall.${shell}`, stdout);
  }
});
afterAll(() => workspace.end());

/** What bash offers for the last of some words. */
function offered(...words: readonly string[]): readonly string[] {
  const script = join(workspace.folder, 'rollcall.bash');
  const line = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _rollcall
    [ \${#COMPREPLY[@]} -eq 0 ] || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = execFileSync('bash', ['-uc', line, 'bash', script, 'rollcall', ...words], { encoding: 'utf8' });
  return out.split('\n').filter((word) => word !== '');
}

describe('bash', () => {
  it('completes commands', () => {
    expect(offered('')).toEqual([...commands.map(({ name }) => name), '--help', '--version']);
    expect(offered('pl')).toEqual(['plan']);
    expect(offered('--no-color', 'appl')).toEqual(['apply']);
  });

  it('completes the options of a command, and the words that an option takes', () => {
    expect(offered('plan', '--fo')).toEqual(['--format']);
    expect(offered('plan', '--format', '')).toEqual(['text', 'markdown', 'json', 'ldif']);
    expect(offered('plan', '--format', '=', 'j')).toEqual(['json']);
    expect(offered('plan', '--format', '=')).toEqual(['text', 'markdown', 'json', 'ldif']);
    expect(offered('completion', 'z')).toEqual(['zsh']);
  });

  it('leaves files and other words to itself', () => {
    expect(offered('plan', '--config', 'x')).toEqual([]);
    expect(offered('apply', '')).toEqual([]);
  });
});

describe('zsh and fish', () => {
  it.each([
    ['zsh', '-n'],
    ['fish', '--no-execute'],
  ])('%s takes the script', async (shell, check) => {
    const program = await debianProgram(shell, shell);
    const script = join(workspace.folder, `rollcall.${shell}`);
    const env = { ...program.env, PATH: process.env['PATH'] ?? '', HOME: workspace.folder };
    expect(await runProgram(program.file, [check, script], { env })).toMatchObject({ code: 0 });
    const broken = join(workspace.folder, `broken.${shell}`);
    writeFileSync(broken, "complete 'without an end\n");
    expect((await runProgram(program.file, [check, broken], { env })).code).not.toBe(0);
  });

  it.each(['zsh', 'fish'])('%s gets every command and every option', (shell) => {
    const text = workspace.read(`rollcall.${shell}`);
    for (const { name, options } of commands) {
      expect(text).toContain(name);
      for (const { flags } of options) expect(text).toContain(flags.slice(2).split(' ')[0]);
    }
  });
});
