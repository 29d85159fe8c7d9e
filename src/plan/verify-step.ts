import { decodeEntry } from '../ldap/decode.ts';
import type { Entry } from '../model/entry.ts';
import type { Step } from '../model/plan.ts';
import { diffGroup } from './diff.ts';
import type { PlanOptions } from './options.ts';

/** What is not as planned in the entry that was read back after a step; undefined when all is. */
export function verifyStep({ change }: Step, entry: Entry | undefined, options: PlanOptions): string | undefined {
  if (change.kind === 'delete') return entry === undefined ? undefined : 'the entry is still there';
  if (entry === undefined) return 'the entry is not there';
  const current = decodeEntry(entry, options.profile);
  if ('message' in current) return `the entry ${current.message}`;
  const { update, conflict } = diffGroup({ desired: change.desired, current }, options);
  if (conflict !== undefined) return conflict.message;
  if (update === undefined) return undefined;
  const { remove, add } = update.members;
  const parts = [
    ...(remove.length > 0 ? [`${members(remove.length)} too many`] : []),
    ...(add.length > 0 ? [`${members(add.length)} missing`] : []),
    ...(update.aliases.remove.length + update.aliases.add.length > 0 ? ['other addresses than declared'] : []),
    ...update.attributes.map(({ attribute }) => `another ${attribute} than declared`),
  ];
  return `the entry has ${parts.join(', ')}`;
}

function members(count: number): string {
  return count === 1 ? '1 member' : `${count} members`;
}
