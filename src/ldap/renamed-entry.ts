import type { Entry } from '../model/entry.ts';
import type { Operation, RenameOperation } from '../model/operation.ts';
import type { MatchingRule } from '../model/profile.ts';
import { formatRdn, parentDn, rdnOf } from './dn.ts';
import { findAttribute, withRdnValues, withValues } from './entry-values.ts';
import { valueKey } from './value-key.ts';

/** The DN of the entry that a request is about, once it is carried out. */
export function placeAfter(operation: Operation): string {
  if (operation.kind !== 'rename') return operation.dn;
  const rdn = rdnOf(operation.newRdn);
  const name = rdn === undefined ? operation.newRdn : formatRdn(rdn);
  const parent = operation.newSuperior ?? parentDn(operation.dn);
  return parent === undefined || parent === '' ? name : `${name},${parent}`;
}

/**
 * The entry under its new name: the values of the old one go when that is asked for, those of the new one come where they
 * are missing (RFC 4511 §4.9). Values that both names have stay as they are stored.
 */
export function renamedEntry(
  entry: Entry,
  operation: RenameOperation,
  ruleOf: (attribute: string) => MatchingRule,
): Entry {
  const dn = placeAfter({ ...operation, dn: entry.dn });
  const keyOf = (type: string, value: Entry['attributes'][number]['values'][number]): string =>
    `${type.toLowerCase()} ${valueKey(value, ruleOf(type))}`;
  const named = new Set(rdnOf(dn)?.map(({ type, value }) => keyOf(type, value)));
  let { attributes } = entry;
  for (const { type, value } of operation.deleteOldRdn ? (rdnOf(entry.dn) ?? []) : []) {
    const old = keyOf(type, value);
    if (named.has(old)) continue;
    const kept = (findAttribute(attributes, type)?.values ?? []).filter((one) => keyOf(type, one) !== old);
    attributes = withValues(attributes, type, kept);
  }
  return { dn, attributes: withRdnValues(attributes, dn, ruleOf) };
}
