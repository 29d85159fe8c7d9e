import type { EntryLine } from './entry-lines.ts';
import type { Run } from './line-runs.ts';

/** One line of a unified diff with its number on both sides (from 1; the next line's where it is missing). */
export interface HunkLine {
  readonly mark: Run['mark'];
  readonly line: EntryLine;
  readonly before: number;
  readonly after: number;
}

/** A part of a unified diff, with its `@@ … @@` header. */
export interface Hunk {
  readonly header: string;
  readonly lines: readonly HunkLine[];
}

/** Hunks with so many unchanged lines around each change; changes that are near each other share one. */
export function hunksOf(runs: readonly Run[], context: number): Hunk[] {
  const lines = numbered(runs);
  const near = nearChange(lines, context);
  const hunks: HunkLine[][] = [];
  lines.forEach((line, index) => {
    if (!near[index]) return;
    if (near[index - 1]) hunks.at(-1)?.push(line);
    else hunks.push([line]);
  });
  return hunks.map((hunk) => ({ header: header(hunk), lines: hunk }));
}

function numbered(runs: readonly Run[]): HunkLine[] {
  const lines: HunkLine[] = [];
  let before = 1;
  let after = 1;
  for (const { mark, lines: texts } of runs) {
    for (const line of texts) {
      lines.push({ mark, line, before, after });
      if (mark !== '+') before++;
      if (mark !== '-') after++;
    }
  }
  return lines;
}

/** For each line whether it is a change or at most `context` lines away from one. */
function nearChange(lines: readonly HunkLine[], context: number): boolean[] {
  const near = lines.map(() => false);
  let until = -1;
  lines.forEach(({ mark }, index) => {
    if (mark !== ' ') {
      for (let i = Math.max(index - context, until + 1, 0); i < index; i++) near[i] = true;
      until = index + context;
    }
    if (index <= until) near[index] = true;
  });
  return near;
}

function header(lines: readonly HunkLine[]): string {
  const before = lines.filter(({ mark }) => mark !== '+').length;
  const after = lines.filter(({ mark }) => mark !== '-').length;
  return `@@ -${range(lines[0]?.before ?? 1, before)} +${range(lines[0]?.after ?? 1, after)} @@`;
}

function range(start: number, length: number): string {
  return length === 0 ? `${start - 1},0` : `${start},${length}`;
}
