import { describe, expect, it } from 'vitest';
import { metricIn, metricsToText } from '../../src/report/metrics.ts';
import { lastSuccess, roundMetrics } from '../../src/report/round-metrics.ts';
import { codeIn, page, section, tableRows } from '../docs/pages.ts';
import { type ReadMetric, readMetrics } from '../kit/prometheus-text.ts';
import { mediumPlan } from './plans.ts';
import { brokenRound, mediumRound, roundWith } from './rounds.ts';

type Round = Parameters<typeof roundMetrics>[0];

const textOf = (round: Round, before = 0): string =>
  metricsToText(roundMetrics(round, { tool: '0.1.0', lastSuccess: before }));
const read = (round: Round, before = 0): Readonly<Record<string, ReadMetric>> => readMetrics(textOf(round, before));
const single = (round: Round, name: string, before = 0): number | undefined => read(round, before)[name]?.values[''];
const ended = Date.parse('2026-11-25T23:00:01Z') / 1000;

describe('the metrics of a run', () => {
  it('are gauges that a strict reader accepts, each with its help', () => {
    for (const round of [roundWith({}), mediumRound(), brokenRound()]) {
      for (const [name, { help, type }] of Object.entries(read(round))) {
        expect(name).toMatch(/^rollcall_[a-z_]+$/);
        expect(type).toBe('gauge');
        expect(help).toMatch(/^[A-Z].*\.$/);
      }
    }
  });

  it('count what was done and what is left', () => {
    const values = Object.fromEntries(
      Object.entries(read(mediumRound())).map(([name, { values }]) => [name.replace('rollcall_', ''), values['']]),
    );
    expect(values).toMatchObject({
      ...{ groups: 12, memberships: 34, unmanaged_groups: 1, last_run_exit_code: 5, last_run_duration_seconds: 1.25 },
      ...{ applied_changes: 3, failed_changes: 1, held_changes: 1, conflicts: 1, pending_changes: 1 },
      ...{ added_members: 4, removed_members: 3 },
      ...{ last_run_timestamp_seconds: ended, last_success_timestamp_seconds: 0 },
    });
  });

  it('keep the time of the last success when the run failed, and have a new one when it did not', () => {
    expect(single(brokenRound(), lastSuccess, 1234)).toBe(1234);
    expect(single(roundWith({ goal: 'check', code: 2, plan: mediumPlan() }), lastSuccess, 1234)).toBe(1234);
    expect(single(roundWith({}), lastSuccess, 1234)).toBe(ended);
    expect(metricIn(textOf(brokenRound(), 1234), lastSuccess)).toBe(1234);
  });

  it('are 0 for a success that never was, so that an alarm on silence goes off', () => {
    expect(single(brokenRound(), lastSuccess)).toBe(0);
  });

  it('leave out what the run did not come to know', () => {
    const { rollcall_held_changes, rollcall_drift, rollcall_phase_duration_seconds } = read(brokenRound());
    expect([rollcall_held_changes, rollcall_drift]).toEqual([undefined, undefined]);
    expect(Object.keys(rollcall_phase_duration_seconds?.values ?? {})).toEqual([
      '{phase="tip"}',
      '{phase="manifests"}',
      '{phase="directory"}',
    ]);
  });

  it('count drift where the history tells it', () => {
    const plan = mediumPlan();
    expect(single(roundWith({ plan: { ...plan, summary: { ...plan.summary, drift: 2 } } }), 'rollcall_drift')).toBe(2);
  });

  it('have no address in them', () => {
    expect(textOf(mediumRound())).not.toContain('@');
  });

  it('are all explained in docs/reconcile.md, and nothing else is', () => {
    const rows = tableRows(section(page('docs/reconcile.md'), 'Metrics')).map(([name]) => codeIn(name));
    const plan = mediumPlan();
    const whole = { ...mediumRound(), plan: { ...plan, summary: { ...plan.summary, drift: 0 } } };
    expect(rows.sort()).toEqual(Object.keys(read(whole)).sort());
  });
});

describe('the text of metrics', () => {
  it('escapes what labels and help may hold', () => {
    const text = metricsToText([
      { name: 'a_b', help: 'one\\two\nthree', samples: [{ labels: { x: 'say "\\"\n', y: '' }, value: 1.5 }] },
    ]);
    expect(text).toBe('# HELP a_b one\\\\two\\nthree\n# TYPE a_b gauge\na_b{x="say \\"\\\\\\"\\n",y=""} 1.5\n');
    expect(Object.keys(readMetrics(text))).toEqual(['a_b']);
  });

  it('of an old file is read for one value, whatever else is there', () => {
    expect(metricIn('garbage\nx_y 5\nx 12\n', 'x')).toBe(12);
    for (const text of ['', 'x', 'x ', 'x abc\n', 'y 1\n', 'x{a="b"} 1\n', '# x 1\n']) {
      expect(metricIn(text, 'x'), text).toBeUndefined();
    }
  });
});

describe('the strict reader refuses', () => {
  const good = '# HELP a A.\n# TYPE a gauge\na 1\n';
  it.each([
    ['no line end', good.slice(0, -1)],
    ['carriage returns', good.replaceAll('\n', '\r\n')],
    ['a value without a type', 'a 1\n'],
    ['a type without help', '# TYPE a gauge\na 1\n'],
    ['a metric without a value', '# HELP a A.\n# TYPE a gauge\n'],
    ['a metric that comes twice', good + good],
    ['a value that comes twice', `${good}a 1\n`],
    ['a value of another metric', `${good}b 1\n`],
    ['a label without quotes', '# HELP a A.\n# TYPE a gauge\na{b=c} 1\n'],
    ['no number', '# HELP a A.\n# TYPE a gauge\na one\n'],
    ['an empty line', `${good}\n`],
  ])('%s', (_, text) => {
    expect(() => readMetrics(text)).toThrow();
  });
});
