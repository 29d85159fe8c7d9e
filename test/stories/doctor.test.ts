import { afterEach, describe, expect, it } from 'vitest';
import { doctorSchema } from '../../src/report/doctor-schema.ts';
import { openFileStage, openServerStage, type ServerScene, type ServerStage, type Stage } from '../kit/stage.ts';
import { entryLdif, groupLdif, groupsBase, manifest, people } from '../kit/texts.ts';

const hq = 'hq@example.net';
const ann = 'ann@example.net';
const whole = ['mailEnabled: TRUE'];
const scene: ServerScene = {
  entries: [groupLdif(hq, [ann], whole), groupLdif('nobody@example.net', [], whole)],
  manifests: { 'hq.yaml': manifest(hq, [ann]) },
};
let stage: Stage;
afterEach(() => stage?.end());

async function open(parts: Partial<ServerScene>): Promise<ServerStage> {
  const server = await openServerStage({ ...scene, ...parts });
  stage = server;
  return server;
}

interface Examined {
  readonly code: number;
  /** The findings of a check as `state: message`. */
  readonly lines: (check: string) => readonly string[];
  /** The checks that ended in this state. */
  readonly checks: (state: string) => readonly string[];
}

/** Runs the doctor, which must change nothing. */
async function examine(words: readonly string[] = []): Promise<Examined> {
  const [files, tree] = [stage.workspace.files(), await stage.tree()];
  const { code, stdout, stderr } = await stage.workspace.run(['doctor', '--format', 'json', ...words]);
  expect(stderr).toBe('');
  expect(stage.workspace.files()).toEqual(files);
  expect(await stage.tree()).toEqual(tree);
  expect((await stage.writes()) ?? []).toEqual([]);
  const { checks } = doctorSchema.parse(JSON.parse(stdout));
  return {
    code,
    lines: (name) =>
      checks
        .filter(({ check }) => check === name)
        .flatMap(({ findings }) => findings.map(({ state, message }) => `${state}: ${message}`)),
    checks: (state) => checks.filter((one) => one.state === state).map(({ check }) => check),
  };
}

