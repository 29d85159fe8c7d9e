import type { Attribute, Entry, Value } from '../model/entry.ts';
import type { Modification, ModifyOperation, Operation, RenameOperation } from '../model/operation.ts';
import type { MatchingRule } from '../model/profile.ts';
import { dnKey, parseDn, rdnOf } from './dn.ts';
import { findAttribute, withRdnValues, withValues } from './entry-values.ts';
import { renamedEntry } from './renamed-entry.ts';
import { uniqueValues } from './unique-values.ts';
import { valueKey } from './value-key.ts';

/** Why the directory would refuse an operation: an LDAP result code (RFC 4511 §4.1.9) and a sentence. */
export interface Refusal {
  readonly code: number;
  readonly message: string;
}

/** Entries by the key of their DN (`dnKey`). */
export type EntryMap = Map<string, Entry>;

/**
 * Does to the entries what a server would do, or says why it would refuse. Values compare by the rules; the syntax of
 * values and the schema are not checked. On a refusal nothing has changed.
 */
export function replay(
  entries: EntryMap,
  operation: Operation,
  ruleOf: (attribute: string) => MatchingRule,
): Refusal | undefined {
  const key = dnKey(operation.dn);
  if (operation.kind === 'add') return replayAdd(entries, key, operation, ruleOf);
  const entry = entries.get(key);
  if (entry === undefined) return { code: 32, message: 'no such entry' };
  switch (operation.kind) {
    case 'delete':
      if (hasChildren(entries, key)) return { code: 66, message: 'the entry has entries below it' };
      entries.delete(key);
      return undefined;
    case 'modify': {
      const result = modifiedEntry(entry, operation, ruleOf);
      if ('code' in result) return result;
      entries.set(key, result);
      return undefined;
    }
    case 'rename':
      return replayRename(entries, key, entry, operation, ruleOf);
  }
}

/** The entry after a modify, all or nothing, or why it is refused. */
export function modifiedEntry(
  entry: Entry,
  operation: ModifyOperation,
  ruleOf: (attribute: string) => MatchingRule,
): Entry | Refusal {
  let attributes = entry.attributes;
  for (const modification of operation.modifications) {
    const result = modifiedAttributes(attributes, modification, ruleOf(modification.attribute));
    if ('code' in result) return result;
    attributes = result;
  }
  for (const { type, value } of rdnOf(entry.dn) ?? []) {
    const values = findAttribute(attributes, type)?.values ?? [];
    const key = valueKey(value, ruleOf(type));
    if (findAttribute(entry.attributes, type) !== undefined && !values.some((v) => valueKey(v, ruleOf(type)) === key)) {
      return { code: 64, message: `${type} would lose the value that the entry is named by` };
    }
  }
  return { dn: entry.dn, attributes };
}

function replayAdd(
  entries: EntryMap,
  key: string,
  operation: Operation & { kind: 'add' },
  ruleOf: (attribute: string) => MatchingRule,
): Refusal | undefined {
  if (entries.has(key)) return { code: 68, message: 'the entry exists already' };
  const attributes: Attribute[] = [];
  for (const { name, values } of operation.attributes) {
    if (namesTwice(values, ruleOf(name))) return { code: 20, message: `${name} names a value twice` };
    attributes.push({ name, values });
  }
  entries.set(key, { dn: operation.dn, attributes: withRdnValues(attributes, operation.dn, ruleOf) });
  return undefined;
}

function modifiedAttributes(
  attributes: readonly Attribute[],
  { kind, attribute, values }: Modification,
  rule: MatchingRule,
): readonly Attribute[] | Refusal {
  const present = findAttribute(attributes, attribute);
  const stored = present?.values ?? [];
  switch (kind) {
    case 'replace':
      if (namesTwice(values, rule)) return { code: 20, message: `${attribute} names a value twice` };
      return withValues(attributes, present?.name ?? attribute, values);
    case 'add': {
      if (values.length === 0) return { code: 2, message: `${attribute} names no value to add` };
      const keys = new Set(stored.map((value) => valueKey(value, rule)));
      for (const value of values) {
        const key = valueKey(value, rule);
        if (keys.has(key)) return { code: 20, message: `${attribute} has a value already that is to be added` };
        keys.add(key);
      }
      return withValues(attributes, present?.name ?? attribute, [...stored, ...values]);
    }
    case 'delete': {
      if (present === undefined) return { code: 16, message: `the entry has no ${attribute}` };
      if (values.length === 0) return withValues(attributes, present.name, []);
      const unwanted = new Set(values.map((value) => valueKey(value, rule)));
      const kept = stored.filter((value) => !unwanted.has(valueKey(value, rule)));
      if (stored.length - kept.length < unwanted.size) {
        return { code: 16, message: `${attribute} lacks a value that is to be deleted` };
      }
      return withValues(attributes, present.name, kept);
    }
    case 'increment':
      return { code: 53, message: 'increment is not supported here' };
  }
}

function replayRename(
  entries: EntryMap,
  key: string,
  entry: Entry,
  operation: RenameOperation,
  ruleOf: (attribute: string) => MatchingRule,
): Refusal | undefined {
  const { newRdn } = operation;
  if (parseDn(newRdn)?.length !== 1) return { code: 34, message: 'the new RDN is not one' };
  if (hasChildren(entries, key)) return { code: 66, message: 'the entry has entries below it' };
  const renamed = renamedEntry(entry, operation, ruleOf);
  const newKey = dnKey(renamed.dn);
  if (newKey !== key && entries.has(newKey)) return { code: 68, message: 'an entry of the new name exists already' };
  entries.delete(key);
  entries.set(newKey, renamed);
  return undefined;
}

function namesTwice(values: readonly Value[], rule: MatchingRule): boolean {
  return uniqueValues(values, rule).length < values.length;
}

/** In a key every comma separates RDNs, so the end of a key tells whether it is below another. */
function hasChildren(entries: EntryMap, key: string): boolean {
  const ending = `,${key}`;
  for (const other of entries.keys()) if (other.endsWith(ending)) return true;
  return false;
}
