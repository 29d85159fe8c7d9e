import { groupKey } from '../ldap/group-key.ts';
import { nearestAddress } from '../manifest/nearest.ts';
import type { Override } from '../model/exception.ts';
import type { CurrentState, DesiredState } from '../model/state.ts';

/** An override that can never fit a group, with what to do about it. */
export interface UnknownOverride {
  readonly message: string;
  readonly hint: string;
}

/** The first override that names no group by its own address; undefined when all of them do. */
export function unknownOverride(
  overrides: readonly Override[],
  desired: DesiredState,
  current: CurrentState,
): UnknownOverride | undefined {
  if (overrides.length === 0) return undefined;
  const owners = ownersOf(desired, current);
  for (const { address } of overrides) {
    const owner = owners.get(groupKey(address));
    if (owner === undefined) {
      const near = nearestAddress(address, [...new Set(owners.values())]);
      return {
        message: `no group ${JSON.stringify(address)} is declared or in the directory`,
        hint: near === undefined ? 'Write the address of the group as the plan shows it.' : `Did you mean ${near}?`,
      };
    }
    if (groupKey(owner) !== groupKey(address)) {
      return { message: `${JSON.stringify(address)} is another address of ${owner}`, hint: `Write ${owner}.` };
    }
  }
  return undefined;
}

/** By the key of every address there is, the address that plans call the group by. */
function ownersOf(desired: DesiredState, current: CurrentState): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  const claim = (addresses: readonly string[], owner: string): void => {
    for (const key of addresses.map(groupKey)) if (!owners.has(key)) owners.set(key, owner);
  };
  for (const { address } of desired.groups) claim([address], address);
  for (const { address, aliases } of desired.groups) claim(aliases ?? [], address);
  const stored = current.groups.map(({ address, addresses }) => {
    const declared = addresses.map((one) => owners.get(groupKey(one))).find((owner) => owner !== undefined);
    return { address, addresses, owner: declared ?? address };
  });
  for (const { address, owner } of stored) claim([address], owner);
  for (const { addresses, owner } of stored) claim(addresses, owner);
  return owners;
}
