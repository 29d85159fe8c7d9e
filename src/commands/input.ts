import type { CommandInput } from './command.ts';
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
    overrides: parseOverrides({
      allowRemovals: textsOption(input, 'allowRemovals'),
      allowDeletion: textsOption(input, 'allowDeletion'),
    }),
  };
}
