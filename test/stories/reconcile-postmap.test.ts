import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Postfix, startPostfix } from '../kit/postfix.ts';
import { startReplica } from '../kit/replica.ts';
import { provider } from '../kit/slapd-options.ts';
import { openServerStage, type ServerStage } from '../kit/stage.ts';
import { groupLdif, groupsBase, manifest } from '../kit/texts.ts';

const on = ['mailEnabled: TRUE'];
const ann = 'ann@example.net';
let stage: ServerStage;
let postfix: Postfix;

beforeAll(async () => {
  stage = await openServerStage({
    entries: [
      groupLdif('ops@example.net', [ann, 'old@example.net'], on),
      groupLdif('off@example.net', [ann], ['mailEnabled: FALSE']),
    ],
  });
  postfix = await startPostfix({
    ...{ ldapUrl: stage.slapd.url, groupsBase, peopleBase: stage.slapd.peopleBase },
    filter: '(&(mail=%s)(mailEnabled=TRUE))',
  });
});
afterAll(async () => {
  await postfix?.stop();
  await stage?.end();
});
afterEach(() => rmSync(join(stage.workspace.folder, 'groups'), { recursive: true, force: true }));

type Ran = ReturnType<ServerStage['workspace']['run']>;

/** Runs reconcile beside the Postfix of the tests. */
function reconcile(table: string, manifests: Readonly<Record<string, string>>): Ran {
  return run(stage, postfix, table, manifests, '30s');
}

/** Runs reconcile on a stage, beside a Postfix, and waits so long for one of its tables. */
function run(
  { workspace }: ServerStage,
  { programs, folder }: Postfix,
  table: string,
  manifests: Readonly<Record<string, string>>,
  timeout: string,
): Ran {
  for (const [name, text] of Object.entries(manifests)) workspace.write(`groups/${name}`, text);
  const variables = {
    PATH: `${programs.commands}:${process.env['PATH']}`,
    LD_LIBRARY_PATH: programs.libraryPath,
    MAIL_CONFIG: join(folder, 'etc'),
  };
  const map = `ldap:${join(folder, 'etc', table)}`;
  return workspace.run(['reconcile', '--postmap', map, '--postmap-timeout', timeout], { variables });
}

const off = manifest('off@example.net', [ann, 'new@example.net'], ['enabled: false']);

describe('reconcile --postmap', () => {
  it('is done when the map answers what was written, for groups that are switched on', async () => {
    const manifests = {
      'ops.yaml': manifest('ops@example.net', [ann, 'new@example.net']),
      'fresh.yaml': manifest('fresh@example.net', [ann]),
      'off.yaml': off,
    };
    const { code, stderr } = await reconcile('ldap-groups.cf', manifests);
    expect(stderr).toMatch(/read back: the directory is as declared; ldap:\S+ answers it for 2 groups \(after \d/);
    expect(code).toBe(0);
    const again = await reconcile('ldap-groups.cf', manifests);
    expect([again.code, again.stderr.includes('postmap')]).toEqual([0, false]);
  });

  it('says which group the map does not answer for, when it asks another place', async () => {
    const manifests = {
      'ops.yaml': manifest('ops@example.net', [ann]),
      'fresh.yaml': manifest('fresh@example.net', [ann]),
      'off.yaml': off,
    };
    const { code, stdout, stderr } = await reconcile('ldap-users.cf', manifests);
    expect(code).toBe(0); // one member less is one that this map does not answer with either
    const more = { ...manifests, 'ops.yaml': manifest('ops@example.net', [ann, 'eve@example.net']) };
    const behind = await reconcile('ldap-users.cf', more);
    expect(behind.code).toBe(5);
    expect(behind.stdout + behind.stderr).toMatch(
      /the directory is as declared, but ldap:\S+ did not answer so within \d+ s \(\d+ tries\) for ops@example\.net/,
    );
    expect(stdout + stderr).not.toContain('did not answer');
  }, 60_000);

  it('waits for a replica that lags, and says so when it does not come in time', async () => {
    const source = await openServerStage({ slapd: provider, entries: [groupLdif('ops@example.net', [ann], on)] });
    const replica = await startReplica(source.slapd, { updateref: 'none', start: 'follows' });
    const lagging = await startPostfix({ ldapUrl: replica.url, groupsBase, peopleBase: replica.peopleBase });
    try {
      await replica.synchronized();
      await replica.pause();
      const members = (name: string): string => manifest('ops@example.net', [ann, name]);
      const late = await run(source, lagging, 'ldap-groups.cf', { 'ops.yaml': members('bob@example.net') }, '2s');
      expect(late.code).toBe(5);
      expect(late.stderr).toMatch(/did not answer so within \d s \(\d tries\) for ops@example\.net/);
      expect(late.stderr).toContain('Either Postfix asks a replica that lags');
      const waiting = run(source, lagging, 'ldap-groups.cf', { 'ops.yaml': members('carl@example.net') }, '1m');
      await replica.resume();
      const { code, stderr } = await waiting;
      expect(stderr).toMatch(/the directory is as declared; ldap:\S+ answers it for 1 group \(after \d+\.\d s\)/);
      expect(code).toBe(0);
    } finally {
      await lagging.stop();
      await replica.stop();
      await source.end();
    }
  }, 120_000);

  it('writes nothing when the map does not work', async () => {
    const tree = await stage.tree();
    const manifests = {
      'ops.yaml': manifest('ops@example.net', [ann, 'else@example.net']),
      'fresh.yaml': manifest('fresh@example.net', [ann]),
      'off.yaml': off,
    };
    const { code, stdout, stderr } = await reconcile('nothing.cf', manifests);
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(/--postmap: ldap:\S+nothing\.cf does not work: /);
    expect(await stage.tree()).toEqual(tree);
  });

  it('writes nothing where there is no postmap', async () => {
    const tree = await stage.tree();
    stage.workspace.write('groups/ops.yaml', manifest('ops@example.net', [ann, 'else@example.net']));
    stage.workspace.write('groups/fresh.yaml', manifest('fresh@example.net', [ann]));
    stage.workspace.write('groups/off.yaml', off);
    const { code, stdout, stderr } = await stage.workspace.run(['reconcile', '--postmap', 'ldap:/x']);
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(/postmap cannot be run \(ENOENT\)|ldap:\/x does not work/);
    expect(await stage.tree()).toEqual(tree);
  });
});
