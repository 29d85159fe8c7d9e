import { groupKey } from '../ldap/group-key.ts';
import type { AttributeChange, Change, CreateGroup, DeleteGroup, UpdateGroup } from '../model/change.ts';
import type { Value } from '../model/entry.ts';
import type { DesiredGroup } from '../model/group.ts';
import type { PlanCauses, Step } from '../model/plan.ts';
import { type ChangeWords, changeWords } from './cause-words.ts';
import { count } from './wording.ts';

/** One member that joins, with the manifest's reason when there is one; or leaves, with the reason it had when that is known. */
export interface MemberLine {
  readonly value: Value;
  readonly reason: string | undefined;
  /** The groups through which it comes, the included one first; none for a member of the manifest's own. */
  readonly via: readonly string[];
  /** The query that answers it; undefined for a member that a manifest names. */
  readonly query: string | undefined;
  /** Queries by which it may have been there, or may stay; none where all of them were asked. */
  readonly unsure: readonly string[];
}

/** The address that a group had, and what becomes of mail to it: it goes on, goes to another group, or ends. */
export interface RenameLine {
  readonly from: string;
  readonly mail: 'goes on' | 'passes on' | 'ends';
}

/** What comes and what goes in one group: still raw data, nothing encoded. */
interface Parts {
  readonly joins: readonly MemberLine[];
  readonly leaves: readonly MemberLine[];
  readonly newAliases: readonly Value[];
  readonly goneAliases: readonly Value[];
  readonly attributes: readonly AttributeChange[];
  /** Undefined for a group that keeps its address. */
  readonly rename: RenameLine | undefined;
}

/** A change as all readable formats show it. */
export interface ChangeView extends Parts {
  readonly mark: '+' | '~' | '-';
  readonly address: string;
  /** In words, without data: `2 members to add, 1 to remove`. */
  readonly headline: string;
  /** The same when it has happened: `2 members added, 1 removed`. */
  readonly done: string;
  /** Why, in words; undefined where nobody looked. */
  readonly why?: ChangeWords;
}

/** What is to happen to one group and why, for a reader. */
export function viewStep(step: Step, causes: PlanCauses | undefined): ChangeView {
  const found = causes?.steps.get(step);
  return found === undefined ? viewChange(step.change) : { ...viewChange(step.change), why: changeWords(found) };
}

/** What is to happen to one group, for a reader. A deleted group's members all leave. */
export function viewChange(change: Change): ChangeView {
  switch (change.kind) {
    case 'create':
      return viewCreate(change);
    case 'update':
      return viewUpdate(change);
    case 'delete':
      return viewDelete(change);
  }
}

function viewCreate({ address, desired }: CreateGroup): ChangeView {
  const description = desired.description === undefined ? [] : [added('description', [desired.description])];
  const others = [...desired.attributes].map(([attribute, values]) => added(attribute, values));
  const size = count(desired.members.length, 'member') + (desired.enabled === false ? ', switched off' : '');
  return {
    mark: '+',
    address,
    joins: memberLines(desired.members, desired),
    leaves: [],
    newAliases: desired.aliases ?? [],
    goneAliases: [],
    attributes: [...description, ...others],
    rename: undefined,
    headline: `new group, ${size}`,
    done: `group created, ${size}`,
  };
}

function viewUpdate({ address, desired, rename, members, aliases, attributes }: UpdateGroup): ChangeView {
  const parts = {
    joins: memberLines(members.add, desired),
    leaves: bareLines(members.remove),
    newAliases: aliases.add,
    goneAliases: aliases.remove,
    attributes,
    rename: rename && renameLine(rename.from, desired, rename.isPassedOn),
  };
  const headline = updateWords(parts, { add: 'to add', remove: 'to remove', change: 'to change', name: 'to rename' });
  const done = updateWords(parts, { add: 'added', remove: 'removed', change: 'changed', name: 'renamed' });
  return { mark: '~', address, ...parts, headline, done };
}

function viewDelete({ address, current }: DeleteGroup): ChangeView {
  const size = count(current.members.length, 'member');
  return {
    mark: '-',
    address,
    joins: [],
    leaves: bareLines(current.members),
    newAliases: [],
    goneAliases: [],
    attributes: [],
    rename: undefined,
    headline: `group to delete, ${size}`,
    done: `group deleted, ${size}`,
  };
}

/** A former address, as the manifest of its group has it. */
export function renameLine(from: string, { aliases = [] }: DesiredGroup, isPassedOn: boolean): RenameLine {
  const isAlias = aliases.some((alias) => groupKey(alias) === groupKey(from));
  return { from, mail: isAlias ? 'goes on' : isPassedOn ? 'passes on' : 'ends' };
}

function added(attribute: string, after: readonly string[]): AttributeChange {
  return { attribute, before: [], after };
}

/** Members of a declared group, with what its manifest says about them. */
export function memberLines(values: readonly string[], { reasons, composition }: DesiredGroup): MemberLine[] {
  return values.map((value) => ({
    ...{ value, reason: reasons.get(value), via: composition?.via.get(value) ?? [] },
    ...{ query: composition?.queried.get(value), unsure: [] },
  }));
}

function bareLines(values: readonly Value[]): MemberLine[] {
  return values.map((value) => ({ value, reason: undefined, via: [], query: undefined, unsure: [] }));
}

interface Verbs {
  readonly add: string;
  readonly remove: string;
  readonly change: string;
  readonly name: string;
}

function updateWords(parts: Parts, verbs: Verbs): string {
  const phrases = [
    parts.rename === undefined ? '' : verbs.name,
    addAndRemove([parts.joins.length, parts.leaves.length], ['member', 'members'], verbs),
    addAndRemove([parts.newAliases.length, parts.goneAliases.length], ['alias', 'aliases'], verbs),
    parts.attributes.length > 0 ? `${count(parts.attributes.length, 'attribute')} ${verbs.change}` : '',
  ];
  return phrases.filter((phrase) => phrase !== '').join('; ');
}

function addAndRemove([add, remove]: [number, number], [one, many]: [string, string], verbs: Verbs): string {
  if (add === 0) return remove === 0 ? '' : `${count(remove, one, many)} ${verbs.remove}`;
  return `${count(add, one, many)} ${verbs.add}${remove === 0 ? '' : `, ${remove} ${verbs.remove}`}`;
}
