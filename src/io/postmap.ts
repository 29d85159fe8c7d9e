import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../model/failure.ts';
import type { AskedMap, MapAnswer, MapExpectation } from '../model/map-answer.ts';
import { isAnswered } from '../plan/postfix/map-expectation.ts';
import { inParallel } from './in-parallel.ts';

/** A table that Postfix looks things up in, such as `ldap:/etc/postfix/ldap-groups.cf`. */
export interface PostfixMap {
  readonly name: string;
  /** The environment of `postmap`. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** How long one lookup may take, in milliseconds. */
const longestLookup = 15_000;

/** Asks a map for an address, as Postfix does (`postmap -q`). A `postmap` that cannot be run is a Failure. */
export function askPostmap({ name, variables }: PostfixMap, address: string): Promise<MapAnswer> {
  const options = { env: environment(variables), timeout: longestLookup, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile('postmap', ['-q', address, name], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      const said = stderr.trim().split('\n').at(-1) ?? '';
      if (typeof code === 'string') reject(notRunnable(code));
      else if (code === 0) resolve({ kind: 'found', values: stdout.replace(/\n$/, '').split(',') });
      else if (code === 1 && said === '') resolve({ kind: 'not found' });
      else resolve({ kind: 'failed', message: said === '' ? 'no answer in time' : said.replace(/^postmap: /, '') });
    });
  });
}

/** Without our own variables, one of which may be a password, and with the folder where Postfix has its programs. */
function environment(variables: PostfixMap['variables']): NodeJS.ProcessEnv {
  const others = Object.entries(variables).filter(([name]) => !name.startsWith('ROLLCALL_'));
  const PATH = [variables['PATH'] ?? '', '/usr/sbin', '/sbin'].filter((folder) => folder !== '').join(delimiter);
  return { ...Object.fromEntries(others), PATH };
}

function notRunnable(code: string): Failure {
  const hint = 'It comes with Postfix, in /usr/sbin. Run Rollcall on the mail server, or leave --postmap out.';
  return new Failure('usage', `postmap cannot be run (${code})`, hint);
}

/** Asks a map until it answers what was written, for at most `seconds`, at growing distances of up to 2 seconds. */
export async function awaitMap(
  map: PostfixMap,
  expectations: readonly MapExpectation[],
  seconds: number,
): Promise<AskedMap> {
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  let left = expectations;
  for (let tries = 1, wait = 0.2; ; tries++, wait = Math.min(wait * 2, 2)) {
    const open: { expectation: MapExpectation; answer: MapAnswer }[] = [];
    await inParallel(left, 8, async (expectation) => {
      const answer = await askPostmap(map, expectation.address);
      if (!isAnswered(expectation, answer)) open.push({ expectation, answer });
    });
    left = open.map(({ expectation }) => expectation);
    if (left.length === 0 || elapsed() + wait > seconds) {
      const behind = open.map(({ expectation: { address }, answer }) => ({ address, answer }));
      return { behind, seconds: elapsed(), tries };
    }
    await sleep(wait * 1000);
  }
}
