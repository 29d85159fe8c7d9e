import { askPostmap, awaitMap, type PostfixMap } from '../io/postmap.ts';
import { Failure } from '../model/failure.ts';
import type { StepResult } from '../model/outcome.ts';
import type { Profile } from '../model/profile.ts';
import type { Trouble } from '../model/round.ts';
import { mapExpectations } from '../plan/postfix/map-expectation.ts';
import { mapTrouble, mapWords } from '../report/map-words.ts';
import type { Context } from './context.ts';
import type { Told } from './phase-log.ts';

/** Which map of Postfix is asked after writing. */
export interface MapOptions {
  /** Such as `ldap:/etc/postfix/ldap-groups.cf`; undefined to ask none. */
  readonly postmap: string | undefined;
  /** How long it is asked at most, in milliseconds. */
  readonly postmapTimeout: number;
}

/** What came of reading back and of asking. */
export interface Confirmed {
  /** Groups that are not as declared. */
  readonly others: readonly string[];
  /** Set when Postfix does not see what was written. */
  readonly behind: Trouble | undefined;
}

/** Asks the map once, before anything is written: one that does not work is a Failure. */
export async function tryMap(context: Context, { postmap }: MapOptions): Promise<void> {
  if (postmap === undefined) return;
  const answer = await askPostmap(mapOf(context, postmap), 'nobody@rollcall.invalid');
  if (answer.kind !== 'failed') return;
  const hint = 'Try it: postmap -q hq@example.net, with the name of the map. Nothing was written.';
  throw new Failure('usage', `--postmap: ${postmap} does not work: ${answer.message}`, hint);
}

/** Waits until the map answers what was written; after a reading that went wrong, it is not asked. */
export async function askMap(
  context: Context,
  { postmap, postmapTimeout }: MapOptions,
  { value: others, said, end }: Told<readonly string[]>,
  results: readonly StepResult[],
  profile: Profile,
): Promise<Told<Confirmed>> {
  const expectations = postmap === undefined ? [] : mapExpectations(results, profile);
  const ended = end === undefined ? {} : { end };
  if (postmap === undefined || others.length > 0 || expectations.length === 0) {
    return { value: { others, behind: undefined }, said, ...ended };
  }
  const asked = await awaitMap(mapOf(context, postmap), expectations, postmapTimeout / 1000);
  const words = `${said}; ${mapWords(postmap, expectations.length, asked)}`;
  if (asked.behind.length === 0) return { value: { others, behind: undefined }, said: words, ...ended };
  return { value: { others, behind: mapTrouble(postmap, asked) }, said: words, end: 'failed' };
}

function mapOf({ variables }: Context, name: string): PostfixMap {
  return { name, variables };
}
