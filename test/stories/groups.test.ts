import { afterEach, describe, expect, it } from 'vitest';
import { openStage, type Scene, type Stage, stageKinds } from '../kit/stage.ts';
import { groupDn, groupLdif, manifest } from '../kit/texts.ts';
import { applyAndProve, applyAsPlanned, expectNothingToDo, planOf } from './laws.ts';

const hq = 'hq@example.net';
const ops = 'ops@example.net';
const members = ['ann@example.net'];
let stage: Stage;
afterEach(() => stage?.end());

describe.each(stageKinds)('groups in a directory of the kind %s', (kind) => {
  const open = async (scene: Scene): Promise<void> => {
    stage = await openStage(kind, scene);
  };
  const hqIs = async (): Promise<Readonly<Record<string, readonly string[]>> | undefined> =>
    (await stage.tree())[groupDn(hq)];

  it('a new group gets all that the schema and Postfix need', async () => {
    const lines = [
      'description: Everyone',
      'aliases: [all@example.net]',
      'attributes: { telephoneNumber: "+49 30 1" }',
    ];
    const settings = ['defaults: { mailUidNumber: 5000, sn: list, cn: "{address}" }'];
    await open({ manifests: { 'hq.yaml': manifest(hq, members, lines) }, settings });
    await applyAndProve(stage, '--bootstrap');
    expect(await hqIs()).toMatchObject({
      objectClass: ['PostfixBookMailAccount', 'organizationalPerson', 'top'],
      mail: ['all@example.net', hq],
      mailEnabled: ['TRUE'],
      description: ['Everyone'],
      telephoneNumber: ['+49 30 1'],
      mailUidNumber: ['5000'],
      sn: ['list'],
      cn: [hq],
      mailGroupMember: members,
    });
  });

  it('a new group may be empty and switched off', async () => {
    await open({ manifests: { 'hq.yaml': manifest(hq, [], ['enabled: false']) } });
    await applyAndProve(stage, '--bootstrap');
    expect(await hqIs()).toMatchObject({ mailEnabled: ['FALSE'] });
  });

  it('an address with characters that a DN escapes becomes a group', async () => {
    const odd = "o'neil+x/y=z#1@example.net";
    await open({ manifests: { 'odd.yaml': manifest(JSON.stringify(odd), members) } });
    await applyAndProve(stage, '--bootstrap');
    expect(Object.values(await stage.tree()).map(({ mail }) => mail)).toContainEqual([odd]);
  });

  it('prune: all deletes a group without a manifest', async () => {
    await open({
      entries: [groupLdif(hq, members), groupLdif(ops, members)],
      manifests: { 'hq.yaml': manifest(hq, members) },
      settings: ['prune: all'],
    });
    const { plan } = await applyAndProve(stage);
    expect(plan.summary).toMatchObject({ delete: 1, unmanaged: 0 });
    expect((await stage.tree())[groupDn(ops)]).toBeUndefined();
    expect(await hqIs()).toMatchObject({ mailGroupMember: members });
  });

  it.each(['declared', 'never'])('prune: %s deletes nothing and lists what is unmanaged', async (prune) => {
    await open({
      entries: [groupLdif(hq, members), groupLdif(ops, members)],
      manifests: { 'hq.yaml': manifest(hq, members) },
      settings: [`prune: ${prune}`],
    });
    const before = await stage.tree();
    const { stdout } = await stage.workspace.run(['plan']);
    expect(stdout).toContain(`Unmanaged, left alone (1):\n    ${ops}  1 member\n`);
    expect(stdout.includes('prune: declared deletes nothing: ')).toBe(prune === 'declared');
    await expectNothingToDo(stage);
    expect(await stage.tree()).toEqual(before);
  });

  it('more deletions than the limit are held', async () => {
    const others = ['a', 'b', 'c'].map((name) => groupLdif(`${name}@example.net`, members));
    await open({
      entries: [groupLdif(hq, []), ...others],
      manifests: { 'hq.yaml': manifest(hq, members) },
      settings: ['prune: all'],
    });
    const { plan } = await applyAsPlanned(stage, 3);
    expect(plan.held.map(({ limit }) => limit)).toEqual(['deletions', 'deletions', 'deletions']);
    expect(Object.keys(await stage.tree()).filter((dn) => dn.startsWith('mail='))).toHaveLength(4);
    expect(await hqIs()).toMatchObject({ mailGroupMember: members });
  });

  it('a protected group is never emptied', async () => {
    await open({
      entries: [groupLdif(hq, members)],
      manifests: { 'hq.yaml': manifest(hq, [], ['protected: true']) },
    });
    const { plan, result } = await applyAsPlanned(stage, 3);
    expect(plan).toMatchObject({ steps: [], held: [{ limit: 'protected' }] });
    expect(result.stdout).toContain('protected group');
    expect(await hqIs()).toMatchObject({ mailGroupMember: members });
  });

  it('description and mailEnabled are put back when the manifest names them', async () => {
    await open({
      entries: [groupLdif(hq, members, ['description: by hand', 'mailEnabled: FALSE'])],
      manifests: { 'hq.yaml': manifest(hq, members, ['description: Everyone', 'enabled: true']) },
    });
    await applyAndProve(stage);
    expect(await hqIs()).toMatchObject({ description: ['Everyone'], mailEnabled: ['TRUE'] });
  });

  it('description and mailEnabled are left when the manifest does not name them', async () => {
    await open({
      entries: [groupLdif(hq, members, ['description: by hand', 'mailEnabled: FALSE', 'telephoneNumber: 1'])],
      manifests: { 'hq.yaml': manifest(hq, members) },
    });
    await expectNothingToDo(stage);
    expect(await hqIs()).toMatchObject({ description: ['by hand'], mailEnabled: ['FALSE'], telephoneNumber: ['1'] });
  });

  it('an attribute is changed, added and taken away', async () => {
    await open({
      entries: [groupLdif(hq, members, ['telephoneNumber: 1', 'telephoneNumber: 2', 'l: Hamburg'])],
      manifests: { 'hq.yaml': manifest(hq, members, ['attributes: { telephoneNumber: [2, 3], l: [], ou: Sales }']) },
    });
    await applyAndProve(stage);
    const now = await hqIs();
    expect(now).toMatchObject({ telephoneNumber: ['2', '3'], ou: ['Sales'] });
    expect(now).not.toHaveProperty('l');
  });

  it('aliases are added and removed, the name of the entry stays', async () => {
    await open({
      entries: [groupLdif(hq, members, ['mail: old@example.net', 'mail: Kept@example.net'])],
      manifests: { 'hq.yaml': manifest(hq, members, ['aliases: [kept@example.net, new@example.net]']) },
    });
    const { plan } = await applyAndProve(stage);
    expect(plan.steps[0]?.operations).toEqual([
      {
        kind: 'modify',
        dn: groupDn(hq),
        modifications: [
          { kind: 'delete', attribute: 'mail', values: ['old@example.net'] },
          { kind: 'add', attribute: 'mail', values: ['new@example.net'] },
        ],
      },
    ]);
    expect((await hqIs())?.['mail']).toEqual(['Kept@example.net', hq, 'new@example.net']);
  });

  it('aliases: [] takes every alias away, and no key leaves them', async () => {
    await open({
      entries: [hq, ops].map((address) => groupLdif(address, members, [`mail: alias-of-${address}`])),
      manifests: { 'hq.yaml': manifest(hq, members, ['aliases: []']), 'ops.yaml': manifest(ops, members) },
    });
    await applyAndProve(stage);
    const tree = await stage.tree();
    expect([tree[groupDn(hq)]?.['mail'], tree[groupDn(ops)]?.['mail']]).toEqual([[hq], [`alias-of-${ops}`, ops]]);
  });

  it('an entry is found by its address, under whatever name and wherever it is below the base', async () => {
    const dn = `cn=Head Office,ou=Berlin,ou=Groups,ou=Mail,dc=example,dc=net`;
    const unit = 'dn: ou=Berlin,ou=Groups,ou=Mail,dc=example,dc=net\nobjectClass: organizationalUnit\nou: Berlin\n';
    const entry = groupLdif('HQ@Example.net', members)
      .replace(/^dn: .*$/m, `dn: ${dn}`)
      .replace('cn: group', 'cn: Head Office');
    await open({ entries: [unit, entry], manifests: { 'hq.yaml': manifest(hq, [...members, 'bob@example.net']) } });
    const { plan } = await applyAndProve(stage);
    expect(plan.steps.map(({ change }) => change.dn)).toEqual([dn]);
    expect(plan.spelling).toMatchObject([{ attribute: 'mail', stored: 'HQ@Example.net' }]);
  });

  it('an empty plan is a plan in every format', async () => {
    await open({ entries: [groupLdif(hq, members)], manifests: { 'hq.yaml': manifest(hq, members) } });
    expect(await planOf(stage, 0, '--detailed-exitcode')).toMatchObject({ steps: [], held: [], conflicts: [] });
    for (const format of ['text', 'markdown', 'ldif']) {
      expect((await stage.workspace.run(['plan', '--format', format])).code, format).toBe(0);
    }
  });
});
