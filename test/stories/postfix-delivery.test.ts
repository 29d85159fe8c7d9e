import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mainValue } from '../../src/postfix/main-parameters.ts';
import { parseParameters } from '../../src/postfix/parameters.ts';
import { doctorSchema } from '../../src/report/doctor-schema.ts';
import { type Postfix, startPostfix } from '../kit/postfix.ts';
import { type ProgramResult, runProgram } from '../kit/run-program.ts';
import { type Slapd, startSlapd } from '../kit/slapd.ts';
import { groupLdif, groupsBase, people } from '../kit/texts.ts';
import { makeWorkspace, type Workspace } from '../kit/workspace.ts';

const two = ['user1@example.email', 'user2@example.email'];
const entries = [
  // as the article has it: the address in the RDN is not the one that is written out
  groupLdif('hq@example.email', two, ['mail: hq@example', 'mailEnabled: TRUE']),
  groupLdif('off@example.email', two, ['mailEnabled: FALSE']),
  groupLdif('full@example.email', people(1000), ['mailEnabled: TRUE']),
  groupLdif('over@example.email', people(1001), ['mailEnabled: TRUE']),
];

let slapd: Slapd;
let workspace: Workspace;
let postfix: Postfix;

/** A program of Postfix that looks at the folder of the running one. */
function postconf(words: readonly string[]): Promise<ProgramResult> {
  const { programs, folder } = postfix;
  const env = { LD_LIBRARY_PATH: programs.libraryPath, PATH: '/usr/bin:/bin' };
  return runProgram(join(programs.commands, 'postconf'), ['-c', join(folder, 'etc'), ...words], { env });
}

/** What the doctor finds about the configuration of the running Postfix, by check; `ok` is left out. */
async function trouble(): Promise<Readonly<Record<string, readonly string[]>>> {
  const { stdout } = await workspace.run(['doctor', '--format', 'json', '--postfix', join(postfix.folder, 'etc')]);
  const { checks } = doctorSchema.parse(JSON.parse(stdout));
  const own = checks.filter(({ check }) => /^(?:postfix|map-.*|expansion)$/.test(check));
  return Object.fromEntries(
    own.map(({ check, findings }) => [
      check,
      findings.filter(({ state }) => state !== 'ok').map(({ state, message }) => `${state}: ${message}`),
    ]),
  );
}

beforeAll(async () => {
  slapd = await startSlapd({ ldif: entries.join('\n') });
  chmodSync(slapd.folder, 0o711); // Postfix, which is not root for long, must get at the authority
  chmodSync(slapd.tls?.ca ?? '', 0o644);
  const { rollcall } = slapd.accounts;
  const settings = `directory:
  url: ${slapd.ldapsUrl}
  base: ${groupsBase}
  bind: { dn: "${rollcall.dn}", passwordFile: ${rollcall.passwordFile} }
  tls: { ca: ${slapd.tls?.ca} }
mail: { domains: [example.email] }
`;
  workspace = makeWorkspace({ 'rollcall.yaml': settings }, [rollcall.password]);
});

afterAll(async () => {
  workspace?.end();
  await slapd?.stop();
});

