import { decodeEntry } from '../ldap/decode.ts';
import { dnKey } from '../ldap/dn.ts';
import { type Change, dnAfter } from '../model/change.ts';
import type { Entry } from '../model/entry.ts';
import type { Step } from '../model/plan.ts';
import { diffGroup } from './diff.ts';
import type { PlanOptions } from './options.ts';
import { preconditionOf } from './step.ts';

/** What is not as planned in the entry that was read back after a step; undefined when all is. */
export function verifyStep({ change }: Step, entry: Entry | undefined, options: PlanOptions): string | undefined {
  if (change.kind === 'delete') return entry === undefined ? undefined : 'the entry is still there';
  if (entry === undefined) return 'the entry is not there';
  const current = decodeEntry(entry, options.profile);
  if ('message' in current) return `the entry ${current.message}`;
  const { update, conflict } = diffGroup({ desired: change.desired, current }, options);
  if (conflict !== undefined) return conflict.message;
  if (update === undefined) return anotherEntry(change, entry);
  const { remove, add } = update.members;
  const parts = [
    ...(remove.length > 0 ? [`${members(remove.length)} too many`] : []),
    ...(add.length > 0 ? [`${members(add.length)} missing`] : []),
    ...(update.aliases.remove.length + update.aliases.add.length > 0 ? ['other addresses than declared'] : []),
    ...(update.rename === undefined ? [] : [`still the address ${update.rename.from}`]),
    ...update.attributes.map(({ attribute }) => `another ${attribute} than declared`),
  ];
  return `the entry has ${parts.join(', ')}`;
}

/** A renamed entry is the same one as before. */
function anotherEntry(change: Change, entry: Entry): string | undefined {
  if (change.kind !== 'update' || change.rename === undefined) return undefined;
  const [then, now] = [preconditionOf(change.current.entry).entryUuid, preconditionOf(entry).entryUuid];
  if (then !== undefined && now !== undefined && then !== now) return 'another entry has its name';
  return dnKey(entry.dn) === dnKey(dnAfter(change)) ? undefined : `the entry is still named ${entry.dn}`;
}

function members(count: number): string {
  return count === 1 ? '1 member' : `${count} members`;
}
