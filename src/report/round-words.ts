import { type Phase, phaseNames, type Round } from '../model/round.ts';
import type { LeftAlone } from './apply-counts.ts';
import { applyCountLine } from './apply-counts.ts';
import { mailTitle } from './mail-effect-words.ts';
import { summaryLine } from './summary-line.ts';

/** What a run leaves for somebody to look at: nothing, when the plan did not come about. */
export function leftOf({ plan }: Round): LeftAlone {
  return { held: plan?.held ?? [], conflicts: plan?.conflicts ?? [], stale: [] };
}

/** Whether everything is as declared, and nothing had to be done for it. */
export function isQuiet({ plan, results, trouble }: Round): boolean {
  if (plan === undefined || trouble !== undefined || results.length > 0) return false;
  return plan.steps.length + plan.held.length + plan.conflicts.length === 0;
}

/** The phase that broke a run off before anything was sent, if one did. */
export function brokenPhase({ phases, results }: Round): Phase | undefined {
  return results.length > 0 ? undefined : phases.find(({ end }) => end === 'failed');
}

/** The title of what a run did to mail. The plan says that, so it is only so when all of it was written. */
export function roundMailTitle({ results }: Round): string {
  const isWhole = results.every(({ step, planned, outcome }) => step === planned && outcome.kind === 'applied');
  return isWhole ? mailTitle : `${mailTitle}, had everything been written as planned`;
}

/** How a run ended, in one sentence without data. */
export function roundHeadline(round: Round): string {
  const broken = brokenPhase(round);
  if (broken !== undefined || round.plan === undefined) {
    const name = broken?.name ?? 'tip';
    const at = `phase ${phaseNames.indexOf(name) + 1} of ${phaseNames.length} (${name})`;
    return `Failed in ${at}; nothing was written.`;
  }
  const { plan, goal, results } = round;
  if (goal === 'check' || isQuiet(round)) return summaryLine(plan);
  return applyCountLine(results, leftOf(round));
}
