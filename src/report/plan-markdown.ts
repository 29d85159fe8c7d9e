import type { Exception } from '../model/exception.ts';
import type { Conflict, HeldStep, Plan } from '../model/plan.ts';
import { viewChange, viewStep } from './change-view.ts';
import { diagnosticSection } from './diagnostic-section.ts';
import { markdownCell, markdownCode } from './encode-markdown.ts';
import { mailEffectSection } from './mail-effects-markdown.ts';
import { fitSections, type MarkdownSection } from './markdown-budget.ts';
import { changeBlock, markdownWords } from './markdown-change.ts';
import { showText, showValue } from './show-value.ts';
import { summaryLine } from './summary-line.ts';
import { upcomingRow } from './upcoming-text.ts';
import { exceptionWords, limitName } from './wording.ts';

/** How a plan is shown as Markdown. */
export interface PlanMarkdownOptions {
  /** The commit that the manifests were read from; undefined for the files as they lie in the working directory. */
  readonly revision: string | undefined;
  /** The most UTF-16 units of the whole text. GitHub refuses a comment of more than 65,536; 60,000 leaves room. */
  readonly budget: number;
}

/** A plan for a pull-request comment: counts first, a table of the groups, then who joins and who leaves each of them. */
export function planToMarkdown(plan: Plan, options: PlanMarkdownOptions): string {
  return fitSections(head(plan, options.revision), planSections(plan), options.budget);
}

/** The parts of a plan as Markdown, behind its counts. */
export function planSections(plan: Plan): readonly MarkdownSection[] {
  return [
    diagnosticSection('Rules about the directory', plan.diagnostics),
    list('Held back', plan.held, (held) => heldRow(held, plan)),
    list('Exceptions', plan.exceptions, exceptionRow),
    list('Conflicts', plan.conflicts, conflictRow),
    list('Upcoming', plan.upcoming, upcomingRow),
    list('Notes', plan.notes, noteRow),
    groupTable(plan),
    mailEffectSection(plan.mail),
    ...plan.steps.map((step) => changeBlock(viewStep(step, plan.causes))),
    ...leftSections(plan),
  ].filter(({ rows }) => rows.length > 0);
}

/** What a plan says besides its steps and what stops them. */
export function remarkSections(plan: Plan): readonly MarkdownSection[] {
  return [
    diagnosticSection('Rules about the directory', plan.diagnostics),
    list('Exceptions', plan.exceptions, exceptionRow),
    list('Upcoming', plan.upcoming, upcomingRow),
    list('Notes', plan.notes, noteRow),
    ...leftSections(plan),
  ].filter(({ rows }) => rows.length > 0);
}

function leftSections(plan: Plan): readonly MarkdownSection[] {
  return [
    list('Different spelling, left as it is', plan.spelling, ({ address, attribute, stored, declared }) => {
      const values = `${markdownCode(showValue(stored))} in the directory, ${markdownCode(showValue(declared))} in the manifest`;
      return `- ${markdownCode(showValue(address))} ${markdownCode(showText(attribute))}: ${values}\n`;
    }),
    list('Unmanaged, left alone', plan.unmanaged, ({ address }) => `- ${markdownCode(showValue(address))}\n`),
  ];
}

function noteRow(note: string): string {
  return `- ${markdownCode(showText(note))}\n`;
}

function head(plan: Plan, revision: string | undefined): string {
  const from = revision === undefined ? 'the working directory' : `revision ${markdownCode(showText(revision))}`;
  return `**${summaryLine(plan)}**\n\nDirectory ${markdownCode(showText(plan.target.url))} ${markdownCode(showText(plan.target.base))}, manifests from ${from}.\n`;
}

function list<Item>(title: string, items: readonly Item[], row: (item: Item) => string): MarkdownSection {
  return { open: `\n**${title} (${items.length})**\n\n`, rows: items.map(row), close: '', row: 'line' };
}

function heldRow({ step, limit, reason, remedy }: HeldStep, { causes }: Plan): string {
  const view = viewStep(step, causes);
  const cause = view.why?.shared === undefined ? '' : ` Cause: ${markdownWords(view.why.shared)}.`;
  return `- ${markdownCode(showValue(view.address))}: ${view.headline} (${limitName(limit)}). Reason: ${markdownCode(showText(reason))} Remedy: ${markdownCode(showText(remedy))}${cause}\n`;
}

function exceptionRow(exception: Exception): string {
  const { address, until, reason } = exception;
  const { size, use } = exceptionWords(exception);
  const day = until === undefined ? '' : ` until ${markdownCode(showText(until))}`;
  const why = reason === undefined ? '' : ` Reason: ${markdownCode(showText(reason))}`;
  return `- ${markdownCode(showValue(address))}: ${size}${day}: ${use}.${why}\n`;
}

function conflictRow({ address, message, dns, hint }: Conflict): string {
  const entries = dns.map((dn) => `  - ${markdownCode(showText(dn))}\n`).join('');
  return `- ${markdownCode(showValue(address))}: ${markdownCode(showText(message))} Hint: ${markdownCode(showText(hint))}\n${entries}`;
}

function groupTable(plan: Plan): MarkdownSection {
  const rows = plan.steps.map(({ change }) => {
    const { address, joins, leaves, headline } = viewChange(change);
    return `| ${change.kind} | ${markdownCell(showValue(address))} | ${joins.length} | ${leaves.length} | ${headline} |\n`;
  });
  return { open: '\n| change | group | + | − | what |\n|---|---|--:|--:|---|\n', rows, close: '', row: 'group' };
}
