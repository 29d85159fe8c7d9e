import { findGitPlace, type GitPlace } from '../io/git-place.ts';
import { readHistories } from '../io/history.ts';
import { isPartial, lookUp, resolveCommit } from '../io/revisions.ts';
import { groupKey } from '../ldap/group-key.ts';
import { Failure } from '../model/failure.ts';
import type { GroupHistory } from '../model/history.ts';
import { type Departures, departuresOf, incompleteWords, noDepartures } from '../plan/departed.ts';
import { groupsAsked, makeWitness, type Questions, type Witness } from '../plan/evidence.ts';
import { emptyHistory } from '../plan/last-turn.ts';
import type { PlanOptions } from '../plan/options.ts';
import { lastApplied } from './applied.ts';
import type { Context } from './context.ts';
import type { SoundInputs } from './inputs.ts';

/** How the history is asked. */
export interface CauseOptions {
  /** Whether the causes of differences are looked up. */
  readonly causes: boolean;
  /** The commit that was applied last, in any words that git knows; undefined when that is looked up. */
  readonly since: string | undefined;
}

/** What git tells for one plan. */
export interface GitEvidence {
  readonly departures: Departures;
  /** Undefined when causes are not asked for, or nobody can tell. */
  readonly causes: KnownCauses | undefined;
  /** What the reader should know, as sentences. */
  readonly notes: readonly string[];
}

/** From what the causes follow. */
export interface KnownCauses {
  readonly place: GitPlace;
  readonly witness: Witness;
  readonly histories: ReadonlyMap<string, GroupHistory>;
  readonly applied: string | undefined;
  /** What the clone does not have; undefined when it has everything. */
  readonly gap: 'shallow' | 'partial' | undefined;
}

/** Asks git why things differ, and which groups without a manifest were once declared. */
export async function askGit(
  context: Context,
  { causes, since }: CauseOptions,
  questions: Questions,
  inputs: SoundInputs,
  planOptions: PlanOptions,
): Promise<GitEvidence> {
  const place = await placeOf(context, inputs, since);
  if (typeof place === 'string') return { departures: noDepartures(place), causes: undefined, notes: [] };
  const named = since === undefined ? undefined : await resolveCommit(place, since);
  if (groupsAsked(questions).length === 0) return { departures: nobodyLeft, causes: undefined, notes: [] };
  const witness = makeWitness(questions, inputs.files, planOptions);
  try {
    const { departures, ...known } = await evidenceFrom(place, questions, witness, inputs, named);
    return { departures, causes: causes ? known : undefined, notes: [] };
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'input') throw error;
    const notes = questions.changes.length === 0 ? [] : [`Why things differ is not known: ${error.message}.`];
    return { departures: noDepartures(error.message), causes: undefined, notes };
  }
}

const nobodyLeft: Departures = { departed: new Set(), notes: [] };

/** The repository, or why there is none that can be asked. Where a commit was named, there must be one. */
async function placeOf(
  context: Context,
  { folder }: SoundInputs,
  since: string | undefined,
): Promise<GitPlace | string> {
  try {
    return await findGitPlace(folder, context.variables);
  } catch (error) {
    if (!(error instanceof Failure) || since !== undefined) throw error;
    return error.message;
  }
}

async function evidenceFrom(
  place: GitPlace,
  questions: Questions,
  witness: Witness,
  { files, settings }: SoundInputs,
  named: string | undefined,
): Promise<KnownCauses & Pick<GitEvidence, 'departures'>> {
  const groups = groupsAsked(questions);
  const [head, applied, gap] = await Promise.all([
    lookUp(place, 'HEAD'),
    named ?? lastApplied(place, settings),
    gapOf(place),
  ]);
  const looksAtContents = gap === undefined;
  const request = { groups, known: files, applied, looksAtContents, isEnough: witness.isEnough };
  const histories =
    head === undefined
      ? new Map(groups.map((group) => [groupKey(group), emptyHistory]))
      : await readHistories(place, head, request);
  const departures =
    gap === undefined ? departuresOf(questions.unmanaged, histories) : noDepartures(incompleteWords[gap]);
  return { departures, place, witness, histories, applied, gap };
}

async function gapOf(place: GitPlace): Promise<KnownCauses['gap']> {
  if (place.isShallow) return 'shallow';
  return (await isPartial(place)) ? 'partial' : undefined;
}
