import { type Ava, rdnOf } from '../ldap/dn.ts';
import { groupKey, memberKey } from '../ldap/group-key.ts';
import { rulesOf } from '../ldap/matching-rule.ts';
import { completeAddress, storedAddress } from '../ldap/profile.ts';
import { uniqueValues } from '../ldap/unique-values.ts';
import { valueKey } from '../ldap/value-key.ts';
import type { AttributeChange, UpdateGroup, ValueChange } from '../model/change.ts';
import { type Value, valuesOf } from '../model/entry.ts';
import type { DesiredGroup } from '../model/group.ts';
import type { Conflict, SpellingDifference } from '../model/plan.ts';
import type { Profile } from '../model/profile.ts';
import { diffValues, type Spelling, type ValueDiff, withSpellingFixed } from './diff-values.ts';
import type { PlanOptions } from './options.ts';
import { afterRename, renameOf } from './rename.ts';
import type { Pair } from './scope.ts';

/** What the comparison needs to know besides the pair. */
export type DiffOptions = Pick<PlanOptions, 'profile' | 'localPart' | 'spelling'>;

/** What differs between a manifest and its entry; no update when they agree. */
export interface GroupDiff {
  readonly update: UpdateGroup | undefined;
  readonly conflict: Conflict | undefined;
  readonly spelling: readonly SpellingDifference[];
}

/** Compares one manifest with its entry. */
export function diffGroup({ desired, current }: Pair, options: DiffOptions): GroupDiff {
  const { profile, localPart } = options;
  const members = diffMembers(desired, current.members, (value) => memberKey(value, profile, localPart), options);
  const rename = renameOf(desired, current, profile);
  const named = rename?.entry === undefined ? current.entry : afterRename(current.entry, rename.entry, profile);
  const aliases = diffAddresses(desired, valuesOf(named, profile.address), options);
  const attributes = diffAttributes(desired, (name) => valuesOf(current.entry, name), profile);
  const conflict = namedBySurplus(desired, named.dn, aliases.change, attributes, profile);
  const address = desired.address;
  const spelling = [
    ...aliases.spelling.map((item) => ({ address, attribute: profile.address, ...item })),
    ...members.spelling.map((item) => ({ address, attribute: profile.member, ...item })),
  ];
  if (conflict !== undefined) return { update: undefined, conflict, spelling };
  const isSame = isEmpty(members.change) && isEmpty(aliases.change) && attributes.length === 0;
  if (isSame && rename === undefined) {
    return { update: undefined, conflict: undefined, spelling };
  }
  const update: UpdateGroup = {
    kind: 'update',
    address,
    dn: current.dn,
    desired,
    current,
    rename,
    members: members.change,
    aliases: aliases.change,
    attributes,
  };
  return { update, conflict: undefined, spelling };
}

function diffMembers(
  desired: DesiredGroup,
  stored: readonly Value[],
  keyOf: (value: Value) => string,
  { spelling, profile }: DiffOptions,
): ValueDiff {
  const found = diffValues(desired.members, stored, keyOf);
  const additive = desired.mode === 'additive';
  const wanted = additive ? { ...found, change: { remove: [], add: found.change.add } } : found;
  const whole = (value: Value): Value => (typeof value === 'string' ? completeAddress(value, profile) : value);
  // A value that the profile's domain completes to the declared one is spelled right.
  const isRespelled = (item: Spelling): boolean => whole(item.stored) !== item.declared;
  const real = { ...wanted, spelling: wanted.spelling.filter(isRespelled) };
  return spelling === 'fix' && !additive ? withSpellingFixed(real, stored.map(whole)) : real;
}

/**
 * The address attribute: managed as a whole when aliases are declared, else only looked at for spelling. Where the manifest
 * names former addresses, those go in any case, unless they are aliases, and the present one comes.
 */
function diffAddresses(desired: DesiredGroup, stored: readonly Value[], options: DiffOptions): ValueDiff {
  const { profile } = options;
  const declared = [desired.address, ...(desired.aliases ?? [])].map((address) => storedAddress(address, profile));
  const keyOf = (value: Value): string => groupKey(completeAddress(typeof value === 'string' ? value : '', profile));
  const found = diffValues(declared, stored, keyOf);
  const { address, previously } = desired;
  const concerned = new Set(previously.length === 0 ? [] : [address, ...previously].map(groupKey));
  const isConcerned = (value: Value): boolean => concerned.has(keyOf(value));
  const { remove, add } = found.change;
  const alone = { ...found, change: { remove: remove.filter(isConcerned), add: add.filter(isConcerned) } };
  const managed = desired.aliases === undefined ? alone : found;
  return options.spelling === 'fix' ? withSpellingFixed(managed, stored) : managed;
}

/** The entry cannot lose the value that it is named by; a change of its spelling goes by the same way. */
function namedBySurplus(
  desired: DesiredGroup,
  dn: string,
  aliases: ValueChange,
  attributes: readonly AttributeChange[],
  profile: Profile,
): Conflict | undefined {
  const ruleOf = rulesOf(profile);
  const isLost = ({ type, value }: Ava): boolean => {
    const isNamed = (other: Value): boolean => valueKey(other, ruleOf(type)) === valueKey(value, ruleOf(type));
    const changes = [{ attribute: profile.address, before: aliases.remove, after: aliases.add }, ...attributes];
    return changes.some(
      ({ attribute, before, after }) =>
        attribute.toLowerCase() === type.toLowerCase() && before.some(isNamed) && !after.some(isNamed),
    );
  };
  const lost = rdnOf(dn)?.find(isLost);
  if (lost === undefined) return undefined;
  const value = String(lost.value);
  const isAddress = lost.type.toLowerCase() === profile.address.toLowerCase();
  const name = isAddress ? value : `${lost.type}=${value}`;
  const key = isAddress ? 'aliases' : 'attributes';
  const renaming = isAddress
    ? `write previously: ${value}, and the entry is renamed`
    : `rename the entry to ${profile.address}=${desired.address} first (ldapmodify: changetype: modrdn, deleteoldrdn: 1)`;
  return {
    address: desired.address,
    dns: [dn],
    message: `the entry is named by ${name}, which the manifest does not declare`,
    hint: `Name ${value} under ${key}, or ${renaming}.`,
  };
}

function diffAttributes(
  desired: DesiredGroup,
  storedOf: (name: string) => readonly Value[],
  profile: Profile,
): readonly AttributeChange[] {
  const wanted = new Map<string, readonly string[]>();
  if (profile.enabled !== undefined && desired.enabled !== undefined) {
    wanted.set(profile.enabled.attribute, [desired.enabled ? profile.enabled.on : profile.enabled.off]);
  }
  if (profile.description !== undefined && desired.description !== undefined) {
    wanted.set(profile.description, textValues(desired.description));
  }
  for (const [name, values] of desired.attributes) wanted.set(name, values);
  const changes: AttributeChange[] = [];
  const ruleOf = rulesOf(profile);
  for (const [attribute, values] of wanted) {
    const after = uniqueValues(values, ruleOf(attribute));
    const before = storedOf(attribute);
    if (!sameSet(before, after)) changes.push({ attribute, before, after });
  }
  return changes;
}

/** An empty text stands for no value at all. */
function textValues(text: string): readonly string[] {
  return text === '' ? [] : [text];
}

function sameSet(before: readonly Value[], after: readonly string[]): boolean {
  const present = new Set<Value>(before);
  return before.length === after.length && after.every((value) => present.has(value));
}

function isEmpty({ remove, add }: ValueChange): boolean {
  return remove.length === 0 && add.length === 0;
}
