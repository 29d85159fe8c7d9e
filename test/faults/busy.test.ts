import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type Action, answer, first } from '../kit/fault-actions.ts';
import type { RuleMatch } from '../kit/fault-proxy.ts';
import { failing, retcode } from '../kit/slapd-options.ts';
import { groupDn, manifest } from '../kit/texts.ts';
import { expectEnd, type FaultStage, isCheck, openFaultStage, real, wholeGroup } from './fault-stage.ts';
import { lawsOf } from './invariants.ts';

const [hq, ops] = ['hq@example.net', 'ops@example.net'];
let stage: FaultStage;
afterEach(() => stage?.end());

/** Two groups that get one member each. */
async function open(scene: Partial<Parameters<typeof openFaultStage>[0]> = {}): Promise<void> {
  stage = await openFaultStage({
    entries: [wholeGroup(hq, ['ann@example.net']), wholeGroup(ops, ['ann@example.net'])],
    manifests: {
      'hq.yaml': manifest(hq, ['ann@example.net', 'new@example.net']),
      'ops.yaml': manifest(ops, ['ann@example.net', 'new@example.net']),
    },
    ...scene,
  });
}

/** Milliseconds between one message that fits and the next. */
function gaps(match: RuleMatch): readonly number[] {
  const times = stage.proxy.seen(match).map(({ at }) => at);
  return times.slice(1).map((at, index) => at - (times[index] ?? 0));
}

const codes = [
  [51, 'busy'],
  [52, 'unavailable'],
] as const;

describe.each(codes)('a server that answers %s', (code, name) => {
  it.each([
    ['to a write', real({ kind: 'modify', dn: groupDn(hq) })],
    ['to a check', { kind: 'modify', dn: groupDn(hq), where: isCheck }],
  ] as const)('row 15: twice %s is tried again, each time later', async (_, match) => {
    await open();
    const law = await lawsOf(stage);
    stage.proxy.when({ ...match, times: 2 }, answer({ code, text: 'one moment' }));
    expectEnd(await stage.apply(), 0);
    const [one = 0, two = 0, ...more] = gaps(match);
    expect(more).toEqual([]);
    expect(one).toBeGreaterThanOrEqual(95);
    expect(two).toBeGreaterThanOrEqual(195);
    expect((await law.hold()).length).toBe(2);
    await law.undoes();
  });

  it('row 15: always to one group: tried three times and reported, the other group is done', async () => {
    await open();
    const law = await lawsOf(stage);
    const match = real({ kind: 'modify', dn: groupDn(hq) });
    stage.proxy.when(match, answer({ code, text: 'too many cooks' }));
    const result = await stage.apply();
    expectEnd(result, 5);
    expect(stage.proxy.count(match)).toBe(3);
    expect(result.stdout).toMatch(
      new RegExp(
        `reason: modify ${groupDn(hq)} was refused with ${name} \\(${code}\\): too many cooks \\(3 tries in \\d\\.\\d s\\)\n`,
      ),
    );
    expect(result.stdout).toContain('hint: The server is ');
    expect(result.stdout).toContain('Applied 1 of 2 steps');
    expect((await law.hold(result)).map(({ dn }) => dn)).toEqual([groupDn(ops)]);
    await law.converges();
  });

  it('row 15: to every check: nothing is written', async () => {
    await open();
    const law = await lawsOf(stage);
    stage.proxy.when({ kind: 'modify', where: isCheck }, answer({ code }));
    const result = await stage.apply();
    expectEnd(result, 5);
    expect(result.stdout).toContain(`would be refused with ${name} (${code})`);
    expect(await law.hold(result)).toEqual([]);
    await law.converges();
  });

  it.each([
    ['bind', { kind: 'bind' }],
    ['search', { kind: 'search', nth: 2 }],
  ] as const)('row 15: to the %s: tried again, and given up after three times', async (kind, match) => {
    await open();
    const law = await lawsOf(stage);
    const short = stage.proxy.when({ ...match, times: 1 }, answer({ code }));
    expectEnd(await stage.workspace.run(['plan'], {}), 0);
    expect(short.hits()).toBe(1);
    stage.proxy.clear();
    stage.proxy.when({ kind, from: kind === 'bind' ? 1 : 2 }, answer({ code }));
    const result = await stage.apply();
    expectEnd(
      result,
      4,
      new RegExp(
        `^rollcall: .* failed with ${name} \\(${code}\\) \\(3 tries in \\d\\.\\d s\\)\n  hint: The server is `,
      ),
    );
    expect(stage.proxy.count({ kind })).toBe(kind === 'bind' ? 3 : 4);
    expect(await law.hold(result)).toEqual([]);
    await law.converges();
  });
});

