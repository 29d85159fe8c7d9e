import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openFileStage, openServerStage, type ServerScene, type ServerStage, type Stage } from '../kit/stage.ts';
import { entryLdif, groupDn, groupLdif, groupsBase, manifest } from '../kit/texts.ts';
import type { CommandResult } from '../kit/workspace.ts';

const hq = 'hq@example.net';
const members = ['ann@example.net'];
const scene: ServerScene = {
  entries: [groupLdif(hq, members)],
  manifests: { 'hq.yaml': manifest(hq, [...members, 'bob@example.net']) },
};
let stage: Stage;
afterEach(() => stage?.end());

/** Runs a command on a stage where it must fail, and proves that it changed nothing. */
async function refused(words: readonly string[], code: number): Promise<CommandResult> {
  const [files, tree] = [stage.workspace.files(), await stage.tree()];
  const result = await stage.workspace.run(words);
  expect(result, result.stderr).toMatchObject({ code, stdout: '' });
  expect(result.stderr).toMatch(/^rollcall: .+\n {2}hint: .+\n$/);
  expect(stage.workspace.files()).toEqual(files);
  expect(await stage.tree()).toEqual(tree);
  expect((await stage.writes()) ?? []).toEqual([]);
  return result;
}

const commands = [['plan'], ['apply', '--yes'], ['import']];

describe.each(commands)('rollcall %s %s', (...words) => {
  const line = words.filter((word) => word !== undefined);
  const open = async (parts: Partial<ServerScene>): Promise<ServerStage> => {
    const server = await openServerStage({ ...scene, ...parts });
    stage = server;
    return server;
  };

  it('says that the password is wrong', async () => {
    const { slapd, workspace } = await open({});
    workspace.write('wrong.password', 'not the password');
    chmodSync(join(workspace.folder, 'wrong.password'), 0o600);
    const text = workspace.read('rollcall.yaml');
    workspace.write('rollcall.yaml', text.replace(slapd.accounts.rollcall.passwordFile, 'wrong.password'));
    const { stderr } = await refused(line, 4);
    expect(stderr).toContain(
      `bind as ${slapd.accounts.rollcall.dn} at ${slapd.url} failed with invalidCredentials (49)`,
    );
    expect(stderr).not.toContain('not the password');
  });

  it('says that nothing listens there', async () => {
    const { slapd } = await open({});
    await slapd.kill9();
    const result = await stage.workspace.run(line);
    expect(result).toMatchObject({ code: 4, stdout: '' });
    expect(result.stderr).toMatch(
      /^rollcall: cannot connect to ldap:\S+: nothing listens there \(5 tries in \S+ s\)\n {2}hint: .+\n$/,
    );
    await slapd.restart();
  });

  it('says that the base does not exist', async () => {
    await open({ base: `ou=Nowhere,${groupsBase}` });
    expect((await refused(line, 4)).stderr).toContain(`the base ou=Nowhere,${groupsBase} does not exist`);
  });

  it('never takes the first 500 entries for all', async () => {
    const many = Array.from({ length: 600 }, (_, number) => groupLdif(`g${number}@example.net`, members));
    await open({ entries: many, who: 'ordinary', settings: ['prune: all'] });
    expect((await refused(line, 4)).stderr).toContain('sizeLimitExceeded (4)');
  });

  it('never takes an entry whose address is hidden for a missing one', async () => {
    const { dn } = { dn: groupDn(hq) };
    await open({ access: `access to dn.exact="${dn}" attrs=mail by * none` });
    expect((await refused(line, 4)).stderr).toContain(`${dn} matches the filter but shows no mail`);
  });

  it('refuses a tree that stores membership the other way round', async () => {
    const lines = ['mail: ann@example.net', 'cn: ann', 'sn: ann', 'userPassword: {SSHA}x', 'mailStorageDirectory: /x'];
    await open({ entries: [entryLdif(`mail=ann@example.net,${groupsBase}`, lines, ['list@example.net'])] });
    const { stderr } = await refused(line, 4);
    expect(stderr).toContain('is a mailbox account, not a group');
    expect(stderr).toContain('the other way round');
  });

  it('refuses an LDIF file that is not whole', async () => {
    const file = 'directory.ldif';
    for (const [text, message] of [
      ['dn: mail=a\nmail: a\nthis is no line\n', `${file}:3: `],
      [`dn: ${groupDn(hq)}\nchangetype: delete\n`, `${file}:1 is a change record, not an entry`],
      [`${groupLdif(hq, members)}\n${groupLdif(hq, members)}`, 'repeats the entry'],
      [`${groupLdif(hq, members)}\n# search reference\nref: ldap://elsewhere/\n`, 'directory.ldif:'],
    ] as const) {
      stage = await openFileStage(scene);
      stage.workspace.write(file, text);
      expect((await refused(line, 4)).stderr).toContain(message);
      await stage.end();
    }
    stage = await openFileStage(scene);
    stage.workspace.remove(file);
    expect(await stage.workspace.run(line)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('there is no file directory.ldif'),
    });
  });
});

describe('apply', () => {
  it('with an account that may only read fails for every group, and writes nothing', async () => {
    const server = await openServerStage({ ...scene, who: 'reader' });
    stage = server;
    const before = await stage.tree();
    const result = await stage.workspace.run(['apply', '--yes']);
    expect(result).toMatchObject({ code: 5, stderr: '' });
    expect(result.stdout).toContain('insufficientAccessRights (50)');
    expect(result.stdout).toContain('Applied 0 of 1 step; 1 failed.');
    expect(result.stdout).not.toContain('Undo:');
    expect(await stage.tree()).toEqual(before);
    expect(await server.writes()).toEqual([]);
  });
});

describe('a member that is not text', () => {
  const odd = `${groupLdif(hq, members)}mailGroupMember:: /wCA\n`;

  it('is shown and removed byte for byte', async () => {
    stage = await openFileStage({ ...scene, entries: [odd] });
    const { stdout } = await stage.workspace.run(['plan']);
    expect(stdout).toContain('/wCA');
    expect(await stage.workspace.run(['apply', '--yes'])).toMatchObject({ code: 0, stderr: '' });
    expect((await stage.tree())[groupDn(hq)]).toMatchObject({ mailGroupMember: [...members, 'bob@example.net'] });
    expect(stage.workspace.read('directory.ldif')).not.toContain('/wCA');
  });

  it('keeps import from adopting the group', async () => {
    stage = await openFileStage({ ...scene, entries: [odd], manifests: {} });
    const result = await stage.workspace.run(['import']);
    expect(result).toMatchObject({ code: 5, stderr: '' });
    expect(result.stdout).toContain('is not text');
    expect(result.stdout).toContain('0 created, 0 updated, 0 unchanged, 1 not adopted.');
    expect(Object.keys(stage.workspace.files())).toEqual(['directory.ldif', 'rollcall.yaml']);
  });
});
