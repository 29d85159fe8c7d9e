import type { Round } from '../model/round.ts';
import { applyToText } from './apply-text.ts';
import { mailEffectLines } from './mail-effects-text.ts';
import { planToText } from './plan-text.ts';
import { brokenPhase, isQuiet, leftOf, roundHeadline, roundMailTitle } from './round-words.ts';
import { showText } from './show-value.ts';
import type { Style } from './style.ts';
import { targetLine } from './target-line.ts';

/** How many members and other details of a kind are listed below a group. */
const limit = 20;

/** An unattended run for a log: one line when there was nothing to do, else who joined and left, and what is left to do. */
export function roundToText(round: Round, { style }: { readonly style: Style }): string {
  const { plan, goal, revision, results, undoFile, trouble } = round;
  const headline = style.bold(roundHeadline(round));
  if (plan === undefined || brokenPhase(round) !== undefined) {
    const why = trouble === undefined ? '.' : `: ${showText(trouble.message)}`;
    return `${style.bold(roundHeadline(round).replace(/\.$/, ''))}${why}\n`;
  }
  if (isQuiet(round)) return `${headline}\n`;
  if (goal === 'check') return planToText(plan, { style, revision, detail: 'short' });
  const head = targetLine('Reconciled', plan, { revision, style });
  const mail = results.length === 0 ? [] : mailEffectLines(plan.mail, style, limit, roundMailTitle(round));
  const details = { limit, causes: plan.causes, mail };
  const body = applyToText(results, { style, left: leftOf(round), undoFile, details });
  return `${head}\n\n${body}${trouble === undefined ? '' : `${style.remove('Trouble:')} ${showText(trouble.message)}\n`}`;
}