describe('doctor and a server', () => {
  it('finds nothing wrong where all is well, and says it in words too', async () => {
    await open({});
    const { code, checks, lines } = await examine();
    expect(checks('ok')).toHaveLength(13);
    expect(lines('writing')).toEqual([
      'ok: we may change the members of a group',
      'ok: we may create a group',
      'ok: we may delete a group',
    ]);
    expect(lines('reading')).toContain('ok: every group shows its members; 1 group has none');
    expect(code).toBe(0);
    const text = await stage.workspace.run(['doctor']);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toMatch(/\n13 checks: 13 ok\.\n$/);
  });

  it('warns of a certificate that ends soon, and names what was agreed on', async () => {
    const { slapd, workspace } = await open({ slapd: { tls: 'good' } });
    const text = workspace.read('rollcall.yaml');
    workspace.write('rollcall.yaml', `${text.replace(slapd.url, slapd.ldapsUrl)}  tls: { ca: ${slapd.tls?.ca} }\n`);
    const { code, lines } = await examine();
    expect(lines('encryption')).toEqual([
      expect.stringMatching(/^ok: TLSv1\.\d with \S+; certificate of slapd, issued by test authority$/),
      expect.stringMatching(/^warning: the certificate is valid for \d+ more days?$/),
    ]);
    expect(code).toBe(0);
  });

  it('names the limit that stops an account before the last of 600 groups, and how to lift it', async () => {
    const entries = people(600).map((address) => groupLdif(address, [ann], whole));
    const { slapd } = await open({ entries, who: 'ordinary' });
    const { code, lines, checks } = await examine();
    expect(lines('groups')[0]).toContain('sizeLimitExceeded (4)');
    expect(lines('limits')).toEqual([
      'error: the server stops this account before the last group; pages do not lift the limit',
    ]);
    expect(checks('skipped')).toEqual(['sizes', 'reading']);
    expect(code).toBe(4);
    const { stdout } = await stage.workspace.run(['doctor']);
    expect(stdout).toContain(`limits dn.exact="${slapd.accounts.ordinary.dn}" size.prtotal=unlimited`);
  });

  it('tells an account with pages alone that a snapshot needs pages too', async () => {
    const entries = people(600).map((address) => groupLdif(address, [ann], whole));
    await open({ entries, who: 'ordinary', slapd: { databaseLines: ['limits users size.prtotal=unlimited'] } });
    const { code, lines } = await examine();
    expect(lines('groups')).toEqual(['ok: 600 entries read, completely']);
    expect(lines('limits')).toEqual([
      'note: a search without pages is stopped after 500 entries; Rollcall searches in pages and gets all 600',
    ]);
    expect(code).toBe(0);
  });

  it.each([
    ['compared', '=c', /^error: members are there and hidden from us in 1 group: mail=hq@/],
    ['neither read nor compared', 'none', /^error: 2 groups show no members, and we may not ask whether there are any/],
  ])('finds members that can be %s', async (_, right, message) => {
    await open({ access: `access to attrs=mailGroupMember by users ${right} by * none` });
    const { code, lines } = await examine();
    expect(lines('reading')[0]).toMatch(message);
    expect(code).toBe(4);
  });

  it('says that an account which may only read is enough for plans', async () => {
    await open({ who: 'reader' });
    const { code, lines } = await examine();
    expect(lines('writing')).toEqual([
      expect.stringMatching(/^warning: we may not change the members of a group .*insufficientAccessRights \(50\)/),
      expect.stringMatching(/^warning: we may not create a group .*insufficientAccessRights \(50\)/),
      expect.stringMatching(/^warning: we may not delete a group .*insufficientAccessRights \(50\)/),
    ]);
    expect(code).toBe(0);
  });

  it('does not rehearse attributes that the database never had, so that nothing is damaged', async () => {
    const { slapd, workspace } = await open({ entries: [] });
    const { lines } = await examine();
    expect(lines('writing').map((line) => line.slice(0, 5))).toEqual(['note:', 'note:']);
    expect(lines('controls').join()).not.toContain('no-op');
    expect(await slapd.ldapadd(groupLdif(hq, [ann], whole))).toMatchObject({ code: 0 });
    await slapd.restart();
    expect(await workspace.run(['plan'])).toMatchObject({ code: 0 });
  });

  it('warns where the state of an entry cannot be read', async () => {
    await open({ access: 'access to attrs=entryCSN by * none' });
    expect((await examine()).lines('reading')[1]).toMatch(/^warning: not every group shows entryCSN/);
  });

  it('warns where the schema is hidden, and does not know a server without its root entry', async () => {
    await open({ slapd: { globalLines: ['access to dn.base="cn=Subschema" by * none'] } });
    expect((await examine()).lines('schema')[0]).toMatch(/^warning: the schema cannot be read/);
    await stage.end();
    await open({ slapd: { globalLines: ['access to dn.base="" by * none'] } });
    const { code, lines } = await examine();
    expect(lines('server')).toEqual(['note: a server that is not known to Rollcall']);
    expect(lines('writing')).toEqual(['note: it cannot be found out without writing: the server has no no-op control']);
    expect(code).toBe(0);
  });

  it('reads the largest request from cn=config where it may, and compares', async () => {
    const config = [
      'sockbuf_max_incoming_auth 4194303',
      'database config',
      'access to * by dn.exact="cn=rollcall,dc=example,dc=net" read',
    ];
    await open({ slapd: { globalLines: config } });
    expect((await examine()).lines('sizes').at(-1)).toBe(
      'warning: the server takes requests of up to 4194303 bytes, and Rollcall sends up to 16000000',
    );
    stage.workspace.write('rollcall.yaml', `${stage.workspace.read('rollcall.yaml')}  requestLimit: 4000000\n`);
    expect((await examine()).checks('ok')).toContain('sizes');
  });

  it('knows a replica that takes no writes', async () => {
    const shadow = [
      'syncrepl rid=001 provider=ldap://127.0.0.1:1 searchbase="dc=example,dc=net" type=refreshOnly retry="3600 +" bindmethod=simple',
      'updateref ldap://provider.example.net',
    ];
    await open({ slapd: { databaseLines: shadow } });
    const { code, lines } = await examine();
    expect(lines('writing')).toEqual(['error: this server is a read-only replica (referral (10))']);
    expect(code).toBe(4);
  });

  it('refuses a tree of accounts, where membership is stored the other way round', async () => {
    const user = entryLdif(`uid=ann,${groupsBase}`, ['uid: ann', `mail: ${ann}`, 'cn: Ann', 'sn: Ann'], [hq]);
    await open({ entries: [user.replace('organizationalPerson', 'inetOrgPerson')] });
    const { code, lines } = await examine();
    expect(lines('groups')[1]).toMatch(/^error: uid=ann,.* is a mailbox account, not a group/);
    expect(code).toBe(4);
  });

  it('names an address that two entries answer for', async () => {
    await open({ entries: [groupLdif(hq, [ann], whole), groupLdif('x@example.net', [ann], [`mail: ${hq}`])] });
    const { code, lines } = await examine();
    expect(lines('groups')[1]).toBe(`warning: 1 address belongs to several entries: ${hq}`);
    expect(code).toBe(0);
  });

  it('names a profile that does not fit the schema', async () => {
    const profile = 'profile: { extends: postfix-book, member: mailSieveRuleSource, memberMatching: caseExact }';
    await open({ settings: [profile] });
    const { code, lines } = await examine();
    expect(lines('schema')[0]).toMatch(/^error: mailSieveRuleSource has no equality rule on this server/);
    expect(code).toBe(4);
  });

  it('goes to the next server when the first does not answer, and says so', async () => {
    await open({ url: async ({ url }) => `ldap://127.0.0.1:1 ${url}` });
    const { code, lines } = await examine();
    expect(lines('connection')[0]).toBe('warning: ldap://127.0.0.1:1 does not answer');
    expect(code).toBe(0);
  });
});

