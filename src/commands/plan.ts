import { openReader } from '../io/open-directory.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { planToDiff } from '../report/plan-diff.ts';
import { planToJson } from '../report/plan-json.ts';
import { planToLdif } from '../report/plan-ldif.ts';
import { planToMarkdown } from '../report/plan-markdown.ts';
import { planToText } from '../report/plan-text.ts';
import type { AlsoFile } from './also.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { planFormats } from './formats.ts';
import { passwordSource } from './password.ts';
import { type Planned, type PlanningOptions, planExitCode, planWith } from './planning.ts';
import { planningInputs } from './planning-inputs.ts';
import { revisionOf } from './revision.ts';
import { writeAlso } from './write-also.ts';

type PlanFormat = (typeof planFormats)[number];

/** Options of `plan`. */
export interface PlanCommandOptions extends PlanningOptions {
  readonly format: PlanFormat;
  readonly also: readonly AlsoFile<PlanFormat>[];
  readonly maxLength: number;
  readonly diff: boolean;
  readonly full: boolean;
  readonly detailedExitcode: boolean;
  /** Where the plan is saved; undefined when it is only shown. */
  readonly out: string | undefined;
  /** For how many hours a saved plan counts. */
  readonly expiresIn: number;
}

/** The dry run: what would change, why, and what is held back. */
export async function run(context: Context, options: PlanCommandOptions): Promise<ExitCode> {
  const inputs = await planningInputs(context, options);
  if (inputs === undefined) return exitCode.input;
  const reader = await openReader(inputs.settings, passwordSource(context, options));
  try {
    const planned = await planWith(context, options, inputs, reader);
    const formats = [options.format, ...options.also.map(({ format }) => format)];
    const named = formats.some((format) => format === 'text' || format === 'markdown');
    const revision = named ? await revisionOf(context, inputs) : undefined;
    context.out(render(planned, options, context, revision));
    writeAlso(context, options.also, (format, plain) => render(planned, { ...options, format }, plain, revision));
    if (options.out !== undefined && hasErrors(planned.plan.diagnostics)) {
      context.err('The plan was not saved: nothing of it may be written.\n');
    } else if (options.out !== undefined) {
      const { savePlan } = await import('./save-plan.ts');
      const said = await savePlan(context, { ...options, out: options.out }, planned);
      if (options.format === 'text') context.out(`\n${said}`);
      else context.err(said);
    }
    return planExitCode(planned.plan, options.detailedExitcode);
  } finally {
    await reader.close();
  }
}

function render(
  { plan, after }: Planned,
  options: PlanCommandOptions,
  context: Context,
  revision: string | undefined,
): string {
  const style = context.outStyle;
  switch (options.format) {
    case 'json':
      return planToJson(plan, { tool: context.version });
    case 'ldif':
      return planToLdif(plan);
    case 'markdown':
      return planToMarkdown(plan, { revision, budget: options.maxLength });
    case 'text': {
      const diff = options.diff ? `${planToDiff(plan, { style, after })}\n` : '';
      return diff + planToText(plan, { style, revision, detail: options.full ? 'full' : 'short' });
    }
  }
}
