/** Whether the local parts of two addresses compare without regard to ASCII case (`fold`) or letter by letter. */
export type LocalPartRule = 'fold' | 'exact';

const plain = /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-z0-9.-]+$/;
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/;
const label = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;

/**
 * Why a text cannot be used as a mail address, or undefined when it can.
 *
 * The grammar is RFC 5321's dot-string local part (stray dots tolerated, quoted strings refused) and a domain of
 * letter-digit-hyphen labels, in ASCII: everything else is split, dropped or deferred somewhere on its way through Postfix.
 */
export function addressProblem(text: string): string | undefined {
  if (text === '') return 'is empty';
  if (/[\u0000-\u001f\u007f]/.test(text)) return 'contains a control character';
  if (/[<>]/.test(text)) return 'contains an angle bracket';
  if (text.includes(',')) return 'contains a comma';
  if (/\s/.test(text)) return 'contains a space';
  if (/[^\u0000-\u007f]/.test(text)) return 'contains a character outside ASCII';
  const at = text.lastIndexOf('@');
  if (at < 0) return 'has no domain';
  if (at === 0) return 'has no local part';
  if (at === text.length - 1) return 'has no domain';
  const local = text.slice(0, at);
  if (local.includes('@')) return 'has more than one @';
  if (!localPart.test(local)) return `has a character in its local part that needs quoting`;
  if (local.length > 64) return 'has a local part of more than 64 characters';
  if (text.length > 254) return 'has more than 254 characters';
  const labels = text.slice(at + 1).split('.');
  if (!labels.every((part) => label.test(part))) return 'has a domain that is not a host name';
  return undefined;
}

/** Whether an address is its own key under every rule: complete, in ASCII lower case and without spaces. */
export function isOwnKey(address: string): boolean {
  return plain.test(address);
}

/** What two spellings of one address have in common: the domain in lower case, the local part folded by the rule. */
export function addressKey(address: string, rule: LocalPartRule): string {
  if (plain.test(address)) return address;
  const at = address.lastIndexOf('@');
  if (at < 0) return rule === 'fold' ? lowerAscii(address) : address;
  const local = address.slice(0, at);
  return `${rule === 'fold' ? lowerAscii(local) : local}@${lowerAscii(address.slice(at + 1))}`;
}

/** Everything before the last `@`; the whole text when there is none. */
export function localPartOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? address : address.slice(0, at);
}

/** Everything after the last `@`; empty when there is none. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? '' : address.slice(at + 1);
}

/** ASCII letters in lower case; every other character as it is. */
export function lowerAscii(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}
