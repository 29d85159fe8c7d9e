import { quoted } from '../../manifest/source.ts';
import type { Value } from '../../model/entry.ts';
import type { MailRules } from '../mail/mail-rules.ts';
import { isPlainAddress, parseAddresses } from '../mail/parse-addresses.ts';

/** What Postfix does with a stored value that is not simply one address, as words behind it; undefined when it is one. */
export function valueProblem(value: Value, { origin, addressLimit }: MailRules): string | undefined {
  if (typeof value !== 'string') return 'is not text, so Postfix cannot read the group';
  if (value.length <= addressLimit && isPlainAddress(value)) return undefined;
  if (value === '') return 'is empty, and Postfix passes over it';
  const end = value.indexOf('\u0000');
  if (end >= 0) return 'holds a NUL, and Postfix reads only what is before it';
  const addresses = parseAddresses(value, origin);
  if (addresses.length === 0) return 'is blank, so Postfix puts off every mail to the group';
  if (addresses.some((address) => Buffer.byteLength(address) > addressLimit)) {
    return `has more than ${addressLimit} bytes, so Postfix puts off every mail to the group`;
  }
  const read = `${addresses.slice(0, 3).map(quoted).join(' and ')}${addresses.length > 3 ? ' and more' : ''}`;
  if (addresses.length > 1) return `is ${addresses.length} recipients for Postfix: ${read}`;
  return /[<>(]/.test(value) ? `is read by Postfix as ${read}` : undefined;
}
