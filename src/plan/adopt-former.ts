import { groupKey } from '../ldap/group-key.ts';
import type { CurrentGroup, DesiredGroup } from '../model/group.ts';
import type { Profile } from '../model/profile.ts';
import type { NotAdoptable } from './adopt-group.ts';
import { findFormer } from './former-entries.ts';
import { renameOf } from './rename.ts';
import { indexEntries } from './scope.ts';

/** Tells of an entry why no manifest can be made of it yet: it is one that a manifest is going to rename. */
export function formerName(
  groups: readonly DesiredGroup[],
  current: readonly CurrentGroup[],
  profile: Profile,
): (entry: CurrentGroup, manifest: DesiredGroup | undefined) => NotAdoptable | undefined {
  const heirs = new Map(groups.flatMap((heir) => heir.previously.map((address) => [groupKey(address), heir])));
  if (heirs.size === 0) return () => undefined;
  const { renamed, conflicts } = findFormer(groups, current, indexEntries(current));
  const heirOf = new Map([...renamed].map(([heir, entry]) => [entry, heir]));
  return (entry, manifest) => {
    const conflict = manifest && conflicts.get(manifest);
    if (conflict !== undefined) return { problem: conflict.message, hint: conflict.hint };
    const heir = heirOf.get(entry) ?? (manifest && renameOf(manifest, entry, profile) ? manifest : undefined);
    if (heir !== undefined)
      return { problem: becomes(heir), hint: `Apply first, and then import again. ${other(heir)}` };
    const claimed = entry.addresses.flatMap((address) => heirs.get(groupKey(address)) ?? [])[0];
    if (manifest !== undefined || claimed === undefined) return undefined;
    return { problem: becomes(claimed), hint: other(claimed) };
  };
}

function becomes({ file, address }: DesiredGroup): string {
  return `its address is a former one of ${address} (previously in ${file})`;
}

function other({ file }: DesiredGroup): string {
  return `If this is another group, take its address out of previously in ${file}.`;
}
