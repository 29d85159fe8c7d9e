/** A value with its `$name`s replaced, and the names that nothing is known of. */
export interface ExpandedValue {
  readonly text: string;
  readonly unknown: readonly string[];
}

/** What a parameter is set to, unexpanded; undefined for one that is not known. */
export type ParameterLookup = (name: string) => string | undefined;

/** Values inside of values beyond this are a loop. */
const maxDepth = 50;

/**
 * Replaces `$name`, `${name}`, `$(name)`, `${name?text}` and `${name:text}` (with `{text}` too) as Postfix does in
 * `main.cf`; `$$` is a `$`. What cannot be known stays as it is written.
 */
export function expandValue(value: string, lookup: ParameterLookup, depth = 0): ExpandedValue {
  const unknown: string[] = [];
  let text = '';
  let at = 0;
  while (at < value.length) {
    const reference = value[at] === '$' ? referenceAt(value, at) : undefined;
    if (reference === undefined) {
      text += value[at];
      at++;
      continue;
    }
    const expanded =
      depth < maxDepth
        ? expandReference(reference, lookup, depth)
        : { text: reference.source, unknown: [reference.source] };
    text += expanded.text;
    unknown.push(...expanded.unknown);
    at += reference.source.length;
  }
  return { text, unknown };
}

interface Reference {
  readonly source: string;
  /** What stands between the braces; `$` for `$$`. */
  readonly body: string;
}

function referenceAt(value: string, at: number): Reference | undefined {
  const next = value[at + 1];
  if (next === '$') return { source: '$$', body: '$' };
  if (next === '{' || next === '(') {
    const end = closing(value, at + 1);
    return end === undefined ? undefined : { source: value.slice(at, end + 1), body: value.slice(at + 2, end) };
  }
  const name = /^[A-Za-z0-9_]+/.exec(value.slice(at + 1))?.[0];
  return name === undefined ? undefined : { source: `$${name}`, body: name };
}

/** The offset of the brace or parenthesis that closes the one at `start`. */
function closing(text: string, start: number): number | undefined {
  const [open, close] = text[start] === '{' ? ['{', '}'] : ['(', ')'];
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === open) depth++;
    else if (text[at] === close && --depth === 0) return at;
  }
  return undefined;
}

function expandReference({ source, body }: Reference, lookup: ParameterLookup, depth: number): ExpandedValue {
  if (body === '$') return { text: '$', unknown: [] };
  const parts = /^\s*([A-Za-z0-9_]+)\s*(?:([?:])([\s\S]*))?$/.exec(body);
  const [, name, sign, rest = ''] = parts ?? [];
  if (name === undefined) return { text: source, unknown: [source] };
  const value = lookup(name);
  if (value === undefined) return { text: source, unknown: [name] };
  const expanded = expandValue(value, lookup, depth + 1);
  if (sign === undefined) return expanded;
  const [filled, empty] = branches(rest, sign);
  return expandValue(expanded.text === '' ? empty : filled, lookup, depth + 1);
}

/** The texts for a value and for none: `?text`, `?{text}:{other}`, `:text`. */
function branches(rest: string, sign: string): readonly [filled: string, empty: string] {
  const text = rest.trim();
  const end = text.startsWith('{') ? closing(text, 0) : undefined;
  const first = end === undefined ? rest : text.slice(1, end).trim();
  if (sign === ':') return ['', first];
  const other = end === undefined ? undefined : /^\s*:\s*(?:\{([\s\S]*)\}|([\s\S]*))$/.exec(text.slice(end + 1));
  return [first, other?.[1]?.trim() ?? other?.[2] ?? ''];
}
