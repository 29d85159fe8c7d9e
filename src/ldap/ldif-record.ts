import { isDn } from './dn.ts';
import { isChangeType, ldifOperation } from './ldif-change.ts';
import { groupFields, ldifFields } from './ldif-content.ts';
import { isControl, ldifControl } from './ldif-control.ts';
import { ldifField, quote } from './ldif-field.ts';
import type { ByteRange, LdifControl, LdifProblem, LdifRecord } from './ldif-file.ts';
import type { LdifLine } from './ldif-lines.ts';

/** The record that a block of lines holds; undefined, and the problems noted, when it holds none. */
export function ldifRecord(
  first: LdifLine,
  rest: readonly LdifLine[],
  problems: LdifProblem[],
): LdifRecord | undefined {
  const dn = dnOf(first, problems);
  const controlCount = rest.findIndex((line) => !isControl(line));
  const behind = controlCount < 0 ? rest.length : controlCount;
  const [next, ...others] = rest.slice(behind);
  const controls = ldifControls(rest.slice(0, behind), problems);
  const place = { line: first.line, range: rangeOf(first, rest) };
  if (next !== undefined && isChangeType(next)) {
    const operation = ldifOperation(dn ?? '', next, others, problems);
    return dn === undefined || controls === undefined || operation === undefined
      ? undefined
      : { kind: 'change', operation, controls, ...place };
  }
  const astray = changeAstray(rest);
  if (astray !== undefined) problems.push(astray);
  const fields = ldifFields(rest, problems);
  return dn === undefined || astray !== undefined || fields === undefined
    ? undefined
    : { kind: 'content', entry: { dn, attributes: groupFields(fields) }, ...place };
}

function dnOf(line: LdifLine, problems: LdifProblem[]): string | undefined {
  const field = ldifField(line);
  if ('message' in field) {
    problems.push(field);
  } else if (field.name.toLowerCase() !== 'dn') {
    problems.push({
      line: line.line,
      message: `the record begins with ${quote(line.text)} and not with "dn:"`,
      hint: 'Every record begins with its DN. Perhaps a blank line stands inside a record.',
    });
  } else if (typeof field.value !== 'string' || !isDn(field.value)) {
    problems.push({
      line: line.line,
      message: `${quote(line.text)} is not a DN`,
      hint: 'A DN is like "mail=hq@example.net,ou=Groups,dc=example,dc=net"; special characters need a backslash.',
    });
  } else {
    return field.value;
  }
  return undefined;
}

function ldifControls(lines: readonly LdifLine[], problems: LdifProblem[]): readonly LdifControl[] | undefined {
  const before = problems.length;
  const controls: LdifControl[] = [];
  for (const line of lines) {
    const control = ldifControl(line);
    if ('message' in control) problems.push(control);
    else controls.push(control);
  }
  return problems.length > before ? undefined : controls;
}

/** A line that belongs to a change record, in a record that is not one. */
function changeAstray(rest: readonly LdifLine[]): LdifProblem | undefined {
  const [first] = rest;
  const line =
    rest.find(isChangeType) ??
    (first && /^(?:control|add|delete|replace|increment):/i.test(first.text) ? first : undefined);
  return (
    line && {
      line: line.line,
      message: `${quote(line.text)} belongs to a change record, but no "changetype:" follows the DN`,
      hint: 'Behind "dn:" and the controls, the next line of a change record is its "changetype:".',
    }
  );
}

function rangeOf(first: LdifLine, rest: readonly LdifLine[]): ByteRange {
  return { start: first.start, end: (rest.at(-1) ?? first).end };
}
