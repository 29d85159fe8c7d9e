import type { Outcome, StepResult } from '../../src/model/outcome.ts';
import type { Step } from '../../src/model/plan.ts';
import { type Phase, type PhaseName, phaseNames, type Round } from '../../src/model/round.ts';
import { mediumPlan, planWith } from './plans.ts';

/** A run that had nothing to do, and what is different in another one. */
export function roundWith(parts: Partial<Round>): Round {
  return {
    startedAt: new Date('2026-11-25T23:00:00Z'),
    seconds: 1.25,
    goal: 'write',
    code: 0,
    phases: phasesUpTo('read back', 'done'),
    ...{ tip: undefined, revision: undefined, undoFile: undefined, trouble: undefined },
    declared: { groups: 12, memberships: 34 },
    diagnostics: [],
    plan: planWith({ unchanged: 12 }),
    results: [],
    ...parts,
  };
}

/** A run with something of everything: one group that failed, one held, one in conflict, the others applied. */
export function mediumRound(): Round {
  const plan = mediumPlan();
  const refused: Outcome = { kind: 'failed', reason: 'insufficientAccessRights (50)', hint: 'Give the right.' };
  return roundWith({
    ...{ code: 5, tip: 'origin/main', revision: '3f2a1bc4d5e6', undoFile: 'undo.ldif', plan },
    results: plan.steps.map((step, index) => resultOf(step, index === 2 ? refused : { kind: 'applied' })),
  });
}

/** A run that a phase broke off before there was a plan. */
export function brokenRound(): Round {
  return roundWith({
    code: 4,
    phases: phasesUpTo('directory', 'failed'),
    ...{ plan: undefined, revision: '3f2a1bc4d5e6' },
    trouble: { message: 'ldap://ldap.example.net: cannot connect', hint: 'Is it running?' },
  });
}

/** What became of a step that was sent as planned. */
export function resultOf(step: Step, outcome: Outcome): StepResult {
  return { step, planned: step, outcome };
}

/** The phases up to one, which ended so. */
export function phasesUpTo(last: PhaseName, end: Phase['end']): readonly Phase[] {
  const names = phaseNames.slice(0, phaseNames.indexOf(last) + 1);
  return names.map((name) => ({ name, end: name === last ? end : 'done', said: `${name} said`, seconds: 0.125 }));
}
