import { parseParameters } from './parameters.ts';

/** A new text for a map's file with the password of the one that is there; the new text itself where there is none. */
export function keepPassword(written: string, text: string): string {
  const password = parseParameters(written).parameters.get('bind_pw')?.value;
  return password === undefined ? text : text.replace(/^bind_pw = .*$/m, () => `bind_pw = ${password}`);
}
