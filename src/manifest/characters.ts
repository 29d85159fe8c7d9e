/**
 * Characters that a reader cannot see or that change what a reader sees: controls other than tab and line ends, direction
 * marks, line and paragraph separators, zero-width characters, tag characters and halves of surrogate pairs. A zero-width
 * (non-)joiner is part of the spelling in some scripts and of many emoji: it is hidden only after an ASCII character.
 */
export const hiddenCharacters: RegExp =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|\r(?!\n)|(?<![^\u0000-\u007f])[\u200c\u200d]|\udb40[\udc00-\udc7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Finds at least everything that `hiddenCharacters` finds, quickly: one pass without looking around. */
const suspicious =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]/;

/** A hidden character at an offset. */
export interface HiddenCharacter {
  readonly offset: number;
  readonly length: number;
  readonly codePoint: number;
}

/** The hidden characters of a text in order, at most `limit` of them; a byte order mark at the start is not one. */
export function findHidden(text: string, limit: number): HiddenCharacter[] {
  if (!suspicious.test(text)) return [];
  const found: HiddenCharacter[] = [];
  for (const hit of text.matchAll(hiddenCharacters)) {
    if (hit.index === 0 && hit[0] === '\ufeff') continue;
    found.push({ offset: hit.index, length: hit[0].length, codePoint: hit[0].codePointAt(0) ?? 0 });
    if (found.length === limit) break;
  }
  return found;
}

/** The text with every hidden character replaced by as many harmless ones, so that offsets stay: a lone CR ends a line. */
export function replaceHidden(text: string): string {
  return text.replace(hiddenCharacters, (hit, offset: number) => {
    if (offset === 0 && hit === '\ufeff') return hit;
    return hit === '\r' ? '\n' : '_'.repeat(hit.length);
  });
}

/** `U+001B (escape)`: how messages name a character that cannot be shown. */
export function characterName(codePoint: number): string {
  const number = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  const kind = names.find(([from, to]) => codePoint >= from && codePoint <= to)?.[2];
  return kind === undefined ? number : `${number} (${kind})`;
}

const names: readonly (readonly [number, number, string])[] = [
  [0x00, 0x00, 'null'],
  [0x0d, 0x0d, 'carriage return without line feed'],
  [0x1b, 0x1b, 'escape'],
  [0x00, 0x9f, 'control character'],
  [0xad, 0xad, 'soft hyphen'],
  [0x61c, 0x61c, 'direction mark'],
  [0x200b, 0x200d, 'zero-width character'],
  [0x200e, 0x200f, 'direction mark'],
  [0x2028, 0x2029, 'line separator'],
  [0x202a, 0x202e, 'direction override'],
  [0x2060, 0x2064, 'zero-width character'],
  [0x2066, 0x206f, 'direction override'],
  [0xfeff, 0xfeff, 'byte order mark'],
  [0xd800, 0xdfff, 'half of a surrogate pair'],
];
