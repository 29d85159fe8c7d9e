import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { equals, formatFilter } from '../../src/ldap/filter.ts';
import { postfixBook } from '../../src/ldap/profile.ts';
import { defaultSafety } from '../../src/model/safety.ts';
import { failureOf } from './failure-of.ts';
import { least, settingsScene } from './settings-scene.ts';

const { cwd, load, settings, complaints } = settingsScene();

describe('settings', () => {
  it('need a URL and a base, and have defaults for everything else', async () => {
    expect(await settings(least)).toEqual({
      directory: {
        url: 'ldap://ldap.example.net',
        urls: ['ldap://ldap.example.net'],
        ldifFile: undefined,
        base: 'dc=example,dc=net',
        filter: equals('objectClass', 'PostfixBookMailAccount'),
        bind: { kind: 'anonymous' },
        startTls: false,
        ca: undefined,
        cert: undefined,
        key: undefined,
        plaintextPassword: 'refuse',
        sharedPasswordFile: 'refuse',
        timeout: 60,
        pageSize: 200,
        inFlight: 32,
        requestLimit: undefined,
        retry: { tries: 5, seconds: 60 },
      },
      profile: postfixBook,
      defaults: {},
      prune: 'declared',
      safety: defaultSafety,
      mail: {
        localPart: 'fold',
        domains: [],
        expansionLimit: 1000,
        recipientDelimiter: '+',
        internal: [],
        forbiddenDomains: [],
      },
      owners: { handles: {}, default: [], settings: [] },
      ...{ folders: {}, pins: {}, queries: {}, rules: {}, calendar: { timeZone: 'UTC', upcomingDays: 14 } },
      allowedServers: undefined,
    });
  });

  it('may all be given', async () => {
    const text = `directory:
  url: ldap://ldap.example.net
  base: ou=Groups,dc=example,dc=net
  filter: (&(objectClass=PostfixBookMailAccount)(mailEnabled=TRUE))
  bind: { dn: "cn=rollcall,dc=example,dc=net", passwordFile: secret/password }
  tls: { startTls: true, ca: ca.pem, cert: /etc/cert.pem, key: ../key.pem, plaintextPassword: allow }
  timeout: 5
  pageSize: 7
  inFlight: 3
profile: postfix-book
defaults: { mailUidNumber: 5000, sn: "{local}" }
prune: never
safety: { perGroup: { percent: 1 }, perRun: { floor: 2 }, deletions: { percent: 3, floor: 4 } }
mail: { localPart: exact, domains: [Example.NET, example.org] }
`;
    const all = await settings(text);
    expect(formatFilter(all.directory.filter)).toBe('(&(objectClass=PostfixBookMailAccount)(mailEnabled=TRUE))');
    const bind = { kind: 'simple', dn: 'cn=rollcall,dc=example,dc=net', passwordFile: join(cwd(), 'secret/password') };
    expect(all).toMatchObject({
      directory: {
        bind,
        startTls: true,
        ca: join(cwd(), 'ca.pem'),
        cert: '/etc/cert.pem',
        key: join(cwd(), '../key.pem'),
        plaintextPassword: 'allow',
        timeout: 5,
        pageSize: 7,
        inFlight: 3,
      },
      defaults: { mailUidNumber: '5000', sn: '{local}' },
      prune: 'never',
      safety: {
        perGroup: { percent: 1, floor: defaultSafety.perGroup.floor },
        perRun: { percent: defaultSafety.perRun.percent, floor: 2 },
        deletions: { percent: 3, floor: 4 },
      },
      mail: { localPart: 'exact', domains: ['example.net', 'example.org'] },
    });
  });
});

