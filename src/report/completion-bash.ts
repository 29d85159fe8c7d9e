import { argumentChoices, type CompletableCommand, optionParts } from './completion.ts';

/** A script for bash that completes commands, options and their values, and files everywhere else. */
export function bashCompletion(commands: readonly CompletableCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# Completion of rollcall for bash: source <(rollcall completion bash)
_rollcall() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" command='' index
  [ "$previous" = '=' ] && previous="\${COMP_WORDS[COMP_CWORD - 2]}"
  [ "$word" = '=' ] && word=''
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "\${COMP_WORDS[index]}" in
      -*) ;;
      *) command="\${COMP_WORDS[index]}"; break ;;
    esac
  done
  local options='' words='${names} --help --version'
  case "$command" in
${commands.map(commandCase).join('\n')}
  esac
  case "$command $previous" in
${commands.flatMap(valueCases).join('\n')}
  esac
  [[ "$word" == -* && -n "$options" ]] && words="$options"
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _rollcall rollcall
`;
}

function commandCase(command: CompletableCommand): string {
  const options = optionParts(command).map(({ name }) => `--${name}`);
  return `    ${command.name}) options='${options.join(' ')}'; words='${argumentChoices(command).join(' ')}' ;;`;
}

function valueCases(command: CompletableCommand): readonly string[] {
  return optionParts(command).flatMap(({ name, value, choices }) => {
    if (value === undefined) return [];
    const words = choices.length === 0 ? '' : `COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$word")); `;
    return [`    '${command.name} --${name}') ${words}return ;;`];
  });
}
