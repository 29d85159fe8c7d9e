import type { Finding } from '../../model/diagnosis.ts';
import type { FailedAttempt } from './facts.ts';

/** As it should be. */
export function ok(message: string): Finding {
  return { state: 'ok', message, hint: undefined };
}

/** Worth knowing. */
export function note(message: string, hint: string | undefined): Finding {
  return { state: 'note', message, hint };
}

/** Works today, or in part. */
export function warning(message: string, hint: string): Finding {
  return { state: 'warning', message, hint };
}

/** Does not work like this. */
export function error(message: string, hint: string): Finding {
  return { state: 'error', message, hint };
}

/** What a failure says, as an error. */
export function failed({ message, hint }: FailedAttempt): Finding {
  return error(message, hint);
}

/** A number with its noun: `1 group`, `2 groups`. */
export function counted(number: number, one: string, many: string = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** The first few of many names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
