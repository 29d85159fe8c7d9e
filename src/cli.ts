#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Argument, Command, CommanderError, Option } from 'commander';
import type { CommandInput, CommandSpec } from './commands/command.ts';
import type { Context } from './commands/context.ts';
import { type ExitCode, exitCode, exitCodeMeanings, exitCodeOf } from './commands/exit-code.ts';
import { showFailure } from './commands/show-failure.ts';
import { commands } from './commands/table.ts';
import { Failure } from './model/failure.ts';
import { colourStyle, plainStyle, type Style } from './report/style.ts';

const version = readVersion();

const interrupt = new AbortController();
let writing = false;

const stopSignals = ['SIGINT', 'SIGTERM'] as const;
for (const signal of stopSignals) process.once(signal, stop);
process.stdout.on('error', leaveQuietly);
process.stderr.on('error', leaveQuietly);
process.exitCode = await main(process.argv.slice(2));

/** The command line: words in, exit code out. */
async function main(words: readonly string[]): Promise<ExitCode> {
  if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
    process.stdout.write(`${version}\n`);
    return exitCode.done;
  }
  const context = makeContext();
  let ended: ExitCode = exitCode.done;
  const program = makeProgram(async (spec, input) => {
    ended = await spec.run(context, input);
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return ended;
  } catch (error) {
    return explain(error, context);
  }
}

function makeProgram(runCommand: (spec: CommandSpec, input: CommandInput) => Promise<void>): Command {
  const program = new Command('rollcall')
    .description('Mail distribution groups as code: YAML manifests, reconciled with an LDAP directory.')
    .version(version, '-V, --version', 'print the version')
    .option('--no-color', 'no colours (also: NO_COLOR)')
    .showHelpAfterError('(rollcall --help shows the commands)')
    .showSuggestionAfterError()
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

function explain(error: unknown, context: Context): ExitCode {
  context.progress.end();
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.input;
  if (error instanceof Failure) {
    showFailure(context, error);
    return exitCodeOf(error.kind);
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  context.err(
    `rollcall: this is a bug of Rollcall ${version} (Node ${process.version}); nothing more was done.\n${stack}\n`,
  );
  return exitCode.defect;
}

function exitCodeHelp(): string {
  const lines = [...exitCodeMeanings].map(([code, meaning]) => `  ${String(code).padEnd(5)} ${meaning}`);
  return `\nExit codes:\n${lines.join('\n')}\n\nStart with: rollcall import, then rollcall plan. Each command has --help with examples.`;
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
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    outStyle: style(stdout.isTTY),
    errStyle: style(stderr.isTTY),
    interactive: stdin.isTTY && stderr.isTTY,
    confirm: async (question) => (await import('./io/confirm.ts')).confirm(question, stderr),
    progress: makeProgress(),
    readInput: readStandardInput,
    beginWriting,
  };
}

function beginWriting(): AbortSignal {
  writing = true;
  return interrupt.signal;
}

/** The first request to stop lets the requests under way end; a second one, of either kind, ends the process at once. */
function stop(): void {
  for (const signal of stopSignals) process.off(signal, stop);
  interrupt.abort();
  if (writing) {
    process.stderr.write('\nrollcall: stopping after the requests under way; once more to stop at once\n');
    return;
  }
  process.stderr.write('\nrollcall: interrupted; nothing was changed\n');
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

/** Whoever read our output is gone: there is nobody left to tell, and what is under way goes on. */
function leaveQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
