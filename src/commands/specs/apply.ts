import type { CommandSpec } from '../command.ts';
import { applyFormats } from '../formats.ts';
import { planningOptions, preflightOption, savedPlanOptions, switchOption, textOption, wordOption } from '../input.ts';
import {
  bootstrap,
  causeOptions,
  directoryOptions,
  exceptionOptions,
  fixSpelling,
  formatOption,
  writingOptions,
} from './frequent-options.ts';

/** What help shows of `apply`, and how it is run. */
export const applySpec: CommandSpec = {
  name: 'apply',
  summary: 'make the directory agree with the manifests',
  description:
    'Plans again, shows the plan, asks (or takes --yes), writes the fewest changes, reads back what it changed and reports every step. An LDIF file that undoes it is written first. With a saved plan it writes exactly that one, and only what nobody has changed since.',
  arguments: [{ name: '[plan]', description: 'file of plan --out to apply' }],
  options: [
    { flags: '--yes', description: 'do not ask' },
    ...writingOptions,
    { flags: '--plan-sha256 <hex>', description: 'SHA-256 that the file of the saved plan must have' },
    { flags: '--partial', description: 'apply the other steps of the saved plan when some are stale' },
    formatOption(applyFormats),
    fixSpelling,
    bootstrap,
    ...causeOptions,
    ...exceptionOptions,
    ...directoryOptions,
  ],
  examples: [
    ['apply', 'show the plan, ask, apply'],
    ['apply --yes --format markdown', 'for a job: no question, a report for the job summary'],
    ['apply plan.json --plan-sha256 3f5a…', 'exactly what plan --out saved'],
    ['apply --allow-removals hq@example.net=41', 'agree to one removal that a safety limit holds'],
  ],
  run: async (context, input) => {
    const options = {
      ...planningOptions(input),
      format: wordOption(input, 'format', applyFormats),
      yes: switchOption(input, 'yes'),
      undo: textOption(input, 'undo'),
      preflight: preflightOption(input),
      undoOnFailure: switchOption(input, 'undoOnFailure'),
    } as const;
    const saved = savedPlanOptions(input);
    if (saved === undefined) return (await import('../apply.ts')).run(context, options);
    return (await import('../apply-saved.ts')).run(context, { ...options, ...saved });
  },
};
