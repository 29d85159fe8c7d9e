import { addressKey, isOwnKey, type LocalPartRule } from '../model/address.ts';
import type { Value } from '../model/entry.ts';
import type { Profile } from '../model/profile.ts';
import { foldText } from './fold-text.ts';
import { completeAddress } from './profile.ts';
import { valueKey } from './value-key.ts';

/**
 * The key under which a member value is the same person: completed by the profile's domain, spaces folded as the
 * server does, domain in lower case, local part by the rule. An attribute that ignores case folds local parts always.
 */
export function memberKey(value: Value, profile: Profile, rule: LocalPartRule): string {
  if (typeof value !== 'string') return valueKey(value, 'exact');
  if (isOwnKey(value)) return value;
  const effective = profile.memberRule === 'caseIgnore' ? 'fold' : rule;
  return addressKey(completeAddress(foldText(value, 'exact'), profile), effective);
}

/** The key of a group's own address or alias: Postfix looks it up in lower case, whatever the settings say. */
export function groupKey(address: string): string {
  return isOwnKey(address) ? address : addressKey(foldText(address, 'exact'), 'fold');
}
