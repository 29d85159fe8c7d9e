import type { Attribution, GroupEvent, GroupHistory, GroupLog } from '../model/history.ts';
import { attributionOf, eventsOf } from './attribution.ts';

/** What a log is about. */
export interface GroupLogRequest {
  readonly group: string;
  /** Only what happened to this member; undefined for all. */
  readonly member: string | undefined;
  readonly head: string;
  readonly keyOf: (address: string) => string;
}

/** The history of a group in the order in which people read it; undefined when it was never declared. */
export function groupLog(history: GroupHistory, request: GroupLogRequest): GroupLog | undefined {
  const { versions, unreadable, begins } = history;
  const { group, member, head, keyOf } = request;
  const last = versions.at(-1);
  if (last === undefined) return undefined;
  const wanted = member === undefined ? undefined : keyOf(member);
  const isWanted = ({ address }: { readonly address: string }): boolean =>
    wanted === undefined || keyOf(address) === wanted;
  const events = eventsOf(versions, keyOf)
    .map((event) => ({ ...event, joins: event.joins.filter(isWanted), leaves: event.leaves.filter(isWanted) }))
    .filter((event) => wanted === undefined || concernsMember(event));
  const known = attributionOf(versions, keyOf);
  const present = (last.declared?.members ?? []).flatMap(({ address }) => known.get(keyOf(address)) ?? []);
  const members = [...present, ...former(events, known, keyOf)].filter(isWanted);
  const declared = last.declared !== undefined;
  return {
    ...{ group, member, head, declared, members, begins },
    unreadable: unreadable.map(({ commit }) => commit),
    file: last.file,
    events: events.reverse(),
  };
}

function former(
  events: readonly GroupEvent[],
  known: ReadonlyMap<string, Attribution>,
  keyOf: (address: string) => string,
): readonly Attribution[] {
  const gone = new Map<string, Attribution>();
  for (const { leaves } of [...events].reverse()) {
    for (const { address } of leaves) {
      const key = keyOf(address);
      const member = known.get(key);
      if (member?.removed !== undefined && !gone.has(key)) gone.set(key, member);
    }
  }
  return [...gone.values()];
}

/** Whether an event may be why a member gets mail or does not: what brings further members may have brought this one. */
function concernsMember({ joins, leaves, sources, formerly }: GroupEvent): boolean {
  return joins.length + leaves.length + sources.add.length + sources.remove.length > 0 || formerly !== undefined;
}
