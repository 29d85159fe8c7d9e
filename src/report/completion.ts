/** A command as completion knows it. */
export interface CompletableCommand {
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly { readonly choices?: readonly string[] }[];
  readonly options: readonly CompletableOption[];
}

/** An option of it; `flags` is the long form, with its value in angle brackets. */
export interface CompletableOption {
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
}

/** An option taken apart. */
export interface OptionParts {
  /** Without the dashes. */
  readonly name: string;
  /** What its value is called; undefined for a switch. */
  readonly value: string | undefined;
  readonly description: string;
  readonly choices: readonly string[];
}

/** The options of a command, those that every command has included. */
export function optionParts({ options }: CompletableCommand): readonly OptionParts[] {
  const parts = options.map(({ flags, description, choices = [] }): OptionParts => {
    const [, name = '', value] = /^--([a-z0-9-]+)(?: <(.+)>)?$/.exec(flags) ?? [];
    return { name, value, description, choices };
  });
  const every = [
    ['no-color', 'no colours'],
    ['help', 'show help'],
  ] as const;
  return [...parts, ...every.map(([name, description]) => ({ name, value: undefined, description, choices: [] }))];
}

/** What may stand in the place of the arguments of a command. */
export function argumentChoices(command: CompletableCommand): readonly string[] {
  return command.arguments.flatMap(({ choices = [] }) => choices);
}
