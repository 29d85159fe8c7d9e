import { encodeTerminal } from './encode-terminal.ts';

const commandAtLineStart = /(^|[\r\n])([^\S\r\n]|\u0085)*::/g;
const commandAnywhere = /##\[/g;

/**
 * Text of one or more lines for a GitHub Actions log, where no line is taken for a workflow command: `::` at the start of a
 * line (after white space) and `##[` anywhere are broken visibly. Text that was encoded before stays as it is.
 */
export function encodeGithubLog(text: string): string {
  return text
    .replace(commandAtLineStart, (match) => `${match.slice(0, -2)}\\u{3a}:`)
    .replace(commandAnywhere, '#\\u{23}[');
}

/** Data for the message of an annotation (`::error …::message`): one line, `%` escaped, no commands. */
export function encodeAnnotationMessage(data: string): string {
  return encodeTerminal(data).replace(commandAnywhere, '#\\u{23}[').replace(/%/g, '%25');
}

/** Data for a property of an annotation (`file=…`): as in a message, `:` and `,` escaped too. */
export function encodeAnnotationProperty(data: string): string {
  return encodeAnnotationMessage(data).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
