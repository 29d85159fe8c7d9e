import type { Value } from '../../../src/model/entry.ts';
import { type AliasGroup, type AliasMap, aliasMap } from '../../../src/plan/mail/alias-map.ts';
import { expandAddress } from '../../../src/plan/mail/expand.ts';
import type { Expansion } from '../../../src/plan/mail/expansion.ts';
import { type MailRules, postfixRules } from '../../../src/plan/mail/mail-rules.ts';

/** Groups by their address, with their member values. */
export type World = Readonly<Record<string, readonly Value[]>>;

/** The groups of a world, all enabled. */
export function groupsOf(world: World): readonly AliasGroup[] {
  return Object.entries(world).map(([address, values]) => ({ address, addresses: [address], values, enabled: true }));
}

/** A table of these groups. */
export function mapOf(world: World): AliasMap {
  return aliasMap(groupsOf(world), 'deliver');
}

/** What becomes of mail to an address in a world. */
export function expandIn(world: World, address: string, rules: Partial<MailRules> = {}): Expansion {
  return expandAddress(address, mapOf(world), { ...postfixRules, ...rules });
}

/** The outcome in short: recipients, or why there are none. */
export function outcome(expansion: Expansion): readonly string[] | string {
  if (expansion.verdict === 'delivered') return expansion.recipients.map(({ address }) => address);
  return expansion.deferral === undefined ? expansion.verdict : expansion.deferral.reason;
}

/** Different addresses, as many as wanted. */
export function people(count: number, name = 'u'): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}${index}@x.example`);
}
