import { afterEach, describe, expect, it } from 'vitest';
import { answer } from '../kit/fault-actions.ts';
import { writeKinds } from '../kit/fault-message.ts';
import { groupDn, groupLdif, manifest } from '../kit/texts.ts';
import { expectEnd, type FaultStage, isCheck, openFaultStage, real, wholeGroup } from './fault-stage.ts';
import { type Laws, lawsOf } from './invariants.ts';

let stage: FaultStage;
afterEach(() => stage?.end());

const addressesOf = (count: number): string[] => Array.from({ length: count }, (_, index) => `g${index}@example.net`);

/** Groups that get one member each. */
async function open(count: number): Promise<Laws> {
  const addresses = addressesOf(count);
  const text = (address: string): string => manifest(address, ['ann@example.net', 'new@example.net']);
  stage = await openFaultStage({
    entries: addresses.map((address) => wholeGroup(address, ['ann@example.net'])),
    manifests: Object.fromEntries(addresses.map((address) => [`${address}.yaml`, text(address)])),
  });
  return lawsOf(stage);
}

const checks = { kind: writeKinds, where: isCheck };
const writes = real({ kind: writeKinds });
/** What a server answers that does not know the no-op control. */
const unknownControl = answer({ code: 12, text: 'critical control unavailable in context' });

describe('the check beforehand', () => {
  it.each([
    [500, [], 500],
    [501, [], 0],
    [501, ['--preflight'], 501],
    [500, ['--no-preflight'], 0],
  ] as const)('%i steps with %j: %i checks, and each step is written once', async (count, flags, expected) => {
    const law = await open(count);
    expectEnd(await stage.apply(flags), 0);
    expect(stage.proxy.count(checks)).toBe(expected);
    expect(stage.proxy.count(writes)).toBe(count);
    expect((await law.hold()).length).toBe(count);
    const order = stage.proxy.seen({ kind: writeKinds }).map(isCheck);
    expect(order.lastIndexOf(true)).toBeLessThan(order.indexOf(false)); // all checks come first
  });

  it('a server without it: by itself, the run goes on without checks after one question', async () => {
    const law = await open(20);
    stage.proxy.when(checks, unknownControl);
    expectEnd(await stage.apply(), 0);
    expect(stage.proxy.count(checks)).toBe(1);
    expect((await law.hold()).length).toBe(20);
  });

  it('a server without it and --preflight: the run stops with 4, nothing is written, and the hint says what to do', async () => {
    const law = await open(20);
    stage.proxy.when(checks, unknownControl);
    const result = await stage.apply(['--preflight']);
    expectEnd(
      result,
      4,
      /^rollcall: ldap:\S+ cannot check a change without writing it\n {2}hint: Nothing was written. .*leave --preflight out/,
    );
    expect(stage.proxy.count(checks)).toBe(1);
    expect(stage.proxy.count(writes)).toBe(0);
    await law.hold(result);
    await law.converges();
  });

  it('a server that carries a check out: the run ends after this one request and says so', async () => {
    const law = await open(20);
    stage.proxy.when({ kind: 'modifyResult', nth: 1 }, answer({ code: 0 }));
    const result = await stage.apply();
    expectEnd(result, 4, /carried out mail=g0@example.net,\S+ instead of checking it\n {2}hint: .*--no-preflight/);
    expect(stage.proxy.count(checks)).toBe(1);
    expect(stage.proxy.count(writes)).toBe(0);
    await law.hold(result);
  });

  it('a connection that breaks in every check: the run gives up before anything is written', async () => {
    const law = await open(3);
    stage.proxy.when(checks, (step) => step.close());
    const result = await stage.apply();
    expectEnd(result, 4, /the connection to \S+ broke during the modify of /);
    expect(stage.proxy.count(writes)).toBe(0);
    expect(await law.hold(result)).toEqual([]);
    stage.proxy.clear();
    await law.converges();
  });
});

describe('an attribute that no group has yet (decision 0006)', () => {
  const dn = groupDn('g0@example.net');
  const first = 'description: the first one ever';

  /** Three groups, of which two get a description, which no entry has ever had. */
  const openBare = async (): Promise<Laws> => {
    const law = await open(3);
    for (const address of addressesOf(2)) {
      const lines = ['ann@example.net', 'new@example.net'];
      stage.workspace.write(`groups/${address}.yaml`, manifest(address, lines, [first]));
    }
    await law.planAgain();
    return law;
  };
  const found = async (): Promise<number> => {
    const { stdout } = await stage.slapd.ldapsearch(['-b', stage.slapd.groupsBase, '(description=*)', 'description']);
    return stdout.match(new RegExp(`^${first}$`, 'gm'))?.length ?? 0;
  };

  it.each([[[]], [['--preflight']]])(
    'is never sent as a check, and the directory is sound afterwards, with %j',
    async (flags) => {
      const law = await openBare();
      const result = await stage.apply(flags);
      expectEnd(result, 0, /^Not checked beforehand: steps that bring description, which no group has yet.\n$/);
      expect(stage.proxy.count(checks)).toBe(1);
      expect(stage.proxy.count({ ...checks, dn })).toBe(0);
      await law.hold(result);
      expect(await found()).toBe(2);
      await stage.slapd.restart();
      expect(await found()).toBe(2);
      expect((await stage.slapd.slapcat()).stdout.match(new RegExp(`^${first}$`, 'gm'))?.length).toBe(2);
      await law.converges();
    },
  );

  it('a new group with it is not checked either, and one that has only known ones is', async () => {
    const law = await open(1);
    stage.workspace.write('groups/x.yaml', manifest('x@example.net', ['ann@example.net'], [first]));
    stage.workspace.write('groups/y.yaml', manifest('y@example.net', ['ann@example.net']));
    await law.planAgain();
    expectEnd(await stage.apply(), 0, /Not checked beforehand/);
    expect(stage.proxy.seen(checks).map((message) => message.dn)).toEqual([groupDn('y@example.net'), dn]);
    await law.hold();
  });

  it('attributes are known by what is read in this run, not by other parts of the tree', async () => {
    stage = await openFaultStage({
      entries: [groupLdif('g0@example.net', ['ann@example.net'])],
      manifests: { 'g0.yaml': manifest('g0@example.net', ['ann@example.net', 'new@example.net'], ['enabled: true']) },
    });
    const law = await lawsOf(stage);
    expectEnd(await stage.apply(), 0, /steps that bring mailEnabled, which/);
    expect(stage.proxy.count(checks)).toBe(0);
    await law.hold();
  });
});
