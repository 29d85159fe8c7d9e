import { groupKey } from '../ldap/group-key.ts';
import { nearestAddress } from '../manifest/nearest.ts';
import { localPartOf, lowerAscii } from '../model/address.ts';
import type { DesiredGroup } from '../model/group.ts';

/** A group that somebody named, or what to do when there is none of that name. */
export type FoundGroup = { readonly group: DesiredGroup } | { readonly hint: string };

/** The group with an address or an alias, in any letter case. */
export function findGroup(groups: readonly DesiredGroup[], name: string): FoundGroup {
  const key = groupKey(name);
  const group =
    groups.find(({ address }) => groupKey(address) === key) ??
    groups.find(({ aliases }) => aliases?.some((alias) => groupKey(alias) === key));
  if (group !== undefined) return { group };
  const known = groups.flatMap(({ address, aliases }) => [address, ...(aliases ?? [])]);
  const near = nearestAddress(name, known) ?? known.find((one) => lowerAscii(localPartOf(one)) === lowerAscii(name));
  return { hint: near === undefined ? 'Each file below groups/ names its group by address.' : `Did you mean ${near}?` };
}
