import { codePointText, encodeTerminal } from './encode-terminal.ts';

/**
 * Data as a Markdown code span: nothing in it is formatted, linked, mentioned or taken for HTML. The fence is longer than any run
 * of backticks inside; comment markers (`<!--`, `-->`) are broken visibly, so that no program finds a forged one.
 */
export function markdownCode(data: string): string {
  const text = breakMarkers(encodeTerminal(data));
  const fence = '`'.repeat(longestRun(text) + 1);
  const pad = text === '' || /^[ `]|[ `]$/.test(text) ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** A code span for a cell of a table: `|` is shown as `\u{7c}`, because no escape for it holds after a backslash. */
export function markdownCell(data: string): string {
  return markdownCode(data).replace(/\|/g, codePointText);
}

/** Data as an HTML `<code>` element, for places where Markdown is not read, such as `<summary>`. */
export function htmlCode(data: string): string {
  const text = breakMarkers(encodeTerminal(data));
  return `<code>${text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`)}</code>`;
}

function breakMarkers(text: string): string {
  return text.replace(/<!--/g, '<\\u{21}--').replace(/--(!?)>/g, '--$1\\u{3e}');
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
