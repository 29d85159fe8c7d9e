import { endedExceptions } from '../manifest/ended-exceptions.ts';
import { endedMemberships } from '../manifest/ended-memberships.ts';
import { dayOf } from '../model/calendar.ts';
import { type Diagnostic, hasErrors, sortDiagnostics } from '../model/diagnostic.ts';
import { Failure } from '../model/failure.ts';
import { unansweredQueries } from '../model/group.ts';
import type { DesiredState } from '../model/state.ts';
import { diagnosticsToGithub } from '../report/diagnostics-github.ts';
import { diagnosticsToJson } from '../report/diagnostics-json.ts';
import { diagnosticsToMarkdown } from '../report/diagnostics-markdown.ts';
import { diagnosticsToSarif } from '../report/diagnostics-sarif.ts';
import { diagnosticsToText } from '../report/diagnostics-text.ts';
import { count, unansweredSentence } from '../report/wording.ts';
import type { AlsoFile } from './also.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { fixManifests } from './fix-manifests.ts';
import type { diagnosticFormats } from './formats.ts';
import { type Inputs, readInputs } from './inputs.ts';
import type { InputOptions } from './options.ts';
import { writeAlso } from './write-also.ts';

type DiagnosticFormat = (typeof diagnosticFormats)[number];

/** Options of `validate`. */
export interface ValidateOptions extends InputOptions {
  readonly format: DiagnosticFormat;
  readonly also: readonly AlsoFile<DiagnosticFormat>[];
  readonly maxLength: number;
  /** Whether what is safe is mended first. */
  readonly fix: boolean;
}

/** Everything that is wrong with manifests and settings, at once and without the network. */
export async function run(context: Context, options: ValidateOptions): Promise<ExitCode> {
  const read = await readMended(context, options);
  const ended = passedDays(context, read);
  const inputs = { ...read, diagnostics: sortDiagnostics([...read.diagnostics, ...ended]) };
  const write = options.format === 'github' ? context.annotate : context.out;
  write(render(inputs, options, context));
  writeAlso(context, options.also, (format, plain) => render(inputs, { ...options, format }, plain));
  return hasErrors(inputs.diagnostics) ? exitCode.input : exitCode.done;
}

/** The inputs, after mending when that is wanted. */
async function readMended(context: Context, options: ValidateOptions): Promise<Inputs> {
  if (options.fix && options.format !== 'text') {
    const hint = 'Mend on your own machine, look at the change, and commit it.';
    throw new Failure('usage', `--fix does not go with --format ${options.format}`, hint);
  }
  const read = await readInputs(context, options);
  return options.fix && fixManifests(context, read) ? readInputs(context, options) : read;
}

/** Exceptions and memberships whose last day has passed. */
function passedDays({ now }: Context, { settings, desired, files }: Inputs): Diagnostic[] {
  if (settings === undefined) return [];
  const today = dayOf(now, settings.calendar.timeZone);
  return [...endedExceptions(desired.groups, files, today), ...endedMemberships(desired.groups, files, today)];
}

/** What cannot be judged here, as a line. */
function unasked({ groups }: DesiredState): string {
  const open = unansweredQueries(groups);
  return open.length === 0 ? '' : `${unansweredSentence(open)}\n`;
}

function render({ diagnostics, desired }: Inputs, { format, maxLength }: ValidateOptions, context: Context): string {
  const tool = context.version;
  switch (format) {
    case 'markdown':
      return diagnosticsToMarkdown(diagnostics, { budget: maxLength });
    case 'json':
      return diagnosticsToJson(diagnostics, { tool });
    case 'sarif':
      return diagnosticsToSarif(diagnostics, { tool });
    case 'github':
      return diagnosticsToGithub(diagnostics);
    case 'text': {
      const text = diagnosticsToText(diagnostics, { style: context.outStyle });
      return hasErrors(diagnostics)
        ? text
        : `${text}${count(desired.groups.length, 'manifest')} and the settings are valid.\n${unasked(desired)}`;
    }
  }
}
