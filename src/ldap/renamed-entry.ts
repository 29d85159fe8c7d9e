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
 * are missing (RFC 4511 §4.9). A value of both names ends up as the new one spells it.
 */
export function renamedEntry(
  entry: Entry,
  operation: RenameOperation,
  ruleOf: (attribute: string) => MatchingRule,
): Entry {
  const dn = placeAfter({ ...operation, dn: entry.dn });
  let { attributes } = entry;
  for (const { type, value } of operation.deleteOldRdn ? (rdnOf(entry.dn) ?? []) : []) {
    const old = valueKey(value, ruleOf(type));
    const kept = (findAttribute(attributes, type)?.values ?? []).filter((one) => valueKey(one, ruleOf(type)) !== old);
    attributes = withValues(attributes, type, kept);
  }
  return { dn, attributes: withRdnValues(attributes, dn, ruleOf) };
}
