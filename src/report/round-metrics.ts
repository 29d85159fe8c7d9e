import type { StepResult } from '../model/outcome.ts';
import type { Round } from '../model/round.ts';
import { applyCounts } from './apply-counts.ts';
import { viewChange } from './change-view.ts';
import type { Metric, Sample } from './metrics.ts';

/** The name of the metric that must outlive a run that failed. */
export const lastSuccess = 'rollcall_last_success_timestamp_seconds';

/** What metrics tell besides the run itself. */
export interface RoundMetricsOptions {
  readonly tool: string;
  /** When the directory was last found or made as declared, in seconds since 1970; 0 when it never was. */
  readonly lastSuccess: number;
}

/** An unattended run in numbers. What the run did not come to know is left out; no address or other text of people is in it. */
export function roundMetrics(round: Round, options: RoundMetricsOptions): readonly Metric[] {
  const ended = Math.round(round.startedAt.getTime() / 1000 + round.seconds);
  const succeeded = round.code === 0 ? ended : options.lastSuccess;
  return [
    gauge('rollcall_build_info', 'Version of Rollcall; always 1.', [{ labels: { version: options.tool }, value: 1 }]),
    gauge('rollcall_last_run_timestamp_seconds', 'When the last run ended.', ended),
    gauge(lastSuccess, 'When a run last ended with the directory as declared; 0 for never.', succeeded),
    gauge('rollcall_last_run_exit_code', 'Exit code of the last run.', round.code),
    gauge('rollcall_last_run_duration_seconds', 'How long the last run took.', rounded(round.seconds)),
    gauge('rollcall_phase_duration_seconds', 'How long each phase of the last run took.', phaseSamples(round)),
    ...numbersOf(round).map(([name, help, value]) => gauge(name, help, value)),
  ];
}

function numbersOf(round: Round): readonly (readonly [name: string, help: string, value: number | undefined])[] {
  const { declared, plan, results } = round;
  const counts = applyCounts(results);
  const written = results.filter(({ outcome }) => outcome.kind === 'applied');
  const left = plan === undefined ? undefined : plan.steps.length - counts.applied - counts.agreed - counts.held;
  const known = (value: number): number | undefined => (plan === undefined ? undefined : value);
  return [
    ['rollcall_groups', 'Groups that manifests declare.', declared?.groups],
    ['rollcall_memberships', 'Members of all groups that manifests declare.', declared?.memberships],
    ['rollcall_unmanaged_groups', 'Groups in the directory that no manifest declares.', plan?.summary.unmanaged],
    ['rollcall_pending_changes', 'Groups that still have to be changed, held ones apart.', left],
    ['rollcall_applied_changes', 'Groups that the last run changed.', known(counts.applied)],
    ['rollcall_added_members', 'Members that the last run added.', known(sum(written, 'joins'))],
    ['rollcall_removed_members', 'Members that the last run removed.', known(sum(written, 'leaves'))],
    ['rollcall_held_changes', 'Changes that a safety limit held back.', known((plan?.held.length ?? 0) + counts.held)],
    ['rollcall_drift', 'Differences that no commit made, before the last run wrote.', plan?.summary.drift],
    ['rollcall_conflicts', 'Declared groups that could not be planned.', plan?.conflicts.length],
    ['rollcall_failed_changes', 'Changes that failed in the last run.', known(counts.failed)],
  ];
}

function phaseSamples({ phases }: Round): readonly Sample[] {
  return phases.map(({ name, seconds }) => ({
    labels: { phase: name.replace(' ', '_') },
    value: rounded(seconds),
  }));
}

function sum(results: readonly StepResult[], what: 'joins' | 'leaves'): number {
  return results.reduce((total, { step }) => total + viewChange(step.change)[what].length, 0);
}

function gauge(name: string, help: string, value: number | undefined | readonly Sample[]): Metric {
  if (value === undefined) return { name, help, samples: [] };
  return { name, help, samples: typeof value === 'number' ? [{ labels: {}, value }] : value };
}

function rounded(seconds: number): number {
  return Number(seconds.toFixed(3));
}
