import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type GitFolder, gitFolder } from '../kit/git-folder.ts';
import { openServerStage, openStage, type Scene, type ServerStage, type Stage, stageKinds } from '../kit/stage.ts';
import { groupDn, groupLdif, manifest } from '../kit/texts.ts';
import { applyAndProve, expectNothingToDo, planOf } from './laws.ts';
import { applySaved, save } from './saved-plan-scene.ts';

const [hq, all, ops] = ['hq@example.net', 'all-hq@example.net', 'ops@example.net'];
const [ann, bob, carl] = ['ann@example.net', 'bob@example.net', 'carl@example.net'];

/** A group under its former address, with a description and a number that nobody manages, and one that holds it. */
const before: Scene = {
  entries: [
    groupLdif(all, [ann, bob], ['mailEnabled: TRUE', 'description: by hand', 'telephoneNumber: +49 30 1']),
    groupLdif(ops, [ann, all], ['mailEnabled: TRUE']),
  ],
};
const renamed = manifest(hq, [ann, carl], [`previously: ${all}`]);

let stage: Stage;
afterEach(() => stage?.end());

describe.each(stageKinds)('a group that gets another address, in a directory of the kind %s', (kind) => {
  it('keeps what nobody manages, and its members change in the same run', async () => {
    stage = await openStage(kind, { ...before, manifests: { 'hq.yaml': renamed } });
    const { plan, result } = await applyAndProve(stage);
    expect(plan.steps.map(({ operations }) => operations.map(({ kind: one }) => one))).toEqual([['rename', 'modify']]);
    expect(result.stdout).toContain(`applied  ~ ${hq}  renamed; 1 member added, 1 removed`);
    const tree = await stage.tree();
    expect(tree[groupDn(all)]).toBeUndefined();
    expect(tree[groupDn(hq)]).toMatchObject({
      mail: [hq],
      mailGroupMember: [ann, carl],
      description: ['by hand'],
      telephoneNumber: ['+49 30 1'],
    });
  });

  it('keeps the former address as an alias where that is declared', async () => {
    const lines = [`previously: ${all}`, `aliases: [${all}]`];
    stage = await openStage(kind, { ...before, manifests: { 'hq.yaml': manifest(hq, [ann, bob], lines) } });
    const { plan } = await applyAndProve(stage);
    expect(plan.steps.flatMap(({ operations }) => operations)).toMatchObject([{ kind: 'rename', deleteOldRdn: false }]);
    expect((await stage.tree())[groupDn(hq)]).toMatchObject({ mail: [all, hq] });
  });

  it('is renamed by a saved plan, which has nothing to do afterwards', async () => {
    stage = await openStage(kind, { ...before, manifests: { 'hq.yaml': renamed } });
    await save(stage);
    const first = await applySaved(stage);
    expect(first, first.stderr).toMatchObject({ code: 0 });
    expect((await stage.tree())[groupDn(hq)]).toMatchObject({ mail: [hq], mailGroupMember: [ann, carl] });
    const again = await applySaved(stage);
    expect(again).toMatchObject({ code: 6, stderr: expect.stringContaining('the directory holds all of it') });
    await expectNothingToDo(stage);
  });

  it('gives its address to the next one, and the next run has nothing to do', async () => {
    const entries = ['a', 'b', 'c'].map((name) => groupLdif(`${name}@example.net`, [`${name}1@example.net`]));
    const manifests = Object.fromEntries(
      ['a b', 'b c', 'c d'].map((pair) => {
        const [from, to] = pair.split(' ');
        const text = manifest(`${to}@example.net`, [`${from}1@example.net`], [`previously: ${from}@example.net`]);
        return [`${to}.yaml`, text];
      }),
    );
    stage = await openStage(kind, { entries, manifests });
    const { plan } = await applyAndProve(stage);
    expect(plan.steps.map(({ change }) => change.address)).toEqual(['d@example.net', 'c@example.net', 'b@example.net']);
    const members = Object.entries(await stage.tree()).map(([dn, entry]) => [dn, entry['mailGroupMember']]);
    expect(Object.fromEntries(members)).toEqual({
      [groupDn('b@example.net')]: ['a1@example.net'],
      [groupDn('c@example.net')]: ['b1@example.net'],
      [groupDn('d@example.net')]: ['c1@example.net'],
    });
  });

  it('is left alone, and nothing else of it is changed, when the new address has an entry', async () => {
    const entries = [...(before.entries ?? []), groupLdif(hq, [bob])];
    stage = await openStage(kind, { entries, manifests: { 'hq.yaml': renamed, 'ops.yaml': manifest(ops, [carl]) } });
    const tree = await stage.tree();
    const { code, stdout } = await stage.workspace.run(['apply', '--yes']);
    expect({ code, stdout }).toMatchObject({ code: 5 });
    expect(stdout).toContain(`there is an entry for it, and another one for its former address ${all}`);
    const after = await stage.tree();
    expect(after[groupDn(hq)]).toEqual(tree[groupDn(hq)]);
    expect(after[groupDn(all)]).toEqual(tree[groupDn(all)]);
    expect(after[groupDn(ops)]).toMatchObject({ mailGroupMember: [carl] });
  });

  it('is not imported as a second group', async () => {
    stage = await openStage(kind, { ...before, manifests: { 'hq.yaml': renamed } });
    const { code, stdout, stderr } = await stage.workspace.run(['import']);
    expect(code).toBe(5);
    expect(stdout + stderr).toContain(`its address is a former one of ${hq} (previously in groups/hq.yaml)`);
    expect(stage.workspace.read('groups/hq.yaml')).toBe(renamed);
    expect(readdirSync(join(stage.workspace.folder, 'groups')).sort()).toEqual(['hq.yaml', `${ops}.yaml`]);
  });
});

