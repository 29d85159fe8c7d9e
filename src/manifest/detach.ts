/**
 * Copies of texts that share one compact string of their own. A piece cut out of a text keeps the whole text in memory
 * (V8 slices instead of copying); the copies let go of it.
 */
export function detach(texts: readonly string[]): string[] {
  const joined = texts.join('');
  let offset = 0;
  return texts.map((text) => {
    const start = offset;
    offset += text.length;
    return joined.slice(start, offset);
  });
}

/** The same for one text. */
export function detachOne(text: string): string {
  return detach([text, ' '])[0] ?? '';
}