describe('doctor where it cannot go far', () => {
  const rest = ['encryption', 'identity', 'server', 'base', 'schema', 'controls', 'groups', 'limits', 'sizes'];

  it('says that nothing listens there, at once', async () => {
    const { slapd } = await open({});
    await slapd.kill9();
    const { stdout, code } = await stage.workspace.run(['doctor']);
    expect(stdout).toMatch(/\nerror {4}connection {2}cannot connect to \S+: nothing listens there\n {21}hint: /);
    expect(stdout).toContain(`Not looked at: ${rest.join(', ')}, reading, writing.`);
    expect(code).toBe(4);
    await slapd.restart();
  });

  it('goes on without the base', async () => {
    await open({ base: `ou=Nowhere,${groupsBase}` });
    const { code, lines, checks } = await examine();
    expect(lines('base')[0]).toMatch(/^error: the base ou=Nowhere,.* does not exist/);
    expect(checks('skipped')).toEqual(['groups', 'limits', 'sizes', 'reading', 'writing']);
    expect(code).toBe(4);
  });

  it('has a missing password under settings', async () => {
    const { workspace, slapd } = await open({});
    const text = workspace.read('rollcall.yaml');
    workspace.write('rollcall.yaml', text.replace(`, passwordFile: ${slapd.accounts.rollcall.passwordFile}`, ''));
    const { code, lines } = await examine();
    expect(lines('settings')).toEqual(['error: there is no password for directory.bind.dn']);
    expect(code).toBe(1);
  });

  it('counts what is wrong with settings, and looks no further', async () => {
    stage = await openFileStage({ settings: ['colour: red'] });
    const { code, lines, checks } = await examine();
    expect(lines('settings')[0]).toContain('have 1 error');
    expect(checks('skipped')).toHaveLength(12);
    expect(code).toBe(1);
  });

  it('counts what is wrong with manifests, and looks at the directory all the same', async () => {
    stage = await openFileStage({ manifests: { 'hq.yaml': 'address: hq\nmembers: []\n' } });
    const { code, lines, checks } = await examine();
    expect(lines('settings')[0]).toBe('error: the settings and 1 manifest have 1 error');
    expect(checks('ok')).toContain('base');
    expect(code).toBe(1);
  });

  it('needs no manifests, as before the first import', async () => {
    stage = await openFileStage({ entries: [groupLdif(hq, [ann])] });
    const { code, lines } = await examine();
    expect(lines('settings')).toHaveLength(1);
    expect(lines('settings')[0]).toMatch(/^warning: /);
    expect(code).toBe(0);
  });

  it('says of an LDIF file what applies to one', async () => {
    stage = await openFileStage({ entries: [groupLdif(hq, [ann])], manifests: { 'hq.yaml': manifest(hq, [ann]) } });
    const { code, checks, lines } = await examine();
    expect(checks('ok')).toEqual(['settings', 'connection', 'base', 'groups', 'sizes']);
    expect(lines('connection')).toEqual([
      'ok: directory.ldif is an LDIF file and can be read; what only a server has is not looked at',
    ]);
    expect(code).toBe(0);
  });
});
