import type { DesiredGroup } from '../../model/group.ts';

/** An address that a group answers for, and the key that declares it. */
export interface GroupAddress {
  readonly key: 'address' | 'aliases';
  readonly value: string;
}

/** The addresses that a group answers for: its address and its aliases. */
export function groupAddresses({ address, aliases = [] }: DesiredGroup): readonly GroupAddress[] {
  return [{ key: 'address', value: address }, ...aliases.map((value) => ({ key: 'aliases', value }) as const)];
}
