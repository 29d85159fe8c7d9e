import { askQueries } from '../io/ask-queries.ts';
import type { DirectoryReader } from '../io/directory.ts';
import type { Settings } from '../io/run-settings.ts';
import type { QueryAnswer } from '../ldap/query-answer.ts';
import { openQueries, withAnswers } from '../manifest/with-answers.ts';
import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import { Failure } from '../model/failure.ts';
import type { DesiredState } from '../model/state.ts';
import { lintManifests } from '../plan/lint.ts';
import { count } from '../report/wording.ts';
import type { Context } from './context.ts';
import type { SoundInputs } from './inputs.ts';
import { lintOptions, manifestOptions } from './judging.ts';
import { heededForPlan } from './planning-inputs.ts';
import { showDiagnostics } from './settings-input.ts';

/** Whom queries answered, by their names. */
export type Answers = ReadonlyMap<string, QueryAnswer>;

/** Inputs whose queries were asked, so that every member is known. */
export interface AnsweredInputs extends SoundInputs {
  /** What the manifests say by themselves. */
  readonly declared: DesiredState;
  readonly answers: Answers;
  /** Warnings of rules that only the answers bring: `validate` cannot have shown them. */
  readonly advice: readonly Diagnostic[];
}

/** The inputs with the answers of the queries that manifests name. What a rule does not allow in them is a Failure. */
export async function answeredInputs(
  context: Context,
  inputs: SoundInputs,
  reader: DirectoryReader,
): Promise<AnsweredInputs> {
  const answered = await askedInputs(context, inputs, reader);
  return answered.answers.size === 0 ? answered : { ...answered, advice: judgeAnswers(context, answered) };
}

/** The same for a command that only explains: rules are not looked at. */
export async function askedInputs(
  context: Context,
  inputs: SoundInputs,
  reader: DirectoryReader,
): Promise<AnsweredInputs> {
  const { desired, settings } = inputs;
  const answers = await answersFor(context, desired, settings, reader);
  const groups = withAnswers(desired.groups, answers, manifestOptions(context, settings));
  return { ...inputs, desired: { groups }, declared: desired, answers, advice: [] };
}

/** The answers of the queries that manifests name and that were not asked yet. */
export async function answersFor(
  context: Context,
  { groups }: DesiredState,
  { queries, mail, directory }: Settings,
  reader: DirectoryReader,
): Promise<Answers> {
  const names = new Set(openQueries(groups));
  const wanted = Object.values(queries).filter(({ name }) => names.has(name));
  const how = { localPart: mail.localPart, inFlight: directory.inFlight };
  const answers = await askQueries(reader, wanted, how, (entries) =>
    context.progress.update(`asking the queries: ${entries} entries`),
  );
  context.progress.end();
  return answers;
}

/** Sentences about entries that queries found and that bring nobody. */
export function addressless({ answers, settings }: AnsweredInputs): readonly string[] {
  return Object.values(settings.queries).flatMap(({ name, attribute }) => {
    const without = answers.get(name)?.without ?? 0;
    const have = without === 1 ? '1 entry that the query' : `${without} entries that the query`;
    return without === 0 ? [] : [`${have} ${name} finds ${without === 1 ? 'has' : 'have'} no ${attribute}.`];
  });
}

/** How many members each query answered, in words. */
export function answerWords({ answers }: AnsweredInputs): readonly string[] {
  return [...answers].map(([name, { members }]) => `the query ${name} answers ${count(members.length, 'member')}`);
}

/** Rules have seen what the manifests say; now they see whom the queries bring. An error is a Failure. */
function judgeAnswers(context: Context, inputs: AnsweredInputs): readonly Diagnostic[] {
  const { desired, files, settings, folder, answers } = inputs;
  const found = lintManifests(desired.groups, files, [], lintOptions(context, settings, folder.shown));
  const known = new Set(inputs.diagnostics.map(placeAndMessage));
  const added = heededForPlan({ settings, diagnostics: found }).filter((one) => !known.has(placeAndMessage(one)));
  const errors = added.filter((one) => hasErrors([one]));
  if (errors.length === 0) return added;
  showDiagnostics(context, errors);
  const names = [...answers.keys()].join(', ');
  const message = `with the answers of the queries (${names}), the manifests have ${count(errors.length, 'error')}`;
  const hint = 'Nothing was planned. Name them under exclude, make an exception with the reason, or mend the query.';
  throw new Failure('input', message, hint);
}

function placeAndMessage({ code, message, source: { file, line, column } }: Diagnostic): string {
  return `${file}:${line}:${column} ${code} ${message}`;
}
