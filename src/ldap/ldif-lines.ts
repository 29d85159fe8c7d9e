import type { LdifProblem } from './ldif-file.ts';

/** A line with its continuations joined to it. */
export interface LdifLine {
  /** One character per byte (Latin-1), without the line end. */
  readonly text: string;
  /** 1-based number of its first physical line. */
  readonly line: number;
  /** Offsets of its first byte, and of the byte behind its last line end. */
  readonly start: number;
  readonly end: number;
}

/** A line while its continuations are still to come. */
type OpenLine = { -readonly [Key in keyof LdifLine]: LdifLine[Key] };

/**
 * The blocks of lines between blank lines, each with a line at least; comments are left out, with their continuations.
 * The text has one character per byte.
 */
export function* ldifBlocks(text: string, from: number, problems: LdifProblem[]): Generator<readonly LdifLine[]> {
  let block: OpenLine[] = [];
  let current: OpenLine | undefined;
  let inComment = false;
  let number = 0;
  for (let start = from, next = start; start < text.length; start = next) {
    const newline = text.indexOf('\n', start);
    next = newline < 0 ? text.length : newline + 1;
    const end = contentEnd(text, start, newline < 0 ? next : newline);
    number++;
    if (end === start) {
      if (block.length > 0) yield block;
      block = [];
      current = undefined;
      inComment = false;
      continue;
    }
    const first = text.charCodeAt(start);
    if (first === hash) {
      inComment = true;
    } else if (first !== space) {
      current = { text: text.slice(start, end), line: number, start, end: next };
      block.push(current);
      inComment = false;
    } else if (current !== undefined && !inComment) {
      current.text += text.slice(start + 1, end);
      current.end = next;
    } else if (!inComment) {
      problems.push(strayContinuation(number));
    }
  }
  if (block.length > 0) yield block;
}

const hash = 0x23;
const space = 0x20;
const carriageReturn = 0x0d;

function contentEnd(text: string, start: number, end: number): number {
  return end > start && text.charCodeAt(end - 1) === carriageReturn ? end - 1 : end;
}

function strayContinuation(line: number): LdifProblem {
  return {
    line,
    message: 'the line begins with a space, but there is no line before it that it could continue',
    hint: 'Remove the line, or the space, or the blank line above it.',
  };
}
