import { quoted } from '../../manifest/source.ts';
import type { Value } from '../../model/entry.ts';
import type { MailRules } from '../mail/mail-rules.ts';
import { isPlainAddress, parseAddresses } from '../mail/parse-addresses.ts';

/** What Postfix makes of a stored value that is not simply one address, as words behind it. */
export interface ValueProblem {
  readonly words: string;
  /** Whether mail goes where it should all the same. */
  readonly harmless: boolean;
}

/** Whether Postfix gets no address out of a value. */
export function isVoid(value: Value, { origin }: MailRules): boolean {
  if (typeof value !== 'string' || isPlainAddress(value)) return false;
  return value === '' || parseAddresses(value, origin).length === 0;
}

/** What is wrong with a stored value; undefined when it is one address. `others` tells whether the group has any besides. */
export function valueProblem(
  value: Value,
  others: 'some' | 'none',
  { origin, addressLimit }: MailRules,
): ValueProblem | undefined {
  if (typeof value !== 'string') return harm('is not text, so Postfix cannot read the group');
  if (value.length <= addressLimit && isPlainAddress(value)) return undefined;
  const end = value.indexOf('\u0000');
  if (end >= 0) return harm('holds a NUL, and Postfix reads only what is before it');
  const addresses = value === '' ? [] : parseAddresses(value, origin);
  if (addresses.length === 0) return others === 'some' ? passedOver(value) : alone(value);
  if (addresses.some((address) => Buffer.byteLength(address) > addressLimit)) {
    return harm(`has more than ${addressLimit} bytes, so Postfix puts off every mail to the group`);
  }
  if (runsOn(value, addresses, origin))
    return harm('is not closed, and Postfix takes the values behind it for a part of it');
  const read = `${addresses.slice(0, 3).map(quoted).join(' and ')}${addresses.length > 3 ? ' and more' : ''}`;
  if (addresses.length > 1) return harm(`is ${addresses.length} recipients for Postfix: ${read}`);
  return /[<>(]/.test(value) ? { words: `is read by Postfix as ${read}`, harmless: true } : undefined;
}

function harm(words: string): ValueProblem {
  return { words, harmless: false };
}

function passedOver(value: string): ValueProblem {
  return { words: `${value === '' ? 'is empty' : 'is blank'}, and Postfix passes over it`, harmless: true };
}

function alone(value: string): ValueProblem {
  return value === ''
    ? harm('is empty and all there is, so Postfix does not find the group')
    : harm('is blank and all there is, so Postfix puts off every mail to the group');
}

/** Postfix puts the values of a group together with commas: an open quote or comment goes on in the next one. */
function runsOn(value: string, addresses: readonly string[], origin: string): boolean {
  const next = 'next@value.example';
  const both = parseAddresses(`${value},${next}`, origin);
  return both.length !== addresses.length + 1 || both.at(-1) !== next;
}
