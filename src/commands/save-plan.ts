import { resolve } from 'node:path';
import { writePlanFile } from '../io/plan-file.ts';
import { digestOf, entryDigest, fingerprint } from '../plan/fingerprint.ts';
import { jsonStep, jsonSummary } from '../report/plan-json.ts';
import { savedPlanFromJson, savedPlanToJson } from '../report/saved-plan-json.ts';
import type { SavedPlanContent } from '../report/saved-plan-schema.ts';
import { count } from '../report/wording.ts';
import type { Context } from './context.ts';
import { answerDigests, bindingOf } from './plan-binding.ts';
import type { Planned, PlanningOptions } from './planning.ts';
import { revisionOf } from './revision.ts';

/** Where a plan is saved, and for how many hours it counts. */
export interface SaveOptions extends PlanningOptions {
  readonly out: string;
  readonly expiresIn: number;
}

/** Saves the steps of a plan and says in a few lines where, until when, and the SHA-256 to hand over. */
export async function savePlan(context: Context, options: SaveOptions, planned: Planned): Promise<string> {
  const { inputs } = planned;
  const content = contentOf(context, options, planned, (await revisionOf(context, inputs)) ?? null);
  const text = savedPlanToJson(content, digestOf(content));
  prove(text, planned);
  const sha256 = writePlanFile({ path: resolve(context.cwd, options.out), shown: options.out }, text);
  const steps = count(content.steps.length, 'step');
  return `Saved ${options.out}: ${steps}, counts until ${content.expiresAt}.\nSHA-256: ${sha256}\n`;
}

function contentOf(
  { version, now }: Context,
  { fixSpelling, bootstrap, overrides, expiresIn }: SaveOptions,
  { plan, inputs }: Planned,
  revision: string | null,
): SavedPlanContent {
  const binding = bindingOf(inputs.settings, inputs.declared);
  return {
    tool: version,
    savedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + expiresIn * 3_600_000).toISOString(),
    target: { url: plan.target.url, base: plan.target.base },
    revision,
    settings: binding.settings,
    desired: binding.desired,
    answers: answerDigests(inputs),
    options: {
      ...{ fixSpelling, bootstrap },
      overrides: overrides.map(({ kind, address, removals }) => ({ kind, address, removals })),
    },
    summary: jsonSummary(plan.summary),
    fingerprint: plan.fingerprint,
    steps: plan.steps.map((step) => ({
      entry: step.change.kind === 'create' ? null : entryDigest(step.change.current.entry),
      step: jsonStep(step),
    })),
  };
}

/** What cannot be read back as it was meant must not be saved: a bug of ours, never the user's. */
function prove(text: string, { plan }: Planned): void {
  const document = savedPlanFromJson(text);
  if ('message' in document) throw new Error(`the saved plan ${document.message}`);
  const { target, steps } = document.content;
  const read = fingerprint(
    target,
    steps.map(({ step }) => step),
  );
  if (read !== plan.fingerprint) throw new Error('the saved plan would not hold the operations of the plan');
}
