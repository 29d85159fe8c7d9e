import type { StepResult } from '../model/outcome.ts';
import type { HeldStep, Plan } from '../model/plan.ts';
import type { Phase, Round } from '../model/round.ts';
import { applyAdvice } from './apply-counts.ts';
import { outcomeSections } from './apply-markdown.ts';
import { viewStep } from './change-view.ts';
import { diagnosticSection } from './diagnostic-section.ts';
import { markdownCell, markdownCode } from './encode-markdown.ts';
import { mailEffectSection } from './mail-effects-markdown.ts';
import { fitSections, type MarkdownSection } from './markdown-budget.ts';
import { changeBlock } from './markdown-change.ts';
import { planSections, remarkSections } from './plan-markdown.ts';
import { isQuiet, leftOf, roundHeadline, roundMailTitle } from './round-words.ts';
import { showText, showValue } from './show-value.ts';

/** An unattended run for a job summary: how it ended, what is wrong and what to do, who joined and left, and the phases. */
export function roundToMarkdown(round: Round, { budget }: { readonly budget: number }): string {
  const sections = [
    diagnosticSection('Manifests and settings', round.diagnostics),
    ...bodyOf(round),
    phaseSection(round.phases),
  ];
  return fitSections(
    headOf(round),
    sections.filter(({ rows }) => rows.length > 0),
    budget,
  );
}

function headOf(round: Round): string {
  const { plan, revision, tip, trouble, undoFile, results } = round;
  const advice = applyAdvice(results);
  const from = revision === undefined ? 'the working directory' : `revision ${code(revision)}`;
  const followed = tip === undefined ? '' : `, to be ${code(tip)}`;
  const where =
    plan === undefined ? '' : `Directory ${code(plan.target.url)} ${code(plan.target.base)}, manifests from `;
  return [
    `**${roundHeadline(round)}**\n`,
    trouble === undefined ? '' : `${code(trouble.message)}\nHint: ${code(trouble.hint)}\n`,
    advice === '' ? '' : `${advice}\n`,
    `${where === '' ? 'Manifests from ' : where}${from}${followed}.\n`,
    undoFile === undefined ? '' : `The undo LDIF is ${markdownCode(showValue(undoFile))}.\n`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function bodyOf(round: Round): readonly MarkdownSection[] {
  const { plan, goal, results } = round;
  if (plan === undefined || isQuiet(round)) return plan === undefined ? [] : remarkSections(plan);
  if (goal === 'check' || results.length === 0) return planSections(plan);
  return [
    ...outcomeSections(results, leftOf(round), undefined), // the blocks below have them
    ...results.map((result) => resultBlock(result, plan)),
    ...plan.held.map((held) => heldBlock(held, plan)),
    mailEffectSection(plan.mail, roundMailTitle(round)),
    ...remarkSections(plan),
  ];
}

/** The causes are those of the planned step; of one that was planned again nobody has asked. */
function resultBlock({ step, planned, outcome }: StepResult, { causes }: Plan): MarkdownSection {
  const view = viewStep(step, step === planned ? causes : undefined);
  return changeBlock({
    ...view,
    headline: outcome.kind === 'applied' ? view.done : `${view.headline}: ${outcome.kind}`,
  });
}

function heldBlock({ step }: HeldStep, { causes }: Plan): MarkdownSection {
  const view = viewStep(step, causes);
  return changeBlock({ ...view, headline: `${view.headline}: held` });
}

function phaseSection(phases: readonly Phase[]): MarkdownSection {
  const rows = phases.map(
    ({ name, end, said, seconds }) =>
      `| ${name} | ${end === 'failed' ? '**failed**' : 'done'} | ${markdownCell(showText(said))} | ${seconds.toFixed(2)} s |\n`,
  );
  return { open: '\n| phase | | what | time |\n|---|---|---|--:|\n', rows, close: '', row: 'line' };
}

function code(text: string): string {
  return markdownCode(showText(text));
}
