import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Postfix, startPostfix } from '../kit/postfix.ts';
import { openServerStage, type ServerScene, type ServerStage } from '../kit/stage.ts';
import { groupDn, groupLdif, manifest } from '../kit/texts.ts';

const people = 'ou=People,ou=Mail,dc=example,dc=net';

function account(name: string, enabled: 'TRUE' | 'FALSE'): string {
  const classes = ['inetOrgPerson', 'PostfixBookMailAccount'].map((one) => `objectClass: ${one}`);
  const lines = [`uid: ${name}`, `mail: ${name}@example.net`, `mailEnabled: ${enabled}`, `cn: ${name}`, `sn: ${name}`];
  return `${[`dn: uid=${name},${people}`, ...classes, ...lines].join('\n')}\n`;
}

const switchedOn = ['mailEnabled: TRUE'];
const settings = (base: string): readonly string[] => [
  `mail: { domains: [example.net], accounts: { base: "${base}", filter: (mailEnabled=TRUE) } }`,
];
const accounts = [account('ann', 'TRUE'), account('bob', 'FALSE'), account('archive', 'TRUE')];
const members = ['ann@example.net', 'bob@example.net', 'carl@example.net', 'archive@example.net'];
const scene: ServerScene = {
  entries: [
    ...accounts,
    groupLdif('hq@example.net', members, switchedOn),
    groupLdif('archive@example.net', ['archive@example.net', 'ann@example.net'], switchedOn),
  ],
  manifests: {
    'hq.yaml': manifest('hq@example.net', members),
    'archive.yaml': manifest('archive@example.net', ['archive@example.net', 'ann@example.net']),
  },
  settings: settings(people),
};

let stage: ServerStage;
afterEach(() => stage?.end());

