import { groupKey } from '../ldap/group-key.ts';
import type { KeyChange } from '../model/comparison.ts';
import type { DesiredGroup, MembershipDays } from '../model/group.ts';

/** The keys of a manifest that differ, besides members and aliases; lists compare without regard to order. */
export function diffKeys(before: DesiredGroup, after: DesiredGroup): readonly KeyChange[] {
  const [old, fresh] = [keysOf(before), keysOf(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((key) => ({ key, before: old.get(key) ?? [], after: fresh.get(key) ?? [] }))
    .filter((change) => !sameSet(change.before, change.after))
    .map((change) => (change.key === 'address' ? { key: 'address', ...addressesOf(before, after) } : change));
}

function addressesOf(before: DesiredGroup, after: DesiredGroup): Pick<KeyChange, 'before' | 'after'> {
  return { before: [before.address], after: [after.address] };
}

/** What a manifest says under its keys; what is as if it were not there is left out. */
function keysOf(group: DesiredGroup): ReadonlyMap<string, readonly string[]> {
  const { address, previously, description, enabled, owners, mode, attributes, allow, composition } = group;
  return new Map<string, readonly string[]>([
    ['address', [groupKey(address)]],
    ['previously', previously],
    ['description', description === undefined ? [] : [description]],
    ['enabled', enabled === undefined ? [] : [String(enabled)]],
    ['mode', [mode]],
    ['protected', [String(group.protected)]],
    ['include', composition?.include ?? []],
    ['query', composition?.query === undefined ? [] : [composition.query.name]],
    ['exclude', composition?.exclude ?? []],
    ...[...(composition?.days ?? [])].map(([member, days]) => [`members.${member}`, daysTexts(days)] as const),
    ['owners', owners],
    ['allow', allow === undefined ? [] : [`${allow.removals} removals until ${allow.until}: ${allow.reason}`]],
    ...[...attributes].map(([name, values]) => [`attributes.${name}`, values] as const),
  ]);
}

function daysTexts({ from, until }: MembershipDays): readonly string[] {
  return [...(from === undefined ? [] : [`from ${from}`]), ...(until === undefined ? [] : [`until ${until}`])];
}

function sameSet(before: readonly string[], after: readonly string[]): boolean {
  const present = new Set(before);
  return present.size === new Set(after).size && after.every((value) => present.has(value));
}
