import { codePointText, replaceHostile } from './encode-terminal.ts';

/**
 * Text from `showValue` or `showText` as a Markdown code span: nothing in it is formatted, linked, mentioned or taken for HTML. The fence is longer than any run
 * of backticks inside; comment markers (`<!--`, `-->`) are broken visibly, so that no program finds a forged one.
 */
export function markdownCode(shown: string): string {
  const text = breakMarkers(replaceHostile(shown));
  const fence = '`'.repeat(longestRun(text) + 1);
  const pad = text === '' || /^[ `]|[ `]$/.test(text) ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** A code span for a cell of a table: `|` is shown as `\u{7c}`, because no escape for it holds after a backslash. */
export function markdownCell(shown: string): string {
  return markdownCode(shown).replace(/\|/g, codePointText);
}

/** The same as an HTML `<code>` element, for places where Markdown is not read, such as `<summary>`. */
export function htmlCode(shown: string): string {
  const text = breakMarkers(replaceHostile(shown));
  return `<code>${text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`)}</code>`;
}

function breakMarkers(text: string): string {
  return text.replace(/<!--/g, '<\\u{21}--').replace(/--(!?)>/g, '--$1\\u{3e}');
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
