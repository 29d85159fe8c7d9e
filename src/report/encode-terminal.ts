/** What must never reach a terminal as itself: controls, format characters (bidi, zero width), U+2028/9, lone surrogates. */
const hostile = String.raw`\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}`;

const anyHostile = new RegExp(`[${hostile}]|\\\\u\\{`, 'u');
const eachHostile = new RegExp(`[${hostile}]`, 'gu');
const backslashesBefore = new RegExp(`\\\\+(?=u\\{|[${hostile}])`, 'gu');

/**
 * Data as one line that a terminal shows and does not obey: no C0, C1 or DEL, no format characters such as bidi controls,
 * no line separators, no lone surrogates. Each of them becomes `\u{…}` with its code point in hexadecimal.
 *
 * Unambiguous: the backslashes of a run that stands directly before `u{`, or before a character that is replaced, are
 * doubled; all other backslashes stay as they are. So an odd run before `u{` always means a replaced character.
 */
export function encodeTerminal(data: string): string {
  if (!anyHostile.test(data)) return data;
  return replaceHostile(data.replace(backslashesBefore, '$&$&'));
}

/** The same without doubling backslashes: text that is encoded already stays as it is, other text is made harmless. */
export function replaceHostile(text: string): string {
  return text.replace(eachHostile, codePointText);
}

/** The visible form of one character: `\u{202e}`. */
export function codePointText(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
