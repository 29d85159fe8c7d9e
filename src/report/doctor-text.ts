import type { CheckResult, Diagnosis, Finding, FindingState } from '../model/diagnosis.ts';
import { checkState, doctorCounts } from './doctor-counts.ts';
import { showText } from './show-value.ts';
import type { Style } from './style.ts';
import { count } from './wording.ts';

const stateWidth = 9;
const checkWidth = 12;

/** A diagnosis for a person: each finding with its state, the hint below it, what was not looked at, the counts in the last line. */
export function doctorToText(diagnosis: Diagnosis, { style }: { readonly style: Style }): string {
  const { target, checks } = diagnosis;
  const made = checks.filter((check) => checkState(check) !== 'skipped');
  const skipped = checks.filter((check) => checkState(check) === 'skipped').map(({ check }) => check);
  const sections = [
    target.url === '' ? [] : [`Doctor for ${style.bold(showText(target.url))}  ${showText(target.base)}`],
    made.flatMap((check) => checkLines(check, style)),
    skipped.length === 0 ? [] : [style.dim(`Not looked at: ${skipped.join(', ')}.`)],
    [style.bold(countLine(diagnosis))],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function checkLines({ check, findings }: CheckResult, style: Style): string[] {
  return findings.flatMap((finding, index) => findingLines(index === 0 ? check : '', finding, style));
}

function findingLines(name: string, { state, message, hint }: Finding, style: Style): string[] {
  const pad = ' '.repeat(stateWidth - state.length);
  const line = `${paint(state, style)}${pad}${name.padEnd(checkWidth)}${showText(message)}`;
  return hint === undefined ? [line] : [line, `${' '.repeat(stateWidth + checkWidth)}hint: ${showText(hint)}`];
}

function paint(state: FindingState, style: Style): string {
  switch (state) {
    case 'ok':
      return style.add(state);
    case 'note':
      return style.change(state);
    case 'warning':
      return style.warn(state);
    case 'error':
      return style.remove(state);
  }
}

function countLine(diagnosis: Diagnosis): string {
  const { ok, note, warning, error, skipped } = doctorCounts(diagnosis);
  const rest = [
    ...(note > 0 ? [`${note} with notes`] : []),
    ...(warning > 0 ? [`${warning} with warnings`] : []),
    ...(error > 0 ? [`${error} with errors`] : []),
    ...(skipped > 0 ? [`${skipped} not made`] : []),
  ];
  return `${count(diagnosis.checks.length, 'check')}: ${[`${ok} ok`, ...rest].join(', ')}.`;
}
