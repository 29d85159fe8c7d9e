/** Whether letters in another case are other letters (`exact`) or the same ones (`ignore`). */
export type LetterCase = 'exact' | 'ignore';

const beyondAscii = /[^\u0000-\u007f]/;

/**
 * A text prepared for comparison (RFC 4518, as far as OpenLDAP goes): no spaces at its ends, one space where there
 * were several, compatibility forms unified (NFKC). A text of spaces only is one space, and not the empty text.
 */
export function foldText(text: string, letterCase: LetterCase): string {
  const folded = foldPiece(text, letterCase);
  if (folded === ' ') return folded;
  const start = folded.startsWith(' ') ? 1 : 0;
  return folded.slice(start, folded.endsWith(' ') ? -1 : undefined);
}

/** The same for a piece of a text: a space at its ends stays, because it may stand in the middle of the whole. */
export function foldPiece(piece: string, letterCase: LetterCase): string {
  const unified = beyondAscii.test(piece) ? piece.normalize('NFKC') : piece;
  const squeezed = unified.includes('  ') ? unified.replace(/ {2,}/g, ' ') : unified;
  return letterCase === 'ignore' ? squeezed.toLowerCase() : squeezed;
}
