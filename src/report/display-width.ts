const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;
const narrow = /^[ -~]*$/;

/** How many columns a terminal needs for encoded text: two for wide characters (UAX #11), none for combining marks. */
export function displayWidth(text: string): number {
  if (narrow.test(text)) return text.length;
  return [...text].reduce((columns, character) => columns + characterWidth(character), 0);
}

function characterWidth(character: string): number {
  if (/\p{M}/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
