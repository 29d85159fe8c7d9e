/** A lookup table as `main.cf` names it. */
export interface MapName {
  /** As it is written, `proxy:` included. */
  readonly text: string;
  /** Such as `ldap` or `hash`, in lower case. */
  readonly type: string;
  /** What stands behind the type: a path, or a name of its own. */
  readonly name: string;
}

/** The tables of a list such as `virtual_alias_maps`, in order; those inside of a `unionmap` or `pipemap` one by one. */
export function mapNames(text: string): readonly MapName[] {
  return split(text).flatMap((word) => {
    const plain = word.replace(/^(?:proxy:)+/i, '');
    const at = plain.indexOf(':');
    const type = plain.slice(0, Math.max(at, 0)).toLowerCase();
    const name = plain.slice(at + 1);
    const inner = /^\{([\s\S]*)\}$/.exec(name)?.[1];
    if ((type === 'unionmap' || type === 'pipemap') && inner !== undefined) return mapNames(inner);
    return [{ text: word, type: at < 0 ? '' : type, name }];
  });
}

/** Words between commas and white space; what stands in braces stays together. */
function split(text: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let depth = 0;
  for (const character of text) {
    if (depth === 0 && /[\s,]/.test(character)) {
      if (word !== '') words.push(word);
      word = '';
      continue;
    }
    if (character === '{') depth++;
    if (character === '}') depth = Math.max(depth - 1, 0);
    word += character;
  }
  return word === '' ? words : [...words, word];
}
