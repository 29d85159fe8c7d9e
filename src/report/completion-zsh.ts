import { argumentChoices, type CompletableCommand, type OptionParts, optionParts } from './completion.ts';

/** A script for zsh: for a folder of `$fpath` as `_rollcall`, or to be sourced behind `compinit`. */
export function zshCompletion(commands: readonly CompletableCommand[]): string {
  return `#compdef rollcall
# Completion of rollcall for zsh: source <(rollcall completion zsh)
_rollcall() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${commands.map(commandCase).join('\n')}
  esac
}
if [ "$funcstack[1]" = _rollcall ]; then _rollcall "$@"; else compdef _rollcall rollcall; fi
`;
}

function commandCase(command: CompletableCommand): string {
  const choices = argumentChoices(command);
  const rest = choices.length === 0 ? '*:argument:_files' : `*:argument:(${choices.join(' ')})`;
  const specs = [...optionParts(command).map(optionSpec), rest].map((spec) => `      ${quoted(spec)}`);
  return `    ${command.name}) _arguments \\\n${specs.join(' \\\n')} ;;`;
}

/** `--name[description]`, with the value behind it (zshcompsys(1), _arguments). */
function optionSpec({ name, value, description, choices }: OptionParts): string {
  const head = `--${name}[${description.replace(/[\\[\]]/g, '\\$&')}]`;
  if (value === undefined) return head;
  return `${head}:${value.replace(/:/g, '\\:')}:${choices.length === 0 ? '_files' : `(${choices.join(' ')})`}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