describe('a rename at a real server', () => {
  const open = async (scene: Scene): Promise<ServerStage> => {
    const opened = await openServerStage(scene);
    stage = opened;
    return opened;
  };
  const uuidOf = async ({ slapd }: ServerStage, address: string): Promise<string | undefined> => {
    const { stdout } = await slapd.ldapsearch(['-b', groupDn(address), '-s', 'base', 'entryUUID']);
    return /^entryUUID: (.*)$/m.exec(stdout)?.[1];
  };

  it('keeps the entryUUID, and the undo file leads back through ldapmodify', async () => {
    const server = await open({ ...before, manifests: { 'hq.yaml': renamed } });
    const [tree, uuid] = [await server.tree(), await uuidOf(server, all)];
    const first = await planOf(server, 2, '--detailed-exitcode');
    await applyAndProve(server);
    expect(uuid).toBeDefined();
    expect(await uuidOf(server, hq)).toBe(uuid);
    const [file = ''] = readdirSync(join(server.workspace.folder, '.rollcall')).filter((name) =>
      name.endsWith('.ldif'),
    );
    const undo = server.workspace.read(join('.rollcall', file));
    expect(await server.slapd.ldapmodify(undo, server.slapd.accounts.rollcall)).toMatchObject({ code: 0, stderr: '' });
    expect(await server.tree()).toEqual(tree);
    expect((await planOf(server, 2, '--detailed-exitcode')).fingerprint).toBe(first.fingerprint);
  });

  it('is written by ldapmodify from the LDIF of the plan', async () => {
    const server = await open({ ...before, manifests: { 'hq.yaml': renamed } });
    const { stdout } = await server.workspace.run(['plan', '--format', 'ldif']);
    expect(await server.slapd.ldapmodify(stdout)).toMatchObject({ code: 0, stderr: '' });
    await expectNothingToDo(server);
  });

  it('to the address of an entry that is no group is a conflict', async () => {
    const classes = 'objectClass: organizationalPerson\nobjectClass: extensibleObject';
    const taken = `dn: ${groupDn(hq)}\n${classes}\ncn: a person\nsn: person\nmail: ${hq}\n`;
    const server = await open({
      entries: [...(before.entries ?? []), taken],
      manifests: { 'hq.yaml': renamed, 'ops.yaml': manifest(ops, [carl]) },
    });
    const tree = await server.tree();
    const { code, stdout } = await server.workspace.run(['apply', '--yes']);
    expect({ code, stdout }).toMatchObject({
      code: 5,
      stdout: expect.stringContaining('an entry outside the managed groups already has the address'),
    });
    expect((await server.tree())[groupDn(all)]).toEqual(tree[groupDn(all)]);
    expect((await server.writes()).map(({ dn }) => dn)).toEqual([groupDn(ops)]);
  });

  it('is taken back with --undo-on-failure', async () => {
    const server = await openServerStage({
      ...before,
      access: `access to dn.exact="${groupDn(ops)}" attrs=description by * read`,
      manifests: { 'hq.yaml': renamed, 'ops.yaml': manifest(ops, [ann, all], ['description: refused']) },
    });
    stage = server;
    const tree = await server.tree();
    const result = await server.workspace.run(['apply', '--yes', '--no-preflight', '--undo-on-failure']);
    expect(result).toMatchObject({ code: 5, stdout: expect.stringContaining(`undone   ~ ${hq}`) });
    expect(await server.tree()).toEqual(tree);
  });
});

describe('the history of a group that got another address', () => {
  let repository: GitFolder;

  it('goes on under the former one: who put each member in, and why one goes', async () => {
    stage = await openStage('ldif', { ...before, manifests: { 'hq.yaml': manifest(all, [ann, bob]) } });
    repository = gitFolder(stage.workspace.folder);
    repository.commit('Adopt what is there');
    const adopted = repository.short('HEAD');
    stage.workspace.write('groups/hq.yaml', manifest(all, [ann]));
    repository.commit('Bob leaves');
    const left = repository.short('HEAD');
    stage.workspace.write('groups/hq.yaml', manifest(hq, [ann], [`previously: ${all}`]));
    expect((await stage.workspace.run(['plan'])).stdout).toContain('changed here, not committed');
    repository.commit('Shorter name');
    const by = (hash: string, subject: string): string =>
      `${hash}, Ann, 2026-11-0${subject === 'Bob leaves' ? 2 : 3}: ${subject}`;
    const { stdout } = await stage.workspace.run(['plan']);
    expect(stdout).toContain(
      [
        `~ ${hq}  to rename; 1 member to remove`,
        `    ~ address: ${all} → ${hq}  (the former address gets no mail any more)  (declared by ${by(repository.short('HEAD'), 'Shorter name')})`,
        `    - ${bob}  (removed by ${by(left, 'Bob leaves')})`,
      ].join('\n'),
    );
    const log = (await stage.workspace.run(['log', hq])).stdout;
    expect(log).toMatch(new RegExp(`Shorter name\\n {4}~ formerly ${all}\\n`));
    expect(log).toMatch(new RegExp(`commit ${adopted}\\S* .*Adopt what is there {2}\\[group declared\\]`));
    const diff = (await stage.workspace.run(['diff', 'HEAD~1'])).stdout;
    expect(diff).toContain(`~ ${hq}  renamed\n    ~ address: ${all} → ${hq}`);
    await applyAndProve(stage);
  });
});
