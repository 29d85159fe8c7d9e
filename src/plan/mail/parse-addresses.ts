import { quoteLocalPart, unquoteLocalPart } from './quoting.ts';
import { plainText, quotedText, type Token, tokenize } from './tokens.ts';

/** Addresses that mean themselves: no character in them is special to Postfix. */
const plainAddress = /^[\w#$&'*+/=?^`{}~.-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;

/** Whether Postfix takes a stored value as exactly one address, spelled the same. */
export function isPlainAddress(text: string): boolean {
  return plainAddress.test(text);
}

/**
 * The addresses that Postfix finds in the result of a table, in order: split at commas and between words, names and
 * comments dropped, completed by the origin. None when nothing in the text is an address.
 */
export function parseAddresses(text: string, origin: string): readonly string[] {
  if (text === '' || text === '<>') return [''];
  return groupAddresses(tokenize(text)).map((tokens) => canonicalAddress(tokens, origin));
}

/** One address rewritten to its full form: source route dropped, domain completed, no dot at its end. */
export function canonicalAddress(tokens: readonly Token[], origin: string): string {
  const rewritten = rewrite(tokenize(quotedText(tokens)), origin);
  return unquoteLocalPart(quoteLocalPart(plainText(rewritten)));
}

/** Reads from the right, as Postfix does: `<address>` wins over the words before it, two words without operator are two addresses. */
function groupAddresses(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const found: (readonly Token[])[] = [];
  let pending: Token[] = [];
  const emit = (): void => {
    if (pending.length > 0) found.push(pending.reverse());
    pending = [];
  };
  let wordIsFine = true;
  let inGroup = false;
  let index = tokens.length - 1;
  const skipUntil = (stop: string): void => {
    while (index >= 0 && !isSpecial(tokens[index], stop)) index -= 1;
  };
  while (index >= 0) {
    const token = tokens[index];
    if (token === undefined) break;
    if (token.kind === 'comment') {
      index -= 1;
      continue;
    }
    if (token.kind !== 'special') {
      if (!wordIsFine) emit();
      pending.push(token);
      wordIsFine = false;
    } else if (token.text === ';') {
      emit();
      wordIsFine = true;
      inGroup = true;
    } else if (token.text === ':' && inGroup) {
      emit();
      skipUntil(',');
      continue;
    } else if (token.text === '>') {
      emit();
      for (index -= 1; index >= 0 && !isSpecial(tokens[index], '<'); index -= 1) {
        const inner = tokens[index];
        if (inner !== undefined && inner.kind !== 'comment') pending.push(inner);
      }
      emit();
      skipUntil('>;,:');
      wordIsFine = true;
      continue;
    } else if (token.text === ',') {
      emit();
      wordIsFine = true;
    } else {
      pending.push(token);
      wordIsFine = true;
    }
    index -= 1;
  }
  emit();
  return found.reverse();
}

function rewrite(tokens: readonly Token[], origin: string): readonly Token[] {
  const [first] = tokens;
  if (tokens.length === 1 && first?.kind === 'quoted' && first.text === '') return tokens;
  if (tokens.length === 1 && isSpecial(first, '@')) return [];
  const routed = withoutRoute(tokens);
  const complete = routed.some((token) => isSpecial(token, '@')) ? routed : withDomain(routed, origin);
  const [before, last] = [complete.at(-2), complete.at(-1)];
  const dotted = isSpecial(last, '.') && before !== undefined && !isSpecial(before, '.@');
  return dotted ? complete.slice(0, -1) : complete;
}

function withoutRoute(tokens: readonly Token[]): readonly Token[] {
  if (!isSpecial(tokens[0], '@')) return tokens;
  const colon = tokens.findIndex((token) => isSpecial(token, ':'));
  return colon < 0 || colon === tokens.length - 1 ? tokens : tokens.slice(colon + 1);
}

function withDomain(tokens: readonly Token[], origin: string): readonly Token[] {
  const at: Token = { kind: 'special', text: '@' };
  const bang = tokens.findIndex((token) => isSpecial(token, '!'));
  if (bang >= 0) return [...tokens.slice(bang + 1), at, ...tokens.slice(0, bang)];
  const percent = tokens.findLastIndex((token) => isSpecial(token, '%'));
  if (percent >= 0) return tokens.with(percent, at);
  return [...tokens, at, ...tokenize(origin)];
}

function isSpecial(token: Token | undefined, characters: string): boolean {
  return token?.kind === 'special' && characters.includes(token.text);
}
