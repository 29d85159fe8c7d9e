import { argumentChoices, type CompletableCommand, optionParts } from './completion.ts';

/** A script for fish: `rollcall completion fish | source`. */
export function fishCompletion(commands: readonly CompletableCommand[]): string {
  return `# Completion of rollcall for fish: rollcall completion fish | source
${commands.flatMap(commandLines).join('\n')}
`;
}

function commandLines(command: CompletableCommand): readonly string[] {
  const { name, summary } = command;
  const here = `complete -c rollcall -n '__fish_seen_subcommand_from ${name}'`;
  const choices = argumentChoices(command);
  return [
    `complete -c rollcall -f -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ...(choices.length === 0 ? [] : [`${here} -f -a ${quoted(choices.join(' '))}`]),
    ...optionParts(command).map(({ name: option, value, description, choices: words }) => {
      const takes = value === undefined ? '' : words.length === 0 ? ' -r' : ` -x -a ${quoted(words.join(' '))}`;
      return `${here} -l ${option}${takes} -d ${quoted(description)}`;
    }),
  ];
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
