import type { AskedMap } from '../model/map-answer.ts';
import type { Trouble } from '../model/round.ts';
import { count } from './wording.ts';

/** The answers in one line of words. */
export function mapWords(map: string, groups: number, { behind, seconds }: AskedMap): string {
  if (behind.length === 0) return `${map} answers it for ${count(groups, 'group')} (after ${seconds.toFixed(1)} s)`;
  return `${map} does not answer it for ${behind.length} of ${count(groups, 'group')}`;
}

/** Why Postfix does not see what was written, as far as can be told. */
export function mapTrouble(map: string, { behind, seconds, tries }: AskedMap): Trouble {
  const named = behind.slice(0, 5).map(({ address }) => address);
  const more = behind.length > 5 ? `, and ${behind.length - 5} more` : '';
  const failed = behind.flatMap(({ answer }) => (answer.kind === 'failed' ? [answer.message] : []));
  const said = failed[0] === undefined ? '' : `; it says: ${failed[0]}`;
  return {
    message: `the directory is as declared, but ${map} did not answer so within ${Math.round(seconds)} s (${count(tries, 'try', 'tries')}) for ${named.join(', ')}${more}${said}`,
    hint: 'Mail goes by the old answer until it does. Either Postfix asks a replica that lags, or another place: rollcall doctor --postfix compares.',
  };
}
