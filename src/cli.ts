#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Argument, Command, CommanderError, Option } from 'commander';
import { makeChannel, type OutputReader } from './commands/channel.ts';
import type { CommandInput, CommandSpec } from './commands/command.ts';
import type { Context } from './commands/context.ts';
import { type ExitCode, exitCode, exitCodeMeanings, exitCodeOf } from './commands/exit-code.ts';
import { showFailure } from './commands/show-failure.ts';
import { commands } from './commands/table.ts';
import { Failure } from './model/failure.ts';
import { replaceHostile } from './report/encode-terminal.ts';
import { colourStyle, plainStyle, type Style } from './report/style.ts';

const version = readVersion();

const interrupt = new AbortController();
/** What goes on, as far as an interrupt must know. */
let phase: 'reading' | 'writing' | 'resting' = 'reading';
let wrote = false;

const reader: OutputReader = process.env['GITHUB_ACTIONS'] === 'true' ? 'workflow log' : 'anyone';
const out = makeChannel(process.stdout, reader);
const err = makeChannel(process.stderr, reader);
const context = makeContext();

const stopSignals = ['SIGINT', 'SIGTERM'] as const;
for (const signal of stopSignals) process.once(signal, stop);
process.on('uncaughtException', (error) => process.exit(explain(error)));
process.exitCode = await finish(await main(process.argv.slice(2)));

/** The command line: words in, exit code out. */
async function main(words: readonly string[]): Promise<ExitCode> {
  if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
    out.write(`${version}\n`);
    return exitCode.done;
  }
  let ended: ExitCode = exitCode.done;
  const program = makeProgram(async (spec, input) => {
    ended = await spec.run(context, input);
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return ended;
  } catch (error) {
    return explain(error);
  }
}

function makeProgram(runCommand: (spec: CommandSpec, input: CommandInput) => Promise<void>): Command {
  const program = new Command('rollcall')
    .description('Mail distribution groups as code: YAML manifests, reconciled with an LDAP directory.')
    .version(version, '-V, --version', 'print the version')
    .option('--no-color', 'no colours (also: NO_COLOR)')
    .showHelpAfterError('(rollcall --help shows the commands)')
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => out.write(harmless(text)),
      writeErr: (text) => err.write(harmless(withoutValue(text))),
    })
    .exitOverride()
    .addHelpText('after', exitCodeHelp());
  for (const spec of commands) {
    const command = program
      .command(spec.name)
      .summary(spec.summary)
      .description(spec.description)
      .showHelpAfterError(`(rollcall ${spec.name} --help shows the options)`);
    for (const { name, description, choices, default: fallback } of spec.arguments) {
      const argument = new Argument(name, description);
      if (choices !== undefined) argument.choices(choices);
      if (fallback !== undefined) argument.default(fallback);
      command.addArgument(argument);
    }
    for (const { flags, description, choices, default: fallback, repeatable = false } of spec.options) {
      const option = new Option(flags, description);
      if (repeatable) option.argParser((value, before: readonly string[] = []) => [...before, value]);
      if (choices !== undefined) option.choices(choices);
      if (fallback !== undefined) option.default(fallback);
      command.addOption(option);
    }
    command.option('--no-color', 'no colours (also: NO_COLOR)');
    command.addHelpText('after', exampleHelp(spec)).exitOverride();
    command.action(async () => {
      const names = spec.arguments.map(({ name }) => name.replace(/[^a-z]/g, ''));
      const given = Object.fromEntries(names.map((name, index) => [name, command.processedArgs[index]]));
      await runCommand(spec, { ...command.opts<CommandInput>(), ...given });
    });
  }
  return program;
}