describe('layers', () => {
  const text = `${least}  timeout: 1
  pageSize: 1
  inFlight: 1
  bind: { dn: "cn=file,dc=x", passwordFile: file }
prune: all
safety: { perGroup: { percent: 1, floor: 1 } }
environments:
  staging:
    directory: { url: "ldap://staging", timeout: 2, pageSize: 2 }
    safety: { perGroup: { percent: 2 } }
  bare: {}
`;

  it('win in this order: file, environment, variables, flags; key by key', async () => {
    const { directory, safety, prune } = await settings(text, {
      environment: 'staging',
      variables: { ROLLCALL_URL: 'ldap://variable', ROLLCALL_PAGE_SIZE: '3', ROLLCALL_BASE: 'dc=variable' },
      flags: { directory: { url: 'ldap://flag', base: undefined } },
    });
    expect(directory).toMatchObject({
      url: 'ldap://flag',
      base: 'dc=variable',
      pageSize: 3,
      timeout: 2,
      inFlight: 1,
      bind: { dn: 'cn=file,dc=x' },
    });
    expect(safety.perGroup).toEqual({ percent: 2, floor: 1 });
    expect(prune).toBe('all');
  });

  it('of an environment count only when it is asked for', async () => {
    expect((await settings(text)).directory).toMatchObject({ url: 'ldap://ldap.example.net', timeout: 1 });
    expect((await settings(text, { environment: 'bare' })).directory).toMatchObject({ timeout: 1 });
  });

  it('of an environment that is not there are an error, which names those that are', async () => {
    const { diagnostics } = await load(text, { environment: 'stagin' });
    expect(diagnostics).toMatchObject([
      { code: 'RC303', message: 'there is no environment stagin', hint: 'The file has: staging, bare.' },
    ]);
    const none = await load(least, { environment: 'staging' });
    expect(none.diagnostics).toMatchObject([{ code: 'RC303', hint: 'The file has no environments.' }]);
  });

  it('replace the way to bind as a whole: external forgets the DN, a DN forgets external', async () => {
    const external = await settings(text, { variables: { ROLLCALL_BIND_EXTERNAL: 'true' } });
    expect(external.directory.bind).toEqual({ kind: 'external' });
    const variables = { ROLLCALL_BIND_DN: 'cn=other,dc=x' };
    const simple = await settings(`${least}  bind: { external: true }\n`, { variables });
    expect(simple.directory.bind).toEqual({ kind: 'simple', dn: 'cn=other,dc=x', passwordFile: undefined });
    const file = await settings(text, { variables: { ROLLCALL_BIND_PASSWORD_FILE: '/run/password' } });
    expect(file.directory.bind).toEqual({ kind: 'simple', dn: 'cn=file,dc=x', passwordFile: '/run/password' });
  });
});

describe('variables', () => {
  it('are enough without a file', async () => {
    const variables = {
      ROLLCALL_URL: 'ldaps://ldap.example.net',
      ROLLCALL_BASE: 'dc=example,dc=net',
      ROLLCALL_FILTER: '(mail=*)',
      ROLLCALL_BIND_DN: 'cn=rollcall,dc=example,dc=net',
      ROLLCALL_BIND_PASSWORD_FILE: 'password',
      ROLLCALL_BIND_PASSWORD: 'not a setting',
      ROLLCALL_CA: 'ca.pem',
      ROLLCALL_TIMEOUT: '9',
      ROLLCALL_PRUNE: 'never',
      ROLLCALL_DOMAINS: 'example.net, example.org',
      ROLLCALL_EXPANSION_LIMIT: '5000',
      ROLLCALL_LOCAL_PART: 'exact',
      ROLLCALL_PER_RUN_FLOOR: '0',
      ROLLCALL_ALLOWED_SERVERS: 'ldaps://ldap.example.net, ldaps://other',
      ROLLCALL_CONFIG: '',
      ROLLCALL_IN_FLIGHT: '',
      PATH: '/bin',
    };
    const all = await settings(undefined, { variables });
    const bind = { kind: 'simple', dn: 'cn=rollcall,dc=example,dc=net', passwordFile: join(cwd(), 'password') };
    expect(all).toMatchObject({
      directory: { url: 'ldaps://ldap.example.net', bind, ca: join(cwd(), 'ca.pem'), timeout: 9, inFlight: 32 },
      prune: 'never',
      mail: { localPart: 'exact', domains: ['example.net', 'example.org'], expansionLimit: 5000 },
      allowedServers: ['ldaps://ldap.example.net', 'ldaps://other'],
    });
    expect(all.safety.perRun.floor).toBe(0);
    expect(JSON.stringify(all)).not.toContain('not a setting');
  });

  it('of an unknown name are an error, with the name that was probably meant', async () => {
    const { diagnostics } = await load(least, { variables: { ROLLCALL_ALLOWED_SERVER: 'ldap://x' } });
    expect(diagnostics).toMatchObject([
      {
        code: 'RC301',
        message: 'ROLLCALL_ALLOWED_SERVER is not a variable of Rollcall',
        hint: 'Did you mean ROLLCALL_ALLOWED_SERVERS? Unset it, or correct its name.',
        source: { file: 'ROLLCALL_ALLOWED_SERVER', line: 1, column: 1 },
      },
    ]);
  });

  it.each([
    ['ROLLCALL_TIMEOUT', 'soon'],
    ['ROLLCALL_TIMEOUT', '0'],
    ['ROLLCALL_START_TLS', 'yes'],
    ['ROLLCALL_PRUNE', 'some'],
    ['ROLLCALL_PROFILE', 'nonsense'],
    ['ROLLCALL_PER_GROUP_PERCENT', '101'],
    ['ROLLCALL_DELETIONS_FLOOR', '-1'],
  ])('with a wrong value are an error: %s=%s', async (name, value) => {
    const [complaint, ...more] = await complaints(least, { variables: { [name]: value } });
    expect(more).toEqual([]);
    expect(complaint).toContain(`${name}:1:1 RC302 ${name} has a wrong value: `);
    expect(complaint).toContain(`(it is ${JSON.stringify(value)})`);
  });

  it('and flags with a value that is none are complained about where it was given, not in the file', async () => {
    expect(await complaints(least, { variables: { ROLLCALL_BASE: 'nonsense' } })).toEqual([
      'ROLLCALL_BASE:1:1 RC302 directory.base is not a DN',
    ]);
    expect(await complaints(least, { flags: { directory: { base: 'nonsense' } } })).toEqual([
      'command line:1:1 RC302 directory.base is not a DN',
    ]);
    expect(await complaints(least, { variables: { ROLLCALL_START_TLS: 'true', ROLLCALL_URL: 'ldaps://x' } })).toEqual([
      'ROLLCALL_START_TLS:1:1 RC304 startTls is for ldap:// only',
    ]);
  });
});

