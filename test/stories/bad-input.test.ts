import { afterEach, describe, expect, it } from 'vitest';
import { openFileStage, openServerStage, openStage, type Scene, type Stage, stageKinds } from '../kit/stage.ts';
import { groupDn, groupLdif, manifest } from '../kit/texts.ts';
import type { CommandResult } from '../kit/workspace.ts';

const hq = 'hq@example.net';
const members = ['ann@example.net'];
const scene: Scene = {
  entries: [groupLdif(hq, members)],
  manifests: { 'hq.yaml': manifest(hq, [...members, 'bob@example.net']) },
};
let stage: Stage;
afterEach(() => stage?.end());

/** Runs a command line that must fail, and proves that it changed nothing and said nothing on standard output. */
async function refused(
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const [files, tree] = [stage.workspace.files(), await stage.tree()];
  const result = await stage.workspace.run(words, { variables });
  expect(result, result.stderr).toMatchObject({ code: 1, stdout: '' });
  expect(result.stderr).not.toContain('this is a bug');
  expect(stage.workspace.files()).toEqual(files);
  expect(await stage.tree()).toEqual(tree);
  expect((await stage.writes()) ?? []).toEqual([]);
  return result;
}

const oneFailure = /^rollcall: .+\n {2}hint: .+\n$/;

describe.each(stageKinds)('without usable input, in a directory of the kind %s', (kind) => {
  const open = async (): Promise<void> => {
    stage = await openStage(kind, scene);
  };

  it.each(['plan', 'apply'])('%s refuses an empty groups/: nobody means "delete all" by nothing', async (command) => {
    await open();
    stage.workspace.remove('groups/hq.yaml');
    const { stderr } = await refused([command]);
    expect(stderr).toMatch(oneFailure);
    expect(stderr).toContain('there is no manifest in groups');
  });

  it.each(['plan', 'apply'])('%s refuses a missing groups/', async (command) => {
    await open();
    stage.workspace.remove('groups');
    const { stderr } = await refused([command]);
    expect(stderr).toMatch(oneFailure);
    expect(stderr).toContain('cannot read the folder groups');
  });

  it.each(['plan', 'apply', 'import'])('%s refuses a missing rollcall.yaml', async (command) => {
    await open();
    stage.workspace.remove('rollcall.yaml');
    const { stderr } = await refused([command]);
    expect(stderr).toMatch(oneFailure);
    expect(stderr).toContain('there is no file rollcall.yaml');
  });

  it.each(['plan', 'apply', 'import'])('%s refuses a broken manifest, whatever the others say', async (command) => {
    await open();
    stage.workspace.write('groups/ops.yaml', 'address: ops@example.net\nmember: []\n');
    const { stderr } = await refused([command]);
    expect(stderr).toContain('groups/ops.yaml:2:1 error RC201');
    expect(stderr).toContain('hint: ');
  });

  it('apply without a terminal and without --yes shows the plan and changes nothing', async () => {
    await open();
    const tree = await stage.tree();
    const result = await stage.workspace.run(['apply']);
    expect(result.code).toBe(1);
    expect(result.stdout).toContain('+ bob@example.net');
    expect(result.stderr).toMatch(oneFailure);
    expect(result.stderr).toContain('there is no terminal to ask on, so nothing was changed');
    expect(await stage.tree()).toEqual(tree);
    expect((await stage.writes()) ?? []).toEqual([]);
  });

  it('a group outside mail.domains is refused at its place', async () => {
    stage = await openStage(kind, { ...scene, settings: ['mail: { domains: [example.org] }'] });
    expect((await refused(['apply', '--yes'])).stderr).toContain('groups/hq.yaml:1:10 error RC216');
  });

  it('an import refuses a group outside mail.domains and adopts the others', async () => {
    stage = await openStage(kind, {
      entries: [groupLdif(hq, members), groupLdif('hq@example.org', members)],
      settings: ['mail: { domains: [example.net] }'],
    });
    const result = await stage.workspace.run(['import']);
    expect(result.code).toBe(5);
    expect(result.stdout).toContain('its address hq@example.org is outside mail.domains');
    expect(Object.keys(stage.workspace.files())).toContain('groups/hq@example.net.yaml');
  });
});

