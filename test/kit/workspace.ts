import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { secretForms } from './secret-forms.ts';

/** How a command line ended. */
export interface CommandResult {
  /** The exit code, or -1 when a signal ended the process. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command line gets beside its words. */
export interface CommandInput {
  /** Variables on top of the few that every command line gets. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Ends standard output after this many bytes, as `head` does. */
  readonly closeAfter?: number;
  /** Sends an interrupt (Ctrl-C) as soon as this is so; asked again and again. */
  readonly interruptWhen?: () => Promise<boolean>;
  /** Gets hold of the process as soon as it runs. */
  readonly onStart?: (command: RunningCommand) => void;
}

/** A command line that runs. */
export interface RunningCommand {
  /** Sends a signal; after SIGKILL, waits until the process is gone. Does nothing when it has ended. */
  readonly signal: (name: 'SIGKILL' | 'SIGTERM' | 'SIGINT') => Promise<void>;
}

/** A temporary folder in which somebody uses the built command line. */
export interface Workspace {
  readonly folder: string;
  /** Runs `rollcall` with these words and waits for its end. */
  readonly run: (words: readonly string[], input?: CommandInput) => Promise<CommandResult>;
  /** Runs a line of shell in the folder, with the same environment; `$ROLLCALL` is the command line. */
  readonly shell: (line: string) => Promise<CommandResult>;
  /** Runs `rollcall` on a terminal of its own and types `keys` when `question` appears. Everything comes out on stdout. */
  readonly onTerminal: (words: readonly string[], question: string, keys: string) => Promise<CommandResult>;
  readonly write: (path: string, text: string | Uint8Array) => void;
  readonly read: (path: string) => string;
  readonly remove: (path: string) => void;
  /** The content of every file, by its path; what Rollcall keeps for undoing is left out. */
  readonly files: () => Readonly<Record<string, string>>;
  /** Removes the folder. */
  readonly end: () => void;
}

/** The command line as `npm run build` made it. */
export const builtCli: string = resolve(import.meta.dirname, '../../dist/cli.js');

/** Makes a workspace. None of the secrets may ever appear in what a command prints or writes: every run looks. */
export function makeWorkspace(files: Readonly<Record<string, string>>, secrets: readonly string[]): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-'));
  const write: Workspace['write'] = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const run = async (program: string, words: readonly string[], input: RunInput): Promise<CommandResult> => {
    const result = await runIn(folder, program, words, input);
    const seen = [result.stdout, result.stderr, ...[...walk(folder)].map((path) => readFileSync(path, 'latin1'))];
    refuseSecrets(secrets, seen, words);
    return result;
  };
  return {
    folder,
    write,
    run: (words, input = {}) => run(process.execPath, [builtCli, ...words], input),
    shell: (line) => run('/bin/sh', ['-c', line.replaceAll('$ROLLCALL', shellWords([]))], {}),
    onTerminal: (words, question, keys) =>
      run('script', ['-qefc', `stty cols 120 rows 40; ${shellWords(words)}`, '/dev/null'], {
        typed: { question, keys },
      }),
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    remove: (path) => rmSync(join(folder, path), { recursive: true }),
    files: () => {
      const kept = [...walk(folder)].map((path) => relative(folder, path)).filter((path) => !path.startsWith('.'));
      return Object.fromEntries(kept.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

interface RunInput extends CommandInput {
  readonly typed?: { readonly question: string; readonly keys: string };
}

function runIn(folder: string, program: string, words: readonly string[], input: RunInput): Promise<CommandResult> {
  const { typed, closeAfter } = input;
  return new Promise((done, fail) => {
    const child = spawn(program, words, { cwd: folder, env: { ...environment(folder), ...input.variables } });
    let [stdout, stderr] = ['', ''];
    let unanswered = typed;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (closeAfter !== undefined && stdout.length >= closeAfter) child.stdout.destroy();
      if (unanswered !== undefined && stdout.includes(unanswered.question)) {
        child.stdin.write(unanswered.keys); // left open: the end of the input would be one more key on the terminal
        unanswered = undefined;
      }
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdin.on('error', () => undefined); // a command may end without reading its input
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? -1, stdout, stderr }));
    if (typed === undefined) child.stdin.end(input.stdin ?? '');
    input.onStart?.({ signal: (name) => send(child, name) });
    if (input.interruptWhen !== undefined) void interrupt(child, input.interruptWhen);
  });
}

async function interrupt(child: ChildProcess, when: () => Promise<boolean>): Promise<void> {
  while (child.exitCode === null && !(await when())) await sleep(10);
  child.kill('SIGINT');
}

async function send(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  if (signal === 'SIGKILL') await gone;
}

function shellWords(words: readonly string[]): string {
  return [process.execPath, builtCli, ...words].map((word) => `'${word}'`).join(' ');
}

/** Nothing of the user's own settings, and no repository around the folder. */
function environment(folder: string): NodeJS.ProcessEnv {
  const { PATH } = process.env;
  return { PATH, HOME: folder, LC_ALL: 'C.UTF-8', GIT_CEILING_DIRECTORIES: dirname(folder), GIT_CONFIG_NOSYSTEM: '1' };
}

function refuseSecrets(secrets: readonly string[], texts: readonly string[], words: readonly string[]): void {
  for (const secret of secrets) {
    const forms = secretForms(secret);
    if (texts.some((text) => forms.some((form) => text.includes(form)))) {
      throw new Error(`a password came out of: ${words.join(' ')}`);
    }
  }
}

function* walk(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* walk(path);
    else yield path;
  }
}
