import { diffArrays } from 'diff';
import { compareLines, type EntryLine } from './entry-lines.ts';

/** Lines in a row with one fate. */
export interface Run {
  readonly mark: ' ' | '+' | '-';
  readonly lines: readonly EntryLine[];
}

/** Above this many different lines the quadratic comparison is left for the merge of sorted lines. */
const mostEdits = 500;

/** The shortest way from one list of lines, sorted by `compareLines`, to another. */
export function lineRuns(before: EntryLine[], after: EntryLine[]): Run[] {
  const equal = (a: EntryLine, b: EntryLine): boolean => compareLines(a, b) === 0 && a.text === b.text;
  if (before.length === 0 || after.length === 0) return mergeRuns(before, after);
  const parts = diffArrays(before, after, { comparator: equal, maxEditLength: mostEdits });
  if (parts === undefined) return mergeRuns(before, after);
  return parts.map(({ added, removed, value }) => ({ mark: added ? '+' : removed ? '-' : ' ', lines: value }));
}

/** The shortest way from the lines of one text to those of another, in their order. */
export function textRuns(before: readonly string[], after: readonly string[]): Run[] {
  const linesOf = (texts: readonly string[]): EntryLine[] => texts.map((text) => ({ rank: 0, value: '', text }));
  const parts = diffArrays([...before], [...after], { maxEditLength: 10 * mostEdits });
  if (parts === undefined)
    return [
      { mark: '-', lines: linesOf(before) },
      { mark: '+', lines: linesOf(after) },
    ];
  return parts.map(({ added, removed, value }) => ({ mark: added ? '+' : removed ? '-' : ' ', lines: linesOf(value) }));
}

/** The way between two sorted lists by walking both sorted lists once: linear, for entries with very many changes. */
export function mergeRuns(before: readonly EntryLine[], after: readonly EntryLine[]): Run[] {
  const runs: { mark: Run['mark']; lines: EntryLine[] }[] = [];
  const push = (mark: Run['mark'], line: EntryLine): void => {
    const last = runs.at(-1);
    if (last?.mark === mark) last.lines.push(line);
    else runs.push({ mark, lines: [line] });
  };
  let left = 0;
  let right = 0;
  while (left < before.length || right < after.length) {
    const old = before[left];
    const fresh = after[right];
    const order = old === undefined ? 1 : fresh === undefined ? -1 : compareLines(old, fresh);
    const same = order === 0 && old?.text === fresh?.text;
    if (old !== undefined && order <= 0) {
      push(same ? ' ' : '-', old);
      left++;
    }
    if (fresh !== undefined && (order > 0 || (order === 0 && !same))) push('+', fresh);
    if (order >= 0) right++;
  }
  return runs;
}
