import { isOwnKey, lowerAscii } from '../../model/address.ts';
import type { Value } from '../../model/entry.ts';
import type { AliasEntry, AliasMap } from './alias-map.ts';
import type { MailRules } from './mail-rules.ts';
import { isPlainAddress, parseAddresses } from './parse-addresses.ts';
import { quoteLocalPart } from './quoting.ts';

/** What Postfix makes of one address: the addresses in its place, a lookup that fails, or nothing, when it stays as it is. */
export type FoundAlias =
  | {
      readonly kind: 'found';
      readonly entry: AliasEntry;
      readonly by: 'address' | 'extension' | 'domain';
      readonly addresses: readonly string[];
      /** The stored value that each address came from, where that is clear. */
      readonly sources: readonly (string | undefined)[];
    }
  | { readonly kind: 'failed'; readonly entry: AliasEntry; readonly problem: 'blank' | 'unreadable' }
  | { readonly kind: 'none'; readonly entry: AliasEntry | undefined };

interface Candidate {
  readonly key: string;
  readonly by: 'address' | 'extension' | 'domain';
  /** What the addresses found get, before their last `@`. */
  readonly extension: string;
}

/** Looks an address up: whole, without its extension, its local part when the domain is Postfix's own, then its domain alone. */
export function findAlias(address: string, map: AliasMap, rules: MailRules): FoundAlias {
  let silent: AliasEntry | undefined;
  for (const { key, by, extension } of candidates(address, rules)) {
    const entry = key === '' ? undefined : map(key);
    if (entry === undefined) continue;
    const texts = tableTexts(entry.values);
    if (texts === 'unreadable') return { kind: 'failed', entry, problem: 'unreadable' };
    if (texts.length === 0) {
      silent ??= entry;
      continue;
    }
    const found = readTexts(texts, address, extension, rules);
    if (found.addresses.length === 0) return { kind: 'failed', entry, problem: 'blank' };
    return { kind: 'found', entry, by, ...found };
  }
  return { kind: 'none', entry: silent };
}

/** An address folded as Postfix compares addresses. */
export function foldAddress(address: string): string {
  return /[^\u0000-\u007f]/.test(address) ? address.toLowerCase() : lowerAscii(address);
}

function* candidates(address: string, { delimiters, origin }: MailRules): Generator<Candidate> {
  const at = address.lastIndexOf('@');
  const [local, domain] = at < 0 ? [address, ''] : [address.slice(0, at), address.slice(at)];
  const split = extensionStart(local, delimiters);
  const own = at >= 0 && domain.length === origin.length + 1 && foldAddress(domain.slice(1)) === foldAddress(origin);
  for (const end of own ? [domain, ''] : [domain]) {
    yield { key: quoted(`${local}${end}`), by: 'address', extension: '' };
    if (split < 0) continue;
    yield { key: quoted(`${local.slice(0, split)}${end}`), by: 'extension', extension: local.slice(split) };
  }
  if (at >= 0) yield { key: foldAddress(domain), by: 'domain', extension: '' };
}

function quoted(address: string): string {
  const plain = isOwnKey(address) && !/^\.|\.\.|\.@/.test(address);
  return plain ? address : foldAddress(quoteLocalPart(address));
}

/** Where the extension of a local part begins; -1 when it has none. */
export function extensionStart(local: string, delimiters: string): number {
  let start = -1;
  for (const delimiter of delimiters) {
    const found = local.indexOf(delimiter);
    if (found >= 0 && (start < 0 || found < start)) start = found;
  }
  if (start <= 0) return -1;
  const folded = lowerAscii(local);
  if (['postmaster', 'mailer-daemon', 'double-bounce'].includes(folded)) return -1;
  const special = delimiters.includes('-') && (folded.startsWith('owner-') || /.-request$/.test(folded));
  return special ? -1 : start;
}

/** The values as the table puts them together: cut at a NUL, without empty ones. */
function tableTexts(values: readonly Value[]): readonly string[] | 'unreadable' {
  const texts: string[] = [];
  for (const value of values) {
    if (typeof value !== 'string') return 'unreadable';
    const end = value.indexOf('\u0000');
    const text = end < 0 ? value : value.slice(0, end);
    if (text !== '') texts.push(text);
  }
  return texts;
}

type Parsed = Pick<Extract<FoundAlias, { kind: 'found' }>, 'addresses' | 'sources'>;

function readTexts(texts: readonly string[], address: string, extension: string, rules: MailRules): Parsed {
  if (texts.every(isPlainAddress)) {
    const addresses = extension === '' ? texts : texts.map((text) => extended(text, extension));
    return { addresses, sources: texts };
  }
  const whole = texts.join(',');
  const own = whole.startsWith('@') ? ownLocalPart(address, extension) : undefined;
  const addresses = parse(own === undefined ? whole : quoteLocalPart(own + whole), rules);
  const each = texts.map((text) => parse(text, rules));
  const sources = each.flatMap((found, index) => found.map(() => texts[index]));
  const clear = own === undefined && each.flat().join('\n') === addresses.join('\n');
  return {
    addresses: addresses.map((found) => extended(found, extension)),
    sources: clear ? sources : addresses.map(() => undefined),
  };
}

function parse(text: string, { origin }: MailRules): readonly string[] {
  return isPlainAddress(text) ? [text] : parseAddresses(text, origin);
}

/** What a result of the form `@other.example` takes over: the local part that was looked up, without its extension. */
function ownLocalPart(address: string, extension: string): string {
  const at = address.lastIndexOf('@');
  const local = at < 0 ? address : address.slice(0, at);
  return extension === '' ? local : local.slice(0, local.length - extension.length);
}

function extended(address: string, extension: string): string {
  if (extension === '') return address;
  const at = address.lastIndexOf('@');
  return at < 0 ? `${address}${extension}` : `${address.slice(0, at)}${extension}${address.slice(at)}`;
}
