import { openDirectory } from '../io/open-directory.ts';
import { type ApplyPlannedOptions, applyPlanned } from './apply-planned.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { passwordSource } from './password.ts';
import { type PlanningOptions, planWith } from './planning.ts';
import { planningInputs } from './planning-inputs.ts';

/** Options of `apply`. */
export interface ApplyOptions extends PlanningOptions, ApplyPlannedOptions {}

/** Plans, shows the plan, asks, writes, reads back, and reports every step. */
export async function run(context: Context, options: ApplyOptions): Promise<ExitCode> {
  const inputs = await planningInputs(context, options);
  if (inputs === undefined) return exitCode.input;
  const directory = await openDirectory(inputs.settings, passwordSource(context, options));
  const { session } = directory.writer;
  try {
    const planned = await planWith(context, options, inputs, directory.reader);
    return await applyPlanned(context, options, {
      ...{ planned, directory, session },
      ...{ stale: [], meanwhile: 'plan again', lastLook: async () => undefined },
    });
  } finally {
    context.progress.end();
    await directory.reader.close();
  }
}
