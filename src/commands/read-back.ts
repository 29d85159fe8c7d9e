import { openReader, type PasswordSource } from '../io/open-directory.ts';
import type { StepResult } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import { readBackWords } from '../report/phase-words.ts';
import type { Context } from './context.ts';
import type { Told } from './phase-log.ts';
import { type Planned, type PlanningOptions, planWith } from './planning.ts';
import type { Written } from './write-plan.ts';

/** What was planned, and where it was read. */
export interface ReadBackScene {
  readonly planned: Planned;
  readonly password: PasswordSource;
  /** The server that was read, and is written. */
  readonly url: string;
}

/** Reads all of it again over a connection of its own, and gives the groups that are not as declared, known ones apart. */
export async function readBack(
  context: Context,
  options: PlanningOptions,
  { planned, password, url }: ReadBackScene,
  { results }: Written,
): Promise<Told<readonly string[]>> {
  const { inputs } = planned;
  const { directory } = inputs.settings;
  const sameServer = directory.ldifFile === undefined ? { ...directory, urls: [url] } : directory;
  const settings = { ...inputs.settings, directory: sameServer };
  const reader = await openReader(settings, password);
  try {
    const again = { ...options, bootstrap: true, unknownGroups: 'pass over', rules: 'pass over' } as const;
    const { plan } = await planWith(context, again, { ...inputs, settings }, reader);
    const known = new Set([...namesIn(planned.plan), ...results.filter(isLeft).map(({ step }) => step.change.address)]);
    const value = [...plan.steps.map(({ change }) => change.address), ...namesIn(plan)].filter(
      (name) => !known.has(name),
    );
    return { value, said: readBackWords(value, known.size), end: value.length === 0 ? 'done' : 'failed' };
  } finally {
    await reader.close();
  }
}

function namesIn({ held, conflicts }: Plan): string[] {
  return [...held.map(({ step }) => step.change.address), ...conflicts.map(({ address }) => address)];
}

function isLeft({ outcome }: StepResult): boolean {
  return outcome.kind !== 'applied' && outcome.kind !== 'agreed';
}
