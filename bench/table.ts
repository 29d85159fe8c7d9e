import type { Measured } from './measure.ts';

/** One measured program in numbers. */
export interface Row {
  readonly name: string;
  readonly medianSeconds: number;
  readonly minSeconds: number;
  readonly maxSeconds: number;
  readonly peakMiB: number;
  /** The median against the first row's. */
  readonly ratio: number;
}

/** A titled comparison; the first row is what the others are compared with. */
export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
  /** Sentences below the table, such as what was counted. */
  readonly notes: readonly string[];
}

/** Sums up measured runs. */
export function section(title: string, measured: readonly Measured[], notes: readonly string[] = []): Section {
  const medians = measured.map(({ runs }) => median(runs.map(({ seconds }) => seconds)));
  const rows = measured.map(({ name, runs }, n) => ({
    name,
    medianSeconds: medians[n] ?? Number.NaN,
    minSeconds: Math.min(...runs.map(({ seconds }) => seconds)),
    maxSeconds: Math.max(...runs.map(({ seconds }) => seconds)),
    peakMiB: Math.max(...runs.map(({ peakMiB }) => peakMiB)),
    ratio: (medians[n] ?? Number.NaN) / (medians[0] ?? Number.NaN),
  }));
  return { title, rows, notes };
}

/** The section as a Markdown table. */
export function renderSection({ title, rows, notes }: Section): string {
  const lines = rows.map(
    ({ name, medianSeconds, minSeconds, maxSeconds, ratio, peakMiB }) =>
      `| ${name} | ${time(medianSeconds)} | ${time(minSeconds)}–${time(maxSeconds)} | ${ratio.toFixed(2)} | ${peakMiB === 0 ? '–' : peakMiB.toFixed(0)} |`,
  );
  const head = ['| what | median s | range s | ratio | peak MiB |', '|---|---:|---:|---:|---:|'];
  return [`### ${title}`, '', ...head, ...lines, ...notes.map((note) => `\n${note}`), ''].join('\n');
}

/** The middle value, or the mean of the two middle ones. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

function time(seconds: number): string {
  return seconds.toFixed(seconds < 10 ? 3 : 1);
}