describe('a command line', () => {
  it.each([
    [['plan', '--nothing'], "unknown option '--nothing'"],
    [['plan', '--detailed-exit'], "unknown option '--detailed-exit'"],
    [['plann'], "unknown command 'plann'"],
    [['plan', '--format', 'yaml'], "argument 'yaml' is invalid"],
    [['plan', 'groups'], 'too many arguments'],
    [['apply', '--undo'], "option '--undo <file>' argument missing"],
    [['schema', 'nothing'], "value 'nothing' is invalid for argument 'name'. Allowed choices are group,"],
    [['plan', '--password', 'x'], "unknown option '--password'"],
  ])('%j is refused with what is wrong and where to look', async (words, message) => {
    stage = await openFileStage(scene);
    const { stderr } = await refused(words);
    expect(stderr).toContain(message);
    expect(stderr).toContain('--help shows the ');
  });

  it('without a command shows the help and fails', async () => {
    stage = await openFileStage(scene);
    const { stderr } = await refused([]);
    expect(stderr).toContain('Usage: rollcall');
  });

  it('names the environments that there are', async () => {
    stage = await openFileStage({ ...scene, settings: ['environments: { staging: { prune: never } }'] });
    const { stderr } = await refused(['plan', '--env', 'stagin']);
    expect(stderr).toContain('there is no environment stagin');
    expect(stderr).toContain('The file has: staging.');
  });

  it('refuses a variable with a wrong name: a misspelt guard would not guard', async () => {
    stage = await openFileStage(scene);
    const { stderr } = await refused(['plan'], { ROLLCALL_ALLOWED_SERVER: 'ldap://x' });
    expect(stderr).toContain('Did you mean ROLLCALL_ALLOWED_SERVERS?');
  });
});

describe('who may be talked to', () => {
  it('a server that is not allowed gets no password', async () => {
    stage = await openServerStage(scene);
    const { stderr } = await refused(['plan'], { ROLLCALL_ALLOWED_SERVERS: 'ldaps://ldap.example.net' });
    expect(stderr).toContain('is not among the allowed servers');
  });

  it('a password comes from standard input or a variable too, and a missing one is said', async () => {
    const server = await openServerStage(scene);
    stage = server;
    const { dn, password, passwordFile } = server.slapd.accounts.rollcall;
    const text = stage.workspace.read('rollcall.yaml');
    stage.workspace.write('rollcall.yaml', text.replace(`, passwordFile: ${passwordFile}`, ''));
    expect((await refused(['plan'])).stderr).toContain('there is no password for directory.bind.dn');
    const given = await stage.workspace.run(['plan', '--password-stdin'], { stdin: `${password}\n` });
    expect(given).toMatchObject({ code: 0, stderr: '' });
    expect(await stage.workspace.run(['plan'], { variables: { ROLLCALL_BIND_PASSWORD: password } })).toMatchObject({
      code: 0,
    });
    const empty = await refused(['plan', '--password-stdin']);
    expect(empty.stderr).toContain(`the password for ${dn} is empty`);
  });

  it('flags and variables say which directory, the flags last', async () => {
    stage = await openFileStage(scene);
    stage.workspace.write('other.ldif', groupLdif(hq, [...members, 'bob@example.net']));
    stage.workspace.write('empty.ldif', groupLdif('x@example.net', []));
    const words = ['plan', '--detailed-exitcode'];
    expect((await stage.workspace.run(words)).code).toBe(2);
    expect((await stage.workspace.run([...words, '--url', 'other.ldif'])).code).toBe(0);
    const variables = { ROLLCALL_URL: 'empty.ldif' };
    expect((await stage.workspace.run(words, { variables })).stdout).toContain('new group');
    expect((await stage.workspace.run([...words, '--url', 'other.ldif'], { variables })).code).toBe(0);
    const narrow = await stage.workspace.run(['plan', '--base', groupDn(hq)]);
    expect(narrow.stdout).toContain(groupDn(hq));
  });
});
