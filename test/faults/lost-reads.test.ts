import { afterEach, describe, expect, it } from 'vitest';
import {
  type Action,
  afterPassing,
  close,
  cutAfter,
  delay,
  drop,
  gate,
  glue,
  reset,
  trickle,
} from '../kit/fault-actions.ts';
import { type FaultMessage, writeKinds } from '../kit/fault-message.ts';
import type { ServerScene } from '../kit/stage.ts';
import { groupsBase } from '../kit/texts.ts';
import { type FaultStage, isCheck, openFaultStage } from './fault-stage.ts';
import { type Laws, lawsOf } from './invariants.ts';
import { howMany, manyGroups, smallPages } from './many-groups.ts';

let stage: FaultStage;
afterEach(() => stage?.end());

async function open(scene: Partial<ServerScene> = {}): Promise<Laws> {
  stage = await openFaultStage({ ...manyGroups, ...scene });
  return lawsOf(stage);
}

const ofListing = ({ dn }: FaultMessage): boolean => dn === groupsBase;
const everyWrite = ['add', 'delete', 'modify'];

/** Every bind was made with the name and a password, and every other request under that name. */
function expectNobodyAnonymous(): void {
  const { proxy, slapd } = stage;
  for (const { bind, dn } of proxy.seen({ kind: 'bind' }))
    expect([bind, dn]).toEqual(['simple', slapd.accounts.rollcall.dn]);
  const asked = proxy.seen({ where: ({ kind, direction }) => direction === 'request' && kind !== 'bind' });
  expect(asked.length).toBeGreaterThan(0);
  expect(new Set(asked.map(({ boundAs }) => boundAs))).toEqual(new Set([slapd.accounts.rollcall.dn]));
}

const breaks: readonly (readonly [name: string, nth: number, action: Action])[] = [
  ['closes', 1, close],
  ['closes', howMany, close],
  ['breaks (RST)', 4, reset],
  ['closes in the middle of an entry', 7, cutAfter(20)],
];

describe('row 8: a connection that goes in a listing', () => {
  it.each(breaks)('(it %s at entry %d): the whole listing is read again', async (_, nth, action) => {
    const law = await open();
    stage.proxy.when({ kind: 'entry', where: ofListing, nth }, action);
    const result = await stage.apply(['--no-preflight'], { variables: smallPages });
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(stage.proxy.count({ kind: 'entry', where: ofListing })).toBe(nth + howMany);
    expect(stage.proxy.connections()).toBe(2);
    expectNobodyAnonymous();
    expect((await law.hold(result)).map(({ changetype }) => changetype).sort()).toEqual(everyWrite);
    await law.converges();
  });

  it.each([
    ['closes', close],
    ['breaks (RST)', reset],
  ])('(it %s each time): after three tries nothing is planned from a part', async (_, action) => {
    const law = await open();
    const atSeven = (message: FaultMessage): boolean => message.entryDn?.includes('g7@') === true;
    const rule = stage.proxy.when(
      { kind: 'entry', where: (message) => ofListing(message) && atSeven(message) },
      action,
    );
    const result = await stage.apply(['--no-preflight'], { variables: smallPages });
    expect(rule.hits()).toBe(3);
    expect(result).toMatchObject({ code: 4, stdout: '' });
    expect(result.stderr).toMatch(
      /^rollcall: the connection to \S+ broke during the search below \S+: the server closed the connection \(3 tries in \S+ s\)\n {2}hint: .+\n$/,
    );
    expect(stage.proxy.count({ kind: writeKinds })).toBe(0);
    expect(await law.hold(result)).toEqual([]);
    await law.converges();
  });
});

