import { describe, expect, it } from 'vitest';
import { exitCode, exitCodeMeanings, exitCodeOf } from '../../src/commands/exit-code.ts';
import { planExitCode } from '../../src/commands/planning.ts';
import type { HeldStep, Plan } from '../../src/model/plan.ts';
import { planWith, updateStep } from '../report/plans.ts';

describe('exit codes', () => {
  it('never change their meaning', () => {
    expect(exitCode).toEqual({
      done: 0,
      input: 1,
      changesPending: 2,
      held: 3,
      directory: 4,
      stepsFailed: 5,
      planRefused: 6,
      defect: 70,
      interrupted: 130,
    });
  });

  it('are all explained, once each and in order', () => {
    expect([...exitCodeMeanings.keys()]).toEqual(Object.values(exitCode));
  });

  it('tell input, directory and interruption apart', () => {
    const kinds = ['usage', 'input', 'output', 'directory', 'interrupted'] as const;
    expect(kinds.map(exitCodeOf)).toEqual([1, 1, 1, 4, 130]);
  });
});

describe('the exit code of a plan', () => {
  const step = updateStep('hq@example.net', ['ann@example.net'], [], {});
  const held: HeldStep = { step, limit: 'per-group', reason: 'too much', remedy: 'less' };
  const conflict = { address: 'hq@example.net', dns: [], message: 'two', hint: 'one' };
  const code = (parts: Partial<Plan>): readonly number[] =>
    [false, true].map((detailed) => planExitCode(planWith(parts), detailed));

  it('is 0 when there is nothing to do', () => {
    expect(code({})).toEqual([0, 0]);
  });

  it('tells pending changes only when asked', () => {
    expect(code({ steps: [step] })).toEqual([0, 2]);
  });

  it('tells a held step before pending changes, and a conflict before both', () => {
    expect(code({ steps: [step], held: [held] })).toEqual([3, 3]);
    expect(code({ steps: [step], held: [held], conflicts: [conflict] })).toEqual([5, 5]);
  });
});
