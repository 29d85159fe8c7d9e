import { findGitPlace } from '../io/git-place.ts';
import { mergeBase, resolveCommit } from '../io/revisions.ts';
import type { Settings } from '../io/run-settings.ts';
import type { ComparedRevisions, Comparison } from '../model/comparison.ts';
import { unansweredQueries } from '../model/group.ts';
import type { MailEffects } from '../model/mail-effect.ts';
import type { DesiredState } from '../model/state.ts';
import { addressOf, type BaseState, diffStates } from '../plan/diff-states.ts';
import { declaredGroups } from '../plan/mail/alias-map.ts';
import { mailEffects } from '../plan/mail/mail-effects.ts';
import { comparisonToJson } from '../report/comparison-json.ts';
import { comparisonToMarkdown } from '../report/comparison-markdown.ts';
import { comparisonToText } from '../report/comparison-text.ts';
import { unansweredSentence } from '../report/wording.ts';
import type { AlsoFile } from './also.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { diffFormats } from './formats.ts';
import { type ManifestInputOptions, manifestOptions, withoutDirectory } from './judging.ts';
import { mailEffectOptions } from './mail-options.ts';
import { baseState, soundRevision, workingTree } from './revision-states.ts';
import { groupsFolder, readSettings, showDiagnostics } from './settings-input.ts';
import { writeAlso } from './write-also.ts';

type DiffFormat = (typeof diffFormats)[number];

/** Options of `diff`. */
export interface DiffOptions extends ManifestInputOptions {
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly format: DiffFormat;
  readonly also: readonly AlsoFile<DiffFormat>[];
  readonly maxLength: number;
  readonly full: boolean;
  readonly detailedExitcode: boolean;
}

/** What a branch or pull request changes: who joins and who leaves which group. */
export async function run(context: Context, options: DiffOptions): Promise<ExitCode> {
  const inputOptions = withoutDirectory(options);
  const { settings, diagnostics } = readSettings(context, inputOptions);
  if (settings === undefined) {
    showDiagnostics(context, diagnostics);
    return exitCode.input;
  }
  const place = await findGitPlace(groupsFolder(context, inputOptions), context.variables);
  const head = await resolveCommit(place, options.head ?? 'HEAD');
  const base = options.base === undefined ? await mergeBase(place, head) : await resolveCommit(place, options.base);
  const judging = manifestOptions(context, settings);
  const sound =
    options.head === undefined
      ? await workingTree(context, inputOptions)
      : await soundRevision(context, place, head, judging);
  if (sound === undefined) return exitCode.input;
  const { state, notes } = await baseState(context, place, base, sound, { ...judging, queries: undefined });
  const { upcomingDays } = settings.calendar;
  const compared = diffStates(state, { groups: sound.groups }, { ...judging, upcomingDays });
  const comparison = { ...compared, mail: effectsOf(compared, state, sound, settings) };
  const open = unansweredQueries([...state.groups, ...sound.groups]);
  const said = [...notes, ...(open.length === 0 ? [] : [`${unansweredSentence(open)} ${noMail}`])];
  const revisions = { base, head: options.head === undefined ? undefined : head, notes: said };
  context.out(render(comparison, revisions, options, context));
  writeAlso(context, options.also, (format, plain) => render(comparison, revisions, { ...options, format }, plain));
  return options.detailedExitcode && comparison.changes.length > 0 ? exitCode.changesPending : exitCode.done;
}

const noMail = 'So it is not told what changes for mail through groups in groups.';

/** Where the base is not known whole, or a query was not asked, nobody can tell who got mail before. */
function effectsOf(
  { changes }: Comparison,
  base: BaseState,
  head: DesiredState,
  settings: Settings,
): MailEffects | undefined {
  if (base.invalid.size > 0 || unansweredQueries([...base.groups, ...head.groups]).length > 0) return undefined;
  const changed = changes.flatMap((one) => [addressOf(one), ...(one.kind === 'changed' ? [one.before.address] : [])]);
  const passedOn = changes.flatMap((one) => (one.kind === 'changed' && one.isPassedOn ? [one.before.address] : []));
  return mailEffects(declaredGroups(base), declaredGroups(head), { changed, passedOn }, mailEffectOptions(settings));
}

function render(comparison: Comparison, revisions: ComparedRevisions, options: DiffOptions, context: Context): string {
  switch (options.format) {
    case 'text': {
      const detail = options.full ? 'full' : 'short';
      return comparisonToText(comparison, { style: context.outStyle, revisions, detail });
    }
    case 'markdown':
      return comparisonToMarkdown(comparison, { revisions, budget: options.maxLength });
    case 'json':
      return comparisonToJson(comparison, { tool: context.version, revisions });
  }
}