describe('a server that is away', () => {
  const away = (milliseconds: number): Action =>
    first(async () => {
      await stage.proxy.refuse();
      stage.proxy.killAll('reset');
      if (milliseconds > 0) void sleep(milliseconds).then(() => stage.proxy.accept());
    });

  it('row 15: at the beginning, for a moment: the run waits for it', async () => {
    await open();
    const law = await lawsOf(stage);
    await stage.proxy.refuse();
    void sleep(600).then(() => stage.proxy.accept());
    const result = await stage.apply([], { variables: { ROLLCALL_RETRY_TRIES: '8' } });
    expectEnd(result, 0);
    await law.hold(result);
  });

  it('row 15: for good: the run gives up, says how often it tried, and ends with 4', async () => {
    await open();
    const law = await lawsOf(stage);
    await stage.proxy.refuse();
    const result = await stage.apply();
    expectEnd(
      result,
      4,
      /^rollcall: cannot connect to ldap:\S+: nothing listens there \(3 tries in 0\.\d s\)\n {2}hint: Start the server, or correct directory.url.\n$/,
    );
    expect(await law.hold(result)).toEqual([]);
    await stage.proxy.accept();
    await law.converges();
  });

  it('row 15: the total time is a limit too, whatever the number of tries', async () => {
    await open();
    await stage.proxy.refuse();
    const started = performance.now();
    const result = await stage.apply([], { variables: { ROLLCALL_RETRY_TRIES: '100', ROLLCALL_RETRY_SECONDS: '1' } });
    expect(performance.now() - started).toBeLessThan(4000);
    expectEnd(result, 4, /nothing listens there \([2-5] tries in [01]\.\d s\)/);
    await stage.proxy.accept();
  });

  it('row 15: in the middle, for a moment: the run goes on', async () => {
    await open();
    const law = await lawsOf(stage);
    stage.proxy.when(real({ kind: 'modify', nth: 1 }), away(500));
    const result = await stage.apply([], { variables: { ROLLCALL_RETRY_TRIES: '8' } });
    expectEnd(result, 0);
    expect((await law.hold(result)).length).toBe(2);
    await law.undoes();
  });

  it('row 15: in the middle, for good: what was done and what was not is in the report, the code is 5', async () => {
    await open();
    const law = await lawsOf(stage);
    stage.proxy.when(real({ kind: 'modify', dn: groupDn(ops) }), away(0));
    const result = await stage.apply([], { variables: { ROLLCALL_IN_FLIGHT: '1' } });
    expectEnd(result, 5, /^rollcall: cannot connect to ldap:\S+: nothing listens there \(3 tries in 0\.\d s\)$/m);
    expect(result.stdout).toMatch(/^applied {2}~ hq@example.net/m);
    expect(result.stdout).toMatch(/^FAILED {3}~ ops@example.net/m);
    expect((await law.hold(result)).map(({ dn }) => dn)).toEqual([groupDn(hq)]);
    await stage.proxy.accept();
    await law.converges();
  });
});

it('row 15: a real server that is busy for one group keeps nothing else from being done', async () => {
  await open({ slapd: retcode });
  const law = await lawsOf(stage);
  await stage.slapd.ldapmodify(failing(groupDn(hq), 'modify', 51, 'overloaded'));
  const result = await stage.apply(['--no-preflight']);
  expectEnd(result, 5);
  expect(result.stdout).toMatch(/was refused with busy \(51\): overloaded \(3 tries in \d\.\d s\)/);
  expect((await law.hold(result)).map(({ dn }) => dn)).toEqual([groupDn(ops)]);
});
