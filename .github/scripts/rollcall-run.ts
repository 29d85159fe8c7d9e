import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** How one command of Rollcall ended. */
export interface Run {
  readonly code: number;
  /** What it said on standard error; the log has it too. */
  readonly said: string;
}

/** An input of the action; empty when it was not given. */
export function input(name: string): string {
  return (process.env[`INPUT_${name.toUpperCase().replaceAll('-', '_')}`] ?? '').trim();
}

/** What an exit code means, for the output `outcome`. */
export function outcomeOf(code: number): string {
  const words: Readonly<Record<number, string>> = {
    ...{ 0: 'done', 1: 'invalid', 2: 'pending', 3: 'held', 4: 'directory', 5: 'failed', 6: 'stale' },
    ...{ 70: 'defect', 130: 'interrupted' },
  };
  return words[code] ?? 'defect';
}

/** Runs the command line of this revision, without a shell, in the folder of the manifests. */
export function rollcall(words: readonly string[]): Promise<Run> {
  const cli = resolve(import.meta.dirname, '../../src/cli.ts');
  const inputs = Object.keys(process.env).filter((name) => name.startsWith('INPUT_'));
  const env = { ...process.env, ...Object.fromEntries(inputs.map((name) => [name, undefined])) };
  return new Promise((done, fail) => {
    const cwd = resolve(input('working-directory') || '.');
    const child = spawn(process.execPath, [...process.execArgv, cli, ...words], {
      cwd,
      env,
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      process.stderr.write(text);
      said = (said + text).slice(-50_000);
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? 130, said }));
  });
}

/** The words for an option; none when the value is empty. */
export function option(flag: string, value: string): readonly string[] {
  return value === '' ? [] : [`${flag}=${value}`];
}

/** Sets outputs of the step. The delimiter is random, so that no value can end its own lines. */
export function setOutputs(values: Readonly<Record<string, string>>): void {
  const end = `end-${randomUUID()}`;
  const text = Object.entries(values).map(([name, value]) => `${name}<<${end}\n${value}\n${end}\n`);
  appendFileSync(process.env['GITHUB_OUTPUT'] ?? '/dev/null', text.join(''));
}

/** Adds Markdown to the summary of the job. */
export function summarize(markdown: string): void {
  appendFileSync(process.env['GITHUB_STEP_SUMMARY'] ?? '/dev/null', `${markdown.trim()}\n\n`);
}

/** The text of a file that the command may have written; empty when it did not. */
export function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** The SHA-256 of a file; empty when there is none. */
export function sha256Of(path: string): string {
  return path === '' || !existsSync(path) ? '' : createHash('sha256').update(readFileSync(path)).digest('hex');
}