describe('a Postfix with the map that is printed', () => {
  beforeAll(async () => {
    const { reader } = slapd.accounts;
    const words = ['postfix', '--honour-enabled', '--bind-dn', reader.dn, '--out', 'etc'];
    expect(await workspace.run(words)).toMatchObject({ code: 0, stderr: '' });
    const main = parseParameters(workspace.read('etc/main.cf.rollcall')).parameters;
    postfix = await startPostfix({
      ...{ ldapUrl: slapd.url, groupsBase, peopleBase: slapd.peopleBase },
      groups: workspace.read('etc/ldap-groups.cf').replace('PUT-THE-PASSWORD-HERE', reader.password),
      main: Object.fromEntries([...main].map(([name, { value }]) => [name, value])),
    });
  });
  afterAll(() => postfix?.stop());

  it('answers with the members', async () => {
    expect(await postfix.postmap('hq@example.email')).toEqual({ code: 0, stdout: `${two.join(',')}\n`, stderr: '' });
    expect((await postfix.postmap('hq')).code).toBe(1);
  });

  it('takes the lines for main.cf as they are', async () => {
    const { code, stdout, stderr } = await postconf(['-n']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('virtual_alias_maps = proxy:ldap:$config_directory/ldap-groups.cf\n');
  });

  it('delivers to each of them, through proxymap and TLS', async () => {
    expect(await postfix.deliver('HQ@example.email')).toMatchObject({ outcome: 'delivered', recipients: two });
    const full = await postfix.deliver('full@example.email');
    expect([full.outcome, full.recipients.length]).toEqual(['delivered', 1000]);
  });

  it('refuses a group that is switched off', async () => {
    expect((await postfix.deliver('off@example.email')).reply).toMatch(/^rcpt 550 5\.1\.1 /);
  });

  it('refuses a group above the limit at its own name, and not the whole message', async () => {
    const { outcome, reply } = await postfix.deliver('over@example.email');
    expect([outcome, reply]).toEqual(['deferred', expect.stringMatching(/^rcpt 451 4\.3\.0 /)]);
  });

  it('lets an address with two entries wait', async () => {
    const ldif = groupLdif('twice@example.email', two, ['mailEnabled: TRUE']);
    await slapd.ldapadd(`${ldif}\n${ldif.replace('dn: mail=twice@example.email', 'dn: cn=group')}`);
    expect((await postfix.deliver('twice@example.email')).reply).toMatch(/^rcpt 451 4\.3\.0 /);
  });

  it('has nothing wrong with it for the doctor, but what the tests add to main.cf', async () => {
    expect(await trouble()).toEqual({
      postfix: [],
      'map-access': [
        `warning: ${join(postfix.folder, 'etc/ldap-groups.cf')} holds the bind password, and everybody on this machine can read it`,
      ],
      'map-lookup': [],
      'map-result': [],
      expansion: ['note: mail for GROUP+word goes to MEMBER+word (propagate_unmatched_extensions)'],
    });
  });
});

describe('a Postfix with the map of the article', () => {
  beforeAll(async () => {
    postfix = await startPostfix({ ldapUrl: slapd.url, groupsBase, peopleBase: slapd.peopleBase });
  });
  afterAll(() => postfix?.stop());

  it('works with the group of the article, under both of its addresses', async () => {
    expect((await postfix.postmap('hq@example.email')).stdout).toBe(`${two.join(',')}\n`);
    expect((await postfix.postmap('hq@example')).stdout).toBe(`${two.join(',')}\n`);
    expect(await postfix.deliver('hq@example.email')).toMatchObject({ outcome: 'delivered', recipients: two });
  });

  it('does what the doctor says of it', async () => {
    const { 'map-lookup': lookup, 'map-result': result } = await trouble();
    expect(lookup?.join('\n')).toContain('does not ask for mailEnabled: mail still goes to off@example.email');
    expect(await postfix.deliver('off@example.email')).toMatchObject({ outcome: 'delivered', recipients: two });
    expect(result?.join('\n')).toContain('one group above the limit has whole messages refused');
    expect((await postfix.deliver('over@example.email')).reply).toMatch(/^message 451 4\.6\.0 /);
  });
});

describe('main.cf as Postfix reads it', () => {
  const text = `a = 1
# a comment
b = \${a?{x $a}:{y}},
   \${none?z} \${empty:e} $$a
# between
	($(a))
empty =
virtual_alias_maps = hash:$b
`;

  it('is read the same way here', async () => {
    postfix = await startPostfix({ ldapUrl: slapd.url, groupsBase, peopleBase: slapd.peopleBase });
    try {
      const file = join(postfix.folder, 'etc/main.cf');
      writeFileSync(file, `${readFileSync(file, 'utf8').replace(/^virtual_alias_maps = .*\n/m, '')}none =\n${text}`);
      const { stdout } = await postconf(['-x', '-h', 'virtual_alias_maps']);
      const read = mainValue(
        parseParameters(readFileSync(file, 'utf8')),
        join(postfix.folder, 'etc'),
        'virtual_alias_maps',
      );
      expect(read.text.replace(/\s+/g, ' ')).toBe(stdout.replace(/\n$/, '')); // postconf shows one blank for several
    } finally {
      await postfix.stop();
    }
  });
});