describe('a settings file', () => {
  it('that is missing, or no file, is a failure that says what to do', async () => {
    const hint =
      'Run the command where rollcall.yaml is, name the file with --config, or set ROLLCALL_URL and ROLLCALL_BASE.';
    expect(await failureOf(load(undefined))).toEqual({
      kind: 'input',
      message: 'there is no file rollcall.yaml',
      hint,
    });
    const config = 'conf/other.yaml';
    const both = { ROLLCALL_URL: 'ldap://x', ROLLCALL_BASE: 'dc=x' };
    expect((await failureOf(load(undefined, { config, variables: both }))).message).toBe(
      'there is no file conf/other.yaml',
    );
    await mkdir(join(cwd(), 'rollcall.yaml'));
    expect((await failureOf(load(undefined))).message).toBe('rollcall.yaml is a folder');
  });

  it('that says nothing says so on purpose, or is complained about', async () => {
    const variables = { ROLLCALL_URL: 'ldap://x', ROLLCALL_BASE: 'dc=x' };
    expect((await settings('{}\n', { variables })).directory.base).toBe('dc=x');
    for (const text of ['', '# only a comment\n']) {
      expect(await complaints(text, { variables })).toEqual(['rollcall.yaml:1:1 RC112 the file is empty']);
    }
  });

  it('elsewhere has its paths taken from its own folder; those of variables and flags from the working directory', async () => {
    await mkdir(join(cwd(), 'conf'));
    const config = 'conf/mail.yaml';
    await writeFile(
      join(cwd(), config),
      'directory:\n  url: data/groups.ldif\n  base: dc=x\n  tls: { ca: ca.pem, cert: cert.pem, key: key.pem }\n',
    );
    const own = await settings(undefined, { config });
    expect(own.directory).toMatchObject({
      url: 'conf/data/groups.ldif',
      ldifFile: join(cwd(), 'conf/data/groups.ldif'),
      ca: join(cwd(), 'conf/ca.pem'),
      key: join(cwd(), 'conf/key.pem'),
    });
    const flags = { directory: { url: 'flag.ldif' } };
    const mixed = await settings(undefined, { config, flags, variables: { ROLLCALL_CA: 'other.pem' } });
    expect(mixed.directory).toMatchObject({
      url: 'flag.ldif',
      ldifFile: join(cwd(), 'flag.ldif'),
      ca: join(cwd(), 'other.pem'),
      cert: join(cwd(), 'conf/cert.pem'),
    });
  });

  it('names an LDIF file outside of the working directory by its whole path', async () => {
    const { directory } = await settings('directory:\n  url: ../else.ldif\n  base: dc=x\n');
    expect(directory).toMatchObject({ url: join(cwd(), '../else.ldif'), ldifFile: join(cwd(), '../else.ldif') });
  });
});