function explain(error: unknown): ExitCode {
  context.progress.end();
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.input;
  if (error instanceof Failure) {
    showFailure(context, error);
    return exitCodeOf(error.kind);
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  err.write(
    `rollcall: this is a bug of Rollcall ${version} (Node ${process.version}); nothing more was done.\n${harmless(stack)}\n`,
  );
  return exitCode.defect;
}

/** Lost output is no success, whatever else was done: nobody has seen what happened. */
async function finish(ended: ExitCode): Promise<ExitCode> {
  const problem = await out.finish();
  if (problem !== undefined) {
    const hint = 'The command was carried out all the same; rollcall plan shows what is left to do.';
    showFailure(context, new Failure('output', `not all of the output could be written: ${problem.message}`, hint));
  }
  const lost = (await err.finish()) ?? problem;
  return lost !== undefined && (ended === exitCode.done || ended === exitCode.changesPending) ? exitCode.input : ended;
}

/** What stands behind an option that is not known may be a password: `--password=…`. */
function withoutValue(text: string): string {
  return text.replace(/(unknown option '--?[^=]*=).*(?=')/s, '$1…');
}

/** Lines of a program, in which words of the command line or of a message may stand. */
function harmless(text: string): string {
  return text.split('\n').map(replaceHostile).join('\n');
}

function exitCodeHelp(): string {
  const lines = [...exitCodeMeanings].map(([code, meaning]) => `  ${String(code).padEnd(5)} ${meaning}`);
  return `\nExit codes:\n${lines.join('\n')}\n\nStart with: rollcall init, rollcall import, then rollcall plan. Each command has --help with examples.`;
}

function exampleHelp({ examples }: CommandSpec): string {
  return `\nExamples:\n${examples.map(([line, what]) => `  rollcall ${line}\n      ${what}`).join('\n')}`;
}

function makeContext(): Context {
  const { env, stdin, stdout, stderr } = process;
  const style = (terminal: boolean): Style => (terminal && wantsColour() ? colourStyle : plainStyle);
  return {
    cwd: process.cwd(),
    variables: env,
    now: new Date(),
    version,
    commands,
    out: out.write,
    err: err.write,
    annotate: out.command,
    outStyle: style(stdout.isTTY),
    errStyle: style(stderr.isTTY),
    interactive: stdin.isTTY && stderr.isTTY,
    ask: async (question) => (await import('./io/confirm.ts')).askText(question, stderr),
    confirm: async (question) => (await import('./io/confirm.ts')).confirm(question, stderr),
    progress: makeProgress(),
    readInput: readStandardInput,
    beginWriting,
    endWriting: () => {
      phase = 'reading';
    },
    rest,
  };
}

function beginWriting(): AbortSignal {
  phase = 'writing';
  wrote = true;
  return interrupt.signal;
}

async function rest(time: number): Promise<'rested' | 'interrupted'> {
  phase = 'resting';
  await sleep(time, undefined, { signal: interrupt.signal }).catch(() => undefined);
  phase = 'reading';
  return interrupt.signal.aborted ? 'interrupted' : 'rested';
}

/** The first request to stop lets the requests under way end; a second one, of either kind, ends the process at once. */
function stop(): void {
  for (const signal of stopSignals) process.off(signal, stop);
  interrupt.abort();
  if (phase === 'resting') return;
  if (phase === 'writing') {
    err.write('\nrollcall: stopping after the requests under way; once more to stop at once\n');
    return;
  }
  err.write(`\nrollcall: interrupted; nothing was changed${wrote ? ' in this run' : ''}\n`);
  process.exit(exitCode.interrupted);
}

function wantsColour(): boolean {
  const { env, argv } = process;
  return !env['NO_COLOR'] && env['TERM'] !== 'dumb' && !argv.includes('--no-color');
}

/** A line that is rewritten in place, on a terminal only, and only when the work takes longer than a moment. */
function makeProgress(): Context['progress'] {
  const { stderr } = process;
  const started = performance.now();
  let shownAt = 0;
  return {
    update: (text) => {
      const now = performance.now();
      if (!stderr.isTTY || now - started < 1000 || now - shownAt < 100) return;
      shownAt = now;
      stderr.write(`\r\u001b[2K${text}`);
    },
    end: () => {
      if (shownAt > 0) stderr.write('\r\u001b[2K');
      shownAt = 0;
    },
  };
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function readVersion(): string {
  const { version: found }: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return found;
}