/** What the rules said, by their names and the values that they are about. */
async function found(command: readonly string[]): Promise<readonly string[]> {
  const { stderr } = await stage.workspace.run(command);
  return [...stderr.matchAll(/ (?:error|warning) RC\d+ \(([a-z-]+)\) [^"]*"([^"]*)"/g)].map(
    ([, rule, value]) => `${rule} ${value}`,
  );
}

const bob = 'disabled-accounts bob@example.net';
const carl = 'missing-accounts carl@example.net';

describe('accounts on a server', () => {
  it('tell who of the members gets no mail, until it is mended; then nothing is said', async () => {
    stage = await openServerStage(scene);
    const { workspace, slapd } = stage;
    expect(await found(['plan'])).toEqual([bob, carl]);
    expect(await workspace.run(['plan'])).toMatchObject({ code: 0 });
    await slapd.ldapadd(account('carl', 'TRUE'));
    workspace.write(
      'groups/hq.yaml',
      manifest(
        'hq@example.net',
        members.filter((one) => !one.startsWith('bob')),
      ),
    );
    expect(await workspace.run(['apply', '--yes'])).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining('RC5'),
    });
    expect(await workspace.run(['plan', '--detailed-exitcode'])).toMatchObject({ code: 0, stderr: '' });
    expect((await workspace.run(['doctor'])).stdout).toContain(
      `3 accounts below ${people} take mail, and 1 that takes none`,
    );
  });

  it('can be below a base that holds the groups too: none of these is an account', async () => {
    stage = await openServerStage({ ...scene, settings: settings('ou=Mail,dc=example,dc=net') });
    expect(await found(['plan'])).toEqual([bob, carl]);
    stage.workspace.write('groups/hq.yaml', manifest('hq@example.net', ['hq@example.net', 'ann@example.net']));
    expect(await found(['plan'])).toEqual(['own-member hq@example.net']);
  });

  it('keep a group from taking the mail of a colleague, before anything is written', async () => {
    stage = await openServerStage(scene);
    const { workspace } = stage;
    workspace.write('groups/ann.yaml', manifest('ann@example.net', ['carl@example.net']));
    for (const command of [
      ['plan', '--out', 'plan.json'],
      ['apply', '--yes'],
      ['reconcile'],
      ['reconcile', '--check'],
    ]) {
      const { code, stderr } = await workspace.run(command);
      expect([code, stderr]).toEqual([1, expect.stringContaining('RC516 (account-addresses)')]);
    }
    expect(workspace.files()['plan.json']).toBeUndefined();
    expect(await stage.writes()).toEqual([]);
    workspace.write('groups/ann.yaml', manifest('ann@example.net', ['carl@example.net', 'ann@example.net']));
    expect(await workspace.run(['reconcile'])).toMatchObject({ code: 0 });
    expect(await workspace.run(['plan', '--detailed-exitcode'])).toMatchObject({ code: 0 });
  });

  it.each([
    ['their addresses', 'mail'],
    ['whether they take mail', 'mailEnabled'],
  ])('that hide %s end the run before anything is planned', async (_, attribute) => {
    stage = await openServerStage({
      ...scene,
      access: `access to dn.subtree="${people}" attrs=${attribute} by * none`,
    });
    for (const command of [['plan'], ['apply', '--yes'], ['reconcile']]) {
      const { code, stdout, stderr } = await stage.workspace.run(command);
      expect([code, stderr]).toEqual([4, expect.stringContaining(`no account below ${people}`)]);
      expect(stdout).not.toContain('Nothing to do');
    }
    expect(await stage.writes()).toEqual([]);
  });

  it('of which the server gives a part end it too', async () => {
    const many = Array.from({ length: 501 }, (_, index) => account(`p${index}`, 'TRUE'));
    stage = await openServerStage({ ...scene, who: 'ordinary', entries: [...(scene.entries ?? []), ...many] });
    const { code, stdout, stderr } = await stage.workspace.run(['plan']);
    expect([code, stdout, stderr]).toEqual([4, '', expect.stringContaining('sizeLimitExceeded (4)')]);
    expect(stderr).toContain(people);
  });

  it('that are found and do not show their addresses end it too, and the doctor says so', async () => {
    stage = await openServerStage({ ...scene, access: `access to dn.subtree="${people}" attrs=mail by * search` });
    const said = /the account uid=\w+,ou=People,.* does not show its addresses/;
    expect(await stage.workspace.run(['plan'])).toMatchObject({ code: 4, stderr: expect.stringMatching(said) });
    expect((await stage.workspace.run(['doctor'])).stdout).toMatch(said);
    const off = 'rules: { missing-accounts: off, disabled-accounts: off, account-addresses: off, own-member: off }';
    stage.workspace.write('rollcall.yaml', `${stage.workspace.read('rollcall.yaml')}${off}\n`);
    expect(await stage.workspace.run(['plan'])).toMatchObject({ code: 0, stderr: '' }); // nobody asks for them
  });
});

describe('a real Postfix', () => {
  let postfix: Postfix;
  let server: ServerStage;

  beforeAll(async () => {
    const twin = groupLdif('twice@example.net', ['bob@example.net'], switchedOn);
    server = await openServerStage({
      ...scene,
      entries: [
        ...(scene.entries ?? []),
        groupLdif('ann@example.net', ['carl@example.net'], switchedOn),
        groupLdif('twice@example.net', ['ann@partner.example'], switchedOn),
        twin.replace(`dn: ${groupDn('twice@example.net')}`, 'dn: cn=group,ou=Groups,ou=Mail,dc=example,dc=net'),
      ],
    });
    const { url, groupsBase, peopleBase } = server.slapd;
    postfix = await startPostfix({ ldapUrl: url, groupsBase, peopleBase });
  });
  afterAll(async () => {
    await postfix?.stop();
    await server?.end();
  });

  it('gives the mail for an account to the group with its address', async () => {
    expect((await postfix.deliver('ann@example.net')).recipients).toEqual(['carl@example.net']);
  });

  it('leaves it to the mailbox too where the group lists its own address', async () => {
    expect((await postfix.deliver('archive@example.net')).recipients).toEqual([
      'archive@example.net',
      'carl@example.net',
    ]);
  });

  it('takes mail for a group in which somebody has no account, and refuses it for that address alone', async () => {
    expect((await postfix.deliver('hq@example.net')).outcome).toBe('delivered');
    expect((await postfix.deliver('carl@example.net')).reply).toMatch(/^rcpt 550 5\.1\.1 /);
  });

  it('merges the members of two entries with one address, as the rule says', async () => {
    const { recipients } = await postfix.deliver('twice@example.net');
    expect([...recipients].sort()).toEqual(['ann@partner.example', 'bob@example.net']);
    const { stderr } = await server.workspace.run(['plan']);
    expect(stderr).toContain('RC518 (merged-entries) 2 entries answer for twice@example.net');
  });
});
