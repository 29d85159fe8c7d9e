import { resolve } from 'node:path';
import { appendToFile } from '../io/append-file.ts';
import { type FilePlace, writeFileAtomic } from '../io/atomic-file.ts';
import { readTextFile } from '../io/text-file.ts';
import { metricIn, metricsToText } from '../report/metrics.ts';
import { roundToJson } from '../report/round-json.ts';
import { roundToMarkdown } from '../report/round-markdown.ts';
import { lastSuccess, roundMetrics } from '../report/round-metrics.ts';
import { roundToText } from '../report/round-text.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode, exitCodeOf } from './exit-code.ts';
import { failureOf } from './failure-of.ts';
import type { reconcileFormats } from './formats.ts';
import type { EndedRound } from './reconcile-round.ts';
import { showFailure } from './show-failure.ts';

/** Where the record of a run goes. */
export interface PublishingOptions {
  readonly format: (typeof reconcileFormats)[number];
  /** File for the summary in Markdown. */
  readonly summary: string | undefined;
  /** File for the metrics. */
  readonly metrics: string | undefined;
}

/** GitHub refuses a comment of more than 65,536 characters; this leaves room. */
const budget = 60_000;

/** Tells of a run: standard output, the summary and the metrics, each also when another cannot be written. */
export function publishRound(context: Context, options: PublishingOptions, round: EndedRound): ExitCode {
  if (round.trouble !== undefined) showFailure(context, round.trouble);
  context.out(render(context, options, round));
  const { summary, metrics } = options;
  const lost = [
    summary === undefined ? undefined : failureOf(() => writeSummary(context, summary, round)),
    metrics === undefined ? undefined : failureOf(() => writeMetrics(context, metrics, round)),
  ].filter((failure) => failure !== undefined);
  for (const failure of lost) showFailure(context, failure);
  const [first] = lost;
  const quiet = round.code === exitCode.done || round.code === exitCode.changesPending;
  return first !== undefined && quiet ? exitCodeOf(first.kind) : round.code;
}

function render(context: Context, { format }: PublishingOptions, round: EndedRound): string {
  switch (format) {
    case 'text':
      return roundToText(round, { style: context.outStyle });
    case 'markdown':
      return roundToMarkdown(round, { budget });
    case 'json':
      return roundToJson(round, { tool: context.version });
  }
}

/** To the file of the job summary other steps write too; any other file holds the last run alone. */
function writeSummary(context: Context, file: string, round: EndedRound): void {
  const text = roundToMarkdown(round, { budget });
  const place = placeOf(context, file);
  const shared = context.variables['GITHUB_STEP_SUMMARY'];
  if (shared && place.path === resolve(context.cwd, shared)) appendToFile(place, text);
  else writeFileAtomic(place, text, 0o600, 'rename');
}

/** Read by a collector that runs as somebody else, so everybody may read it: there is no address in it. */
function writeMetrics(context: Context, file: string, round: EndedRound): void {
  const place = placeOf(context, file);
  const before = metricIn(readTextFile(place) ?? '', lastSuccess) ?? 0;
  const metrics = roundMetrics(round, { tool: context.version, lastSuccess: before });
  writeFileAtomic(place, metricsToText(metrics), 0o644, 'rename');
}

function placeOf({ cwd }: Context, file: string): FilePlace {
  return { path: resolve(cwd, file), shown: file };
}