describe('row 9: a connection that is gone between reading and writing', () => {
  const logged: Partial<ServerScene> = { slapd: { loglevel: 'stats' } };

  /** What the server itself says about who did what, from a place in its log on. */
  function expectNobodyAnonymousInLog(from: number): void {
    const lines = stage.slapd.log().slice(from).split('\n');
    const bound = new Set<string>();
    for (const line of lines) {
      const [, connection = '', what = ''] =
        /conn=(\d+) op=\d+ (BIND dn="[^"]+" mech=SIMPLE|SRCH|MOD|ADD|DEL|CMP|EXT)\b/.exec(line) ?? [];
      if (what.startsWith('BIND')) bound.add(connection);
      else if (what !== '') expect(bound, line).toContain(connection);
    }
    expect(lines.some((line) => / MOD dn=/.test(line))).toBe(true);
  }

  it.each([
    ['--no-preflight', 'reset'],
    ['--no-preflight', 'close'],
    ['--preflight', 'reset'],
    ['--preflight', 'close'],
  ] as const)('(%s, %s): bound anew, every entry read again before it is written', async (preflight, how) => {
    const law = await open(logged);
    // The answer to the last question before the writes waits while every connection goes.
    const last = stage.proxy.when(
      { kind: 'done', where: ({ dn }) => dn === 'dc=example,dc=net' && closing() },
      afterPassing(() => stage.proxy.killAll(how)),
    );
    const from = stage.slapd.log().length;
    let seen = 0;
    function closing(): boolean {
      seen += 1;
      return seen === 2; // the suffix is looked at, then looked through for addresses of new groups
    }
    const result = await stage.apply([preflight]);
    expect(last.hits()).toBe(1);
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0 });
    expectNobodyAnonymous();
    expectNobodyAnonymousInLog(from);
    expect(stage.proxy.connections()).toBe(2);
    for (const { dn, at, connection } of stage.proxy.seen({
      kind: writeKinds,
      where: (message) => !isCheck(message),
    })) {
      const read = stage.proxy.seen({
        kind: 'search',
        dn,
        where: (message) => message.at < at && message.connection === connection,
      });
      expect(read.length, `${dn} was read again`).toBeGreaterThan(0);
    }
    expect((await law.hold(result)).map(({ changetype }) => changetype).sort()).toEqual(everyWrite);
    await law.converges();
  });

  it('while the first write waits: nothing is lost and nothing is done twice', async () => {
    const law = await open(logged);
    const waiting = gate();
    const from = stage.slapd.log().length;
    stage.proxy.when({ kind: writeKinds, where: (message) => !isCheck(message), nth: 1 }, waiting.action);
    const run = stage.apply();
    await waiting.reached;
    stage.proxy.killAll('reset');
    waiting.open();
    const result = await run;
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0 });
    expectNobodyAnonymous();
    expectNobodyAnonymousInLog(from);
    expect((await law.hold(result)).map(({ changetype }) => changetype).sort()).toEqual(everyWrite);
    await law.converges();
  });
});

describe('row 13: a slow or clumsy connection', () => {
  const everything: readonly (readonly [name: string, match: { readonly direction: string }, action: Action])[] = [
    ['answers in pieces of 3 bytes', { direction: 'response' }, trickle(3, 0)],
    ['requests in pieces of 3 bytes', { direction: 'request' }, trickle(3, 0)],
    ['answers after 20 ms', { direction: 'response' }, delay(20)],
  ];
  it.each(everything)('(%s) is no trouble', async (_, { direction }, action) => {
    const law = await open();
    stage.proxy.when({ where: (message) => message.direction === direction }, action);
    const result = await stage.apply([], { variables: { ...smallPages, ROLLCALL_TIMEOUT: '60' } });
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0, stderr: '' });
    expect((await law.hold(result)).map(({ changetype }) => changetype).sort()).toEqual(everyWrite);
    await law.converges();
  });

  it('(all entries in one packet with the end of the page) is no trouble', async () => {
    const law = await open();
    stage.proxy.when({ kind: 'entry', where: ofListing }, glue);
    const result = await stage.apply([], { variables: smallPages });
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0, stderr: '' });
    expect((await law.hold(result)).map(({ changetype }) => changetype).sort()).toEqual(everyWrite);
    await law.converges();
  });

  it.each<readonly [string, Action]>([
    ['says nothing', drop],
    ['gives one byte every half second', trickle(1, 500)],
    ['stops in the middle of an answer', ({ bytes, forward }): void => forward(bytes.subarray(0, 10))],
  ])('(a server that %s) ends in time, each try anew', async (_, action) => {
    const law = await open();
    stage.proxy.when({ kind: 'done', where: ofListing }, action);
    const started = performance.now();
    const variables = { ROLLCALL_TIMEOUT: '1', ROLLCALL_RETRY_TRIES: '2' };
    const result = await stage.apply([], { variables });
    expect(result.stderr).toMatch(/: no answer in time \(2 tries in \S+ s\)/);
    expect(result).toMatchObject({ code: 4, stdout: '' });
    expect(performance.now() - started).toBeLessThan(8000);
    expect(await law.hold(result)).toEqual([]);
    stage.proxy.clear();
    await law.converges();
  });
});
