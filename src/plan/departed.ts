import { groupKey } from '../ldap/group-key.ts';
import type { CurrentGroup } from '../model/group.ts';
import type { DeclaredGroup, GroupHistory } from '../model/history.ts';
import { declaredNow } from './last-turn.ts';

/** What the history says of a group that no manifest declares. */
export type Departure =
  /** It was declared, and may be deleted. */
  | { readonly kind: 'departed' }
  /** No commit ever declared it. */
  | { readonly kind: 'never declared' }
  /** It was declared, and is left alone all the same; why stands after its name. */
  | { readonly kind: 'kept'; readonly reason: string }
  /** The history is not whole. */
  | { readonly kind: 'not known'; readonly reason: 'shallow' | 'partial' }
  /** More of the history is needed. */
  | { readonly kind: 'open' };

/**
 * Whether the history lets a group go: its own address was declared, and all that its entry answers for; its last manifest
 * was valid, managed the members as a whole, and did not protect it. Everything else is left alone.
 */
export function departureOf({ address, addresses }: CurrentGroup, history: GroupHistory): Departure {
  const { end, begins, unreadable, contents } = history;
  if (begins !== undefined) return { kind: 'not known', reason: 'shallow' };
  if (end === 'shallow' || end === 'partial') return { kind: 'not known', reason: end };
  const last = lastDeclared(history);
  if (unreadable.length > 0) return kept('a version of its manifest is not valid');
  if (last === undefined) return { kind: end === 'beginning' || contents?.length === 0 ? 'never declared' : 'open' };
  if (last.protected) return kept('its last manifest protected it');
  if (last.mode !== 'authoritative') return kept(`its last manifest had mode: ${last.mode}`);
  const known = new Set([last.address, ...(last.aliases ?? [])].map(groupKey));
  const other = addresses.find((one) => !known.has(groupKey(one)));
  if (other !== undefined) return kept(`its entry also answers for ${other}, which its last manifest did not declare`);
  return known.has(groupKey(address)) ? { kind: 'departed' } : kept('its entry has another name');
}

function lastDeclared(history: GroupHistory): DeclaredGroup | undefined {
  const { versions, before } = history;
  return declaredNow(history) ?? versions.findLast(({ declared }) => declared !== undefined)?.declared ?? before;
}

function kept(reason: string): Departure {
  return { kind: 'kept', reason };
}

/** What a plan is told about the groups that no manifest declares. */
export interface Departures {
  /** The DNs of the entries that may be deleted. */
  readonly departed: ReadonlySet<string>;
  /** What the reader should know about the others, as sentences. */
  readonly notes: readonly string[];
}

/** Departures when nobody knows what was declared; why stands after a colon. */
export function noDepartures(reason: string): Departures {
  return { departed: new Set(), notes: [`prune: declared deletes nothing: ${reason}.`] };
}

/** So many groups are named by their own notes. */
const mostNotes = 10;

/** Sorts the groups that no manifest declares by what the history says of each. */
export function departuresOf(
  groups: readonly CurrentGroup[],
  histories: ReadonlyMap<string, GroupHistory>,
): Departures {
  const departed = new Set<string>();
  const kept: string[] = [];
  for (const group of groups) {
    const history = histories.get(groupKey(group.address));
    const departure: Departure = history === undefined ? { kind: 'open' } : departureOf(group, history);
    if (departure.kind === 'not known') return noDepartures(incompleteWords[departure.reason]);
    if (departure.kind === 'departed') departed.add(group.dn);
    if (departure.kind === 'kept') {
      kept.push(`${group.address} is not deleted, although it was declared: ${departure.reason}.`);
    }
  }
  const more = kept.length - mostNotes;
  const rest =
    more > 0 ? [`${more} more groups that were declared are not deleted, for reasons of the same kind.`] : [];
  return { departed, notes: [...kept.slice(0, mostNotes), ...rest] };
}

/** Why a history is not whole, in words, and what to do. */
export const incompleteWords: Readonly<Record<'shallow' | 'partial', string>> = {
  shallow: 'this clone is shallow, and what was declared before it begins is not known (fetch-depth: 0 gets it all)',
  partial: 'this clone lacks contents of older commits (a partial clone), and what they declared is not known',
};
