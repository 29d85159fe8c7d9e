import { dnKey } from '../ldap/dn.ts';
import { groupKey } from '../ldap/group-key.ts';
import type { ManifestFile } from '../manifest/resolve.ts';
import { allCauses, causingCommits, type LastChange, type StepCauses } from '../model/cause.ts';
import type { Change } from '../model/change.ts';
import type { Entry } from '../model/entry.ts';
import type { CurrentGroup } from '../model/group.ts';
import type { GroupHistory, GroupVersion } from '../model/history.ts';
import type { Plan, PlanCauses, Prune, Step } from '../model/plan.ts';
import { causeFinder } from './causes.ts';
import { departureOf } from './departed.ts';
import { formerAddresses, historyOf } from './join-histories.ts';
import type { ProbeOptions } from './probes.ts';

/** What the history is asked about. */
export interface Questions {
  readonly changes: readonly Change[];
  /** Groups that no manifest declares, whose departure is asked for. */
  readonly unmanaged: readonly CurrentGroup[];
}

/** The steps of a plan, held ones too. */
export function allSteps({ steps, held }: Plan): readonly Step[] {
  return [...steps, ...held.map(({ step }) => step)];
}

/** What there is to ask for a plan. */
export function questionsOf(plan: Plan, prune: Prune, causes: boolean): Questions {
  return {
    changes: causes ? allSteps(plan).map(({ change }) => change) : [],
    unmanaged: prune === 'declared' ? plan.unmanaged : [],
  };
}

/** The addresses of the groups that questions are about. */
export function groupsAsked({ changes, unmanaged }: Questions): readonly string[] {
  return [...changes, ...unmanaged].map(({ address }) => address).concat(changes.flatMap(formerAddresses));
}

/** Answers questions from histories, in the light of the manifests of the working tree. */
export interface Witness {
  /** Whether the history of a group, by its key, says enough to answer all that is asked about it. */
  readonly isEnough: (group: string, history: GroupHistory) => boolean;
  /** The causes of one change; undefined when the history does not say enough. */
  readonly causes: (change: Change, history: GroupHistory) => StepCauses | undefined;
}

/** A witness for some questions. */
export function makeWitness(
  { changes, unmanaged }: Questions,
  files: readonly ManifestFile[],
  options: ProbeOptions,
): Witness {
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  const find = causeFinder(options);
  const causes: Witness['causes'] = (change, history) => {
    const text = change.kind === 'delete' ? undefined : texts.get(change.desired.file);
    return find(change, { history, isChanged: text !== history.text });
  };
  const asked = byGroup(changes);
  const left = byGroup(unmanaged);
  const former = new Set(changes.flatMap(formerAddresses).map(groupKey));
  return {
    causes,
    isEnough: (group, history) =>
      (history.end !== 'unread' || !former.has(group)) &&
      (asked.get(group) ?? []).every((change) => causes(change, history) !== undefined) &&
      (left.get(group) ?? []).every((current) => departureOf(current, history).kind !== 'open'),
  };
}

/** The causes of the steps of a plan, as far as the histories tell. */
export function planCauses(
  plan: Plan,
  { causes }: Witness,
  histories: ReadonlyMap<string, GroupHistory>,
  applied: string | undefined,
): PlanCauses {
  const steps = allSteps(plan).flatMap((step): (readonly [Step, StepCauses])[] => {
    const history = historyOf(step.change, histories);
    const found = history && causes(step.change, history);
    return found === undefined ? [] : [[step, found]];
  });
  return { steps: new Map(steps), applied };
}

/** The versions that the causes of a plan name, of all that the histories tell. */
export function versionsNamed(
  { steps }: PlanCauses,
  histories: ReadonlyMap<string, GroupHistory>,
): readonly GroupVersion[] {
  return [...steps].flatMap(([{ change }, causes]) => {
    const hashes = new Set(causingCommits(allCauses(causes)).map(({ hash }) => hash));
    return (historyOf(change, histories)?.versions ?? []).filter(({ commit }) => hashes.has(commit.hash));
  });
}

/** The entries in which somebody changed something behind git's back, as they were read. */
export function driftedEntries({ steps }: PlanCauses): readonly Entry[] {
  return [...steps].flatMap(([{ change }, causes]) =>
    change.kind !== 'create' && allCauses(causes).some(({ kind }) => kind === 'drift') ? [change.current.entry] : [],
  );
}

/** The same causes, with who changed each entry last, by `dnKey` of its DN. */
export function withLastChanges({ steps, applied }: PlanCauses, changes: ReadonlyMap<string, LastChange>): PlanCauses {
  const told = [...steps].map(([step, causes]): readonly [Step, StepCauses] => {
    return [step, { ...causes, lastChange: changes.get(dnKey(step.change.dn)) }];
  });
  return { steps: new Map(told), applied };
}

function byGroup<Item extends { readonly address: string }>(
  items: readonly Item[],
): ReadonlyMap<string, readonly Item[]> {
  const map = new Map<string, Item[]>();
  for (const item of items) {
    const key = groupKey(item.address);
    map.set(key, [...(map.get(key) ?? []), item]);
  }
  return map;
}
