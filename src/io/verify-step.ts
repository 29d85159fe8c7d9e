import { decodeEntry } from '../ldap/decode.ts';
import type { Step } from '../model/plan.ts';
import { diffGroup } from '../plan/diff.ts';
import type { PlanOptions } from '../plan/options.ts';
import type { DirectoryReader } from './directory.ts';

/** Reads the entry of a step back and says what is not as planned; undefined when all is. */
export async function verifyStep(
  { change }: Step,
  reader: DirectoryReader,
  options: PlanOptions,
): Promise<string | undefined> {
  const entry = await reader.read(change.dn);
  if (change.kind === 'delete') return entry === undefined ? undefined : 'the entry is still there';
  if (entry === undefined) return 'the entry is not there';
  const current = decodeEntry(entry, options.profile);
  if ('message' in current) return `the entry ${current.message}`;
  const { update, conflict } = diffGroup({ desired: change.desired, current }, options);
  if (conflict !== undefined) return conflict.message;
  if (update === undefined) return undefined;
  const { remove, add } = update.members;
  const parts = [
    ...(remove.length > 0 ? [`${remove.length} members too many`] : []),
    ...(add.length > 0 ? [`${add.length} members missing`] : []),
    ...(update.aliases.remove.length + update.aliases.add.length > 0 ? ['other addresses than declared'] : []),
    ...update.attributes.map(({ attribute }) => `another ${attribute} than declared`),
  ];
  return `the entry has ${parts.join(', ')}`;
}
