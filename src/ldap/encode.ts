import { domainOf, localPartOf } from '../model/address.ts';
import { type Change, type CreateGroup, dnAfter, type UpdateGroup } from '../model/change.ts';
import type { Attribute, Entry } from '../model/entry.ts';
import type { DesiredGroup } from '../model/group.ts';
import type { Modification, Operation } from '../model/operation.ts';
import type { Profile } from '../model/profile.ts';
import { escapeDnValue } from './dn.ts';
import { rulesOf } from './matching-rule.ts';
import { storedAddress } from './profile.ts';
import { uniqueValues } from './unique-values.ts';

/** The DN of a new entry: the address as RDN, directly below the base. */
export function newDn(address: string, profile: Profile, base: string): string {
  return `${profile.address}=${escapeDnValue(storedAddress(address, profile))},${base}`;
}

/**
 * All attributes of a new entry, in the order in which they are written: classes, addresses, switch, description,
 * defaults (the settings' over the profile's), the manifest's attributes, members. A default never stands beside a
 * value that the manifest decides.
 */
export function newAttributes(
  group: DesiredGroup,
  profile: Profile,
  defaults: Readonly<Record<string, string>>,
): readonly Attribute[] {
  const own = ownAttributes(group, profile);
  const declared = [...group.attributes].map(([name, values]) => ({ name, values }));
  const members = { name: profile.member, values: group.members };
  const taken = new Set([...own, ...declared, members].map(({ name }) => name.toLowerCase()));
  const given = mergedTemplates(profile.defaults, defaults)
    .filter(([name]) => !taken.has(name.toLowerCase()))
    .map(([name, template]) => ({ name, values: [fillTemplate(template, group.address)] }));
  const ruleOf = rulesOf(profile);
  return [...own, ...given, ...declared, members]
    .filter(({ values }) => values.length > 0)
    .map(({ name, values }) => ({ name, values: uniqueValues(values, ruleOf(name)) }));
}

function ownAttributes(group: DesiredGroup, profile: Profile): Attribute[] {
  const addresses = [group.address, ...(group.aliases ?? [])].map((address) => storedAddress(address, profile));
  const attributes: Attribute[] = [
    { name: 'objectClass', values: profile.objectClasses },
    { name: profile.address, values: addresses },
  ];
  if (profile.enabled !== undefined) {
    const { attribute, on, off } = profile.enabled;
    attributes.push({ name: attribute, values: [group.enabled === false ? off : on] });
  }
  if (profile.description !== undefined && group.description) {
    attributes.push({ name: profile.description, values: [group.description] });
  }
  return attributes;
}

/** Attribute names compare without regard to case, so a setting wins over the profile in any spelling. */
function mergedTemplates(...layers: readonly Profile['defaults'][]): (readonly [name: string, template: string])[] {
  const merged = new Map(
    layers.flatMap(Object.entries).map(([name, template]) => [name.toLowerCase(), [name, template] as const]),
  );
  return [...merged.values()];
}

/** The requests that make a change: one modify for an update, deletes before adds; a rename goes before it. */
export function encodeChange(change: Change, profile: Profile): readonly Operation[] {
  switch (change.kind) {
    case 'create':
      return [{ kind: 'add', dn: change.dn, attributes: change.attributes }];
    case 'delete':
      return [{ kind: 'delete', dn: change.dn }];
    case 'update':
      return [...renameTo(change), ...modifyOf(dnAfter(change), updateModifications(change, profile))];
  }
}

/** The requests that undo a change after it was made. */
export function encodeInverse(change: Change, profile: Profile): readonly Operation[] {
  switch (change.kind) {
    case 'create':
      return [{ kind: 'delete', dn: change.dn }];
    case 'delete':
      return [{ kind: 'add', dn: change.dn, attributes: userAttributes(change.current.entry) }];
    case 'update':
      return [...modifyOf(dnAfter(change), inverseModifications(change, profile)), ...renameBack(change)];
  }
}

/** A renamed entry goes by its new name from then on. */
function renameTo({ dn, rename }: UpdateGroup): readonly Operation[] {
  if (rename?.entry === undefined) return [];
  const { newRdn, deleteOldRdn } = rename.entry;
  return [{ kind: 'rename', dn, newRdn, deleteOldRdn }];
}

function renameBack({ rename }: UpdateGroup): readonly Operation[] {
  if (rename?.entry === undefined) return [];
  const { dn, oldRdn, isNewValue } = rename.entry;
  return [{ kind: 'rename', dn, newRdn: oldRdn, deleteOldRdn: isNewValue }];
}

function modifyOf(dn: string, modifications: readonly Modification[]): readonly Operation[] {
  return modifications.length === 0 ? [] : [{ kind: 'modify', dn, modifications }];
}

function updateModifications(change: UpdateGroup, profile: Profile): readonly Modification[] {
  const { aliases, members, attributes } = change;
  const replaced = attributes.map((a): Modification => ({ kind: 'replace', attribute: a.attribute, values: a.after }));
  return [
    ...valueModifications(profile.address, aliases.remove, aliases.add, profile),
    ...replaced,
    ...valueModifications(profile.member, members.remove, members.add, profile),
  ];
}

function inverseModifications(change: UpdateGroup, profile: Profile): readonly Modification[] {
  const { aliases, members, attributes } = change;
  const replaced = attributes.map((a): Modification => ({ kind: 'replace', attribute: a.attribute, values: a.before }));
  return [
    ...valueModifications(profile.member, members.add, members.remove, profile),
    ...replaced,
    ...valueModifications(profile.address, aliases.add, aliases.remove, profile),
  ];
}

function valueModifications(
  attribute: string,
  remove: Modification['values'],
  add: Modification['values'],
  profile: Profile,
): readonly Modification[] {
  const values = uniqueValues(add, rulesOf(profile)(attribute));
  const modifications: Modification[] = [];
  if (remove.length > 0) modifications.push({ kind: 'delete', attribute, values: remove });
  if (values.length > 0) modifications.push({ kind: 'add', attribute, values });
  return modifications;
}

function fillTemplate(template: string, address: string): string {
  return template
    .replaceAll('{address}', address)
    .replaceAll('{local}', localPartOf(address))
    .replaceAll('{domain}', domainOf(address));
}

const operational = new Set([
  'structuralobjectclass',
  'entryuuid',
  'entrycsn',
  'creatorsname',
  'createtimestamp',
  'modifiersname',
  'modifytimestamp',
  'entrydn',
  'subschemasubentry',
  'hassubordinates',
  'numsubordinates',
  'contextcsn',
  'entryid',
  'parentid',
  'nsuniqueid',
]);

/** The attributes of an entry without those that the server keeps by itself. */
export function userAttributes(entry: Entry): readonly Attribute[] {
  return entry.attributes.filter(({ name, values }) => values.length > 0 && !operational.has(name.toLowerCase()));
}

/** The entry that a create makes. */
export function createdEntry(change: CreateGroup): Entry {
  return { dn: change.dn, attributes: change.attributes };
}
