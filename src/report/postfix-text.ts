import type { PostfixConfig, PostfixFile } from '../model/postfix-config.ts';

/** The files one after the other, as text that Postfix can read. */
export function postfixToText({ maps, main }: PostfixConfig): string {
  return [...maps, main].map((file) => `# ${file.name}\n${postfixFileText(file)}`).join('\n');
}

/** One file with its remarks as comments. */
export function postfixFileText({ remarks, parameters }: PostfixFile): string {
  const comments = (lines: readonly string[]): string => lines.map((line) => `# ${line}\n`).join('');
  const body = parameters.map(({ name, value, remarks: own }) => `${comments(own)}${name} = ${value}\n`);
  return `${comments(remarks)}\n${body.join('')}`;
}
