/** A pattern for addresses or domains as settings write it: `*` stands for any characters, and letter case does not count. */
export function matches(patterns: readonly string[]): (text: string) => boolean {
  if (patterns.length === 0) return () => false;
  const each = patterns.map((pattern) => pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\\*', '.*'));
  const whole = new RegExp(`^(?:${each.join('|')})$`, 'i');
  return (text) => whole.test(text);
}
