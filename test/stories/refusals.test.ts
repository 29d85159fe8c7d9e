import { afterEach, describe, expect, it } from 'vitest';
import { openServerStage, openStage, type Stage, stageKinds } from '../kit/stage.ts';
import { groupDn, groupLdif, manifest, people } from '../kit/texts.ts';
import { applyAsPlanned, expectAsPlanned, expectNothingToDo, planOf } from './laws.ts';

const [hq, ops, it_] = ['hq@example.net', 'ops@example.net', 'it@example.net'];
const [ann, bob] = ['ann@example.net', 'bob@example.net'];
let stage: Stage;
afterEach(() => stage?.end());

const memberOf = async (address: string): Promise<unknown> =>
  (await stage.tree())[groupDn(address)]?.['mailGroupMember'];

describe('a server that refuses one group', () => {
  const scene = {
    entries: [groupLdif(hq, [ann]), groupLdif(ops, [ann])],
    manifests: {
      'hq.yaml': manifest(hq, [ann, bob]),
      'it.yaml': manifest(it_, [ann]),
      'ops.yaml': manifest(ops, [ann, bob]),
    },
  };

  const constraint = `constraint_attribute mailGroupMember count 1 restrict="ldap:///${groupDn(ops)}??base"`;

  it.each([
    [
      'a constraint',
      'constraintViolation (19)',
      { slapd: { globalLines: ['moduleload constraint'], databaseLines: ['overlay constraint', constraint] } },
    ],
    ['an access rule', 'insufficientAccessRights (50)', { access: `access to dn.exact="${groupDn(ops)}" by * read` }],
  ])('by %s: it is reported, and the others are applied', async (_, code, server) => {
    stage = await openServerStage({ ...scene, ...server });
    const { result, plan, writes } = await applyAsPlanned(stage, 5, '--no-preflight');
    expect(plan.steps).toHaveLength(3);
    expect(writes).toHaveLength(2);
    expect(await memberOf(hq)).toEqual([ann, bob]);
    expect(await memberOf(it_)).toEqual([ann]);
    expect(await memberOf(ops)).toEqual([ann]);
    expect(result.stdout).toContain('Applied 2 of 3 steps; 1 failed.');
    expect(result.stdout).toContain(code);
    const again = await applyAsPlanned(stage, 5, '--no-preflight');
    expect(again.plan.steps.map(({ change }) => change.address)).toEqual([ops]);
    expect(again.writes).toEqual([]);
  });
});

describe.each(stageKinds)('limits in a directory of the kind %s', (kind) => {
  it('a group that would lose too much is held, the others are applied', async () => {
    stage = await openStage(kind, {
      entries: [groupLdif(hq, people(12)), groupLdif(ops, [ann])],
      manifests: { 'hq.yaml': manifest(hq, people(5)), 'ops.yaml': manifest(ops, [ann, bob]) },
    });
    const applied = await applyAsPlanned(stage, 3);
    expectAsPlanned(applied);
    expect(applied.plan.held).toMatchObject([{ limit: 'per-group', reason: 'it would lose 7 of its 12 members' }]);
    expect(applied.result.stdout).toContain('Held back (1)');
    expect(applied.result.stdout).toContain('\nheld     ~ hq@example.net  7 members to remove\n');
    expect(applied.result.stdout).toMatch(/Applied 1 of 1 step; 1 held\.\n$/);
    expect(await memberOf(hq)).toHaveLength(12);
    expect(await memberOf(ops)).toEqual([ann, bob]);
    const again = await applyAsPlanned(stage, 3);
    expect(again.plan.steps).toEqual([]);
    expect(again.result.stdout).toMatch(/Nothing was sent; 1 held\.\n$/);
  });

  it('a run that would remove too much is held, additions go on', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@example.net`);
    const manifests = names.map((address): [string, string] => [`${address}.yaml`, manifest(address, people(6))]);
    stage = await openStage(kind, {
      entries: names.map((address) => groupLdif(address, people(10))),
      manifests: { ...Object.fromEntries(manifests), 'new.yaml': manifest('new@example.net', [ann]) },
    });
    const applied = await applyAsPlanned(stage, 3);
    expectAsPlanned(applied);
    expect(applied.plan.held.map(({ limit }) => limit)).toEqual(names.map(() => 'per-run'));
    expect(await memberOf('new@example.net')).toEqual([ann]);
    stage.workspace.write(
      'rollcall.yaml',
      `${stage.workspace.read('rollcall.yaml')}safety: { perRun: { floor: 24 } }\n`,
    );
    expect((await applyAsPlanned(stage, 0)).plan.summary).toMatchObject({ update: 6, membersRemoved: 24 });
    await expectNothingToDo(stage);
  });
});

describe.each(stageKinds)('conflicts in a directory of the kind %s', (kind) => {
  const person = `dn: cn=Bob,ou=People,ou=Mail,dc=example,dc=net\nobjectClass: inetOrgPerson\ncn: Bob\nsn: B\nmail: ${hq}\n`;
  const entry = (name: string, address: string): string =>
    groupLdif(address, [ann])
      .replace(/^dn: .*$/m, `dn: cn=${name},ou=Groups,ou=Mail,dc=example,dc=net`)
      .replace('cn: group', `cn: ${name}`);
  const others = { 'ops.yaml': manifest(ops, [ann, bob]) };

  it.each([
    [
      'two entries with one address',
      [entry('one', hq), entry('two', hq)],
      { 'hq.yaml': manifest(hq, [bob]) },
      '2 entries answer for',
    ],
    [
      'one entry for two manifests',
      [groupLdif(hq, [ann], [`mail: ${it_}`])],
      { 'hq.yaml': manifest(hq, [bob]), 'it.yaml': manifest(it_, [bob]) },
      'one entry answers for',
    ],
    [
      'an alias that belongs to another entry',
      [groupLdif(hq, [ann]), groupLdif(it_, [ann])],
      { 'hq.yaml': manifest(hq, [bob], [`aliases: [${it_}]`]) },
      'already belongs to another entry',
    ],
    [
      'an address outside the base',
      [person],
      { 'hq.yaml': manifest(hq, [bob]) },
      'outside the managed groups already has the address',
    ],
    [
      'a name that the manifest does not declare',
      [groupLdif('old@example.net', [ann], [`mail: ${hq}`])],
      { 'hq.yaml': manifest(hq, [bob], ['aliases: []']) },
      'the entry is named by old@example.net',
    ],
  ])('%s: nothing is written for that group, the others are applied', async (_, entries, manifests, message) => {
    stage = await openStage(kind, {
      entries: [...entries, groupLdif(ops, [ann])],
      manifests: { ...manifests, ...others },
    });
    const before = await stage.tree();
    const applied = await applyAsPlanned(stage, 5);
    expectAsPlanned(applied);
    expect(applied.plan.steps.map(({ change }) => change.address)).toEqual([ops]);
    expect(applied.plan.conflicts.map((conflict) => conflict.message).join()).toContain(message);
    expect(applied.result.stdout).toContain(message);
    const after = await stage.tree();
    expect(after[groupDn(ops)]?.['mailGroupMember']).toEqual([ann, bob]);
    expect({ ...after, [groupDn(ops)]: before[groupDn(ops)] }).toEqual(before);
    expect((await planOf(stage, 5)).steps).toEqual([]);
  });
});
