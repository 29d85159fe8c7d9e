import { Failure } from '../model/failure.ts';
import type { CommandInput } from './command.ts';
import { parseHours } from './hours.ts';
import type { ManifestInputOptions } from './judging.ts';
import type { InputOptions } from './options.ts';
import { parseOverrides } from './overrides.ts';
import type { PlanningOptions } from './planning.ts';

/** The text given for an option; undefined when it was not given. */
export function textOption(input: CommandInput, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
}

/** Every text given for a repeatable option, in order. */
export function textsOption(input: CommandInput, name: string): readonly string[] {
  const value = input[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** Whether a switch was given. */
export function switchOption(input: CommandInput, name: string): boolean {
  return input[name] === true;
}

/** The word given for an option with choices; the first choice when it was not given. */
export function wordOption<const Word extends string>(
  input: CommandInput,
  name: string,
  choices: readonly [Word, ...Word[]],
): Word {
  return choices.find((choice) => choice === input[name]) ?? choices[0];
}

/** Whether the directory is to check the steps first; `auto` when neither switch was given. */
export function preflightOption(input: CommandInput): 'auto' | 'on' | 'off' {
  return input['preflight'] === undefined ? 'auto' : switchOption(input, 'preflight') ? 'on' : 'off';
}

/** A saved plan that is to be applied. */
export interface SavedPlanOptions {
  readonly file: string;
  /** The SHA-256 that was handed over beside the file. */
  readonly planSha256: string | undefined;
  /** Whether the other steps are applied when some are stale. */
  readonly partial: boolean;
}

/** The options that say where the input is. */
export function inputOptions(input: CommandInput): InputOptions {
  return {
    config: textOption(input, 'config'),
    groups: textOption(input, 'groups'),
    env: textOption(input, 'env'),
    url: textOption(input, 'url'),
    base: textOption(input, 'base'),
    passwordStdin: switchOption(input, 'passwordStdin'),
  };
}

/** The options of commands that look at manifests alone. */
export function manifestInputOptions(input: CommandInput): ManifestInputOptions {
  const { config, groups, env } = inputOptions(input);
  return { config, groups, env };
}

/** The options of commands that plan; an exception of a wrong form is a usage Failure. */
export function planningOptions(input: CommandInput): PlanningOptions {
  return {
    ...inputOptions(input),
    fixSpelling: switchOption(input, 'fixSpelling'),
    bootstrap: switchOption(input, 'bootstrap'),
    unknownGroups: 'refuse',
    rules: 'judge',
    causes: input['causes'] !== false,
    since: textOption(input, 'since'),
    overrides: parseOverrides({
      allowRemovals: textsOption(input, 'allowRemovals'),
      allowDeletion: textsOption(input, 'allowDeletion'),
    }),
  };
}

/** Where a plan is saved and for how long it counts; a length of time without a file is a usage Failure. */
export function saveOptions(input: CommandInput): { readonly out: string | undefined; readonly expiresIn: number } {
  const [out, hours] = [textOption(input, 'out'), textOption(input, 'expiresIn')];
  if (out === undefined && hours !== undefined) throw withoutPlan('--expires-in', 'Name a file with --out.');
  return { out, expiresIn: parseHours(hours) };
}

/** What is said about a saved plan to apply; undefined when none is named. Its options alone are a usage Failure. */
export function savedPlanOptions(input: CommandInput): SavedPlanOptions | undefined {
  const [file, planSha256, partial] = [
    textOption(input, 'plan'),
    textOption(input, 'planSha256'),
    switchOption(input, 'partial'),
  ];
  if (file !== undefined) return { file, planSha256, partial };
  const hint = 'Name the file of the plan: rollcall apply plan.json.';
  if (planSha256 !== undefined) throw withoutPlan('--plan-sha256', hint);
  if (partial) throw withoutPlan('--partial', hint);
  return undefined;
}

function withoutPlan(option: string, hint: string): Failure {
  return new Failure('usage', `${option} is for a saved plan, and none is named`, hint);
}
