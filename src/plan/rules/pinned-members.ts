import { quoted } from '../../manifest/source.ts';
import { addressKey } from '../../model/address.ts';
import { type DesiredGroup, unansweredQueries } from '../../model/group.ts';
import { groupAddresses } from './group-addresses.ts';
import type { Finding, LintRule, SettingsFinding } from './lint-rule.ts';

/** Groups whose members the settings pin have exactly these: a manifest alone cannot change them. */
export const pinnedMembers: LintRule = ({ groups }, { pins, localPart }) => {
  if (pins.length === 0) return [];
  const byKey = new Map(
    groups.flatMap((group) => groupAddresses(group).map(({ value }) => [addressKey(value, 'fold'), group] as const)),
  );
  return pins.flatMap(({ address, members, source }): readonly (Finding | SettingsFinding)[] => {
    const group = byKey.get(addressKey(address, 'fold'));
    if (group === undefined) {
      const message = `the members of ${quoted(address)} are pinned, and no manifest declares the group`;
      return [{ source, message, hint: 'Bring the manifest back, or take the pin out of the settings.' }];
    }
    const about = { group, hint: 'Change the pin in the settings first; who answers for them agrees to it there.' };
    const unsure = modeFinding(group);
    if (unsure !== undefined) return [{ ...about, key: 'address', value: group.address, message: unsure }];
    const pinned = new Set(members.map((member) => addressKey(member, localPart)));
    const declared = new Set(group.members.map((member) => addressKey(member, localPart)));
    const added = group.members.filter((member) => !pinned.has(addressKey(member, localPart)));
    const isOpen = unansweredQueries([group]).length > 0;
    const missing = isOpen ? [] : members.filter((member) => !declared.has(addressKey(member, localPart)));
    return [
      ...added.map((value) => ({
        ...about,
        key: 'members' as const,
        value,
        message: `the member ${quoted(value)} is not among those that the settings pin for ${group.address}`,
      })),
      ...missing.map((value) => ({
        ...about,
        key: 'members' as const,
        value,
        message: `the member ${quoted(value)} that the settings pin for ${group.address} is missing`,
      })),
    ];
  });
};

/** Only an authoritative manifest decides about all members. */
function modeFinding({ address, mode }: DesiredGroup): string | undefined {
  if (mode === 'authoritative') return undefined;
  return `the members of ${address} are pinned, and "mode: ${mode}" does not hold others off`;
}
