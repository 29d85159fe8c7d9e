import { ldifValue, quote } from './ldif-field.ts';
import type { LdifControl, LdifProblem } from './ldif-file.ts';
import type { LdifLine } from './ldif-lines.ts';

const control = /^control: *(\d+(?:\.\d+){0,99})(?: +(true|false))? *(:|$)/i;

/** Whether a line behind the DN is meant as a control. */
export function isControl(line: LdifLine): boolean {
  return /^control:/i.test(line.text);
}

/** Reads `control: <oid> [true|false][: value]` (RFC 2849); not critical unless it says so. */
export function ldifControl({ text, line }: LdifLine): LdifControl | LdifProblem {
  const match = control.exec(text);
  if (match?.[1] === undefined) {
    return {
      line,
      message: `${quote(text)} is not a control`,
      hint: 'A control is "control: 1.2.3 true", where true and a value behind a further colon may be absent.',
    };
  }
  const critical = match[2]?.toLowerCase() === 'true';
  if (match[3] === '') return { oid: match[1], critical, value: undefined };
  const value = ldifValue(text, match[0].length - 1, line);
  if (typeof value !== 'string' && 'message' in value) return value;
  return { oid: match[1], critical, value };
}
