import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretForms } from '../kit/secret-forms.ts';
import { openServerStage, type ServerStage } from '../kit/stage.ts';
import { groupLdif, manifest } from '../kit/texts.ts';
import { type CommandResult, makeWorkspace, type Workspace } from '../kit/workspace.ts';

const [ann, bob] = ['ann@example.net', 'bob@example.net'];
let stage: ServerStage;
beforeEach(async () => {
  stage = await openServerStage({
    slapd: { tls: 'good' },
    entries: [groupLdif('hq@example.net', [ann])],
    manifests: { 'hq.yaml': manifest('hq@example.net', [ann, bob]) },
  });
});
afterEach(() => stage.end());

/** Everything that makes Node.js and the packages talkative. */
const talkative = { NODE_DEBUG: 'net,tls,http,ldapts,child_process', DEBUG: '*' };

/** A password that is written in another way in nearly every format. The workspace fails when it sees it in any. */
const odd = 'canary "7f\\ü%&+\u001b';

/** A second workspace with the same files, where the odd password must not be seen; it was made to be wrong. */
function withOddPassword(): Workspace {
  const { workspace, slapd } = stage;
  const settings = workspace.read('rollcall.yaml').replace(/, passwordFile: \S+/, '');
  const files = { 'rollcall.yaml': settings, 'groups/hq.yaml': workspace.read('groups/hq.yaml') };
  return makeWorkspace(files, [odd, slapd.accounts.rollcall.password]);
}

describe('the password is in no output and in no file', () => {
  it.each([
    ['validate'],
    ['validate --format json'],
    ['plan'],
    ['plan --diff --full'],
    ['plan --format json'],
    ['plan --format ldif'],
    ['plan --format markdown'],
    ['apply'],
    ['apply --yes --format json'],
    ['apply --yes --format markdown --undo undo.ldif'],
    ['import'],
    ['import --stdout'],
    ['schema settings'],
    ['--help'],
  ])('of %s, however much is to be logged', async (line) => {
    // The workspace looks for the password of the account after every run.
    for (const variables of [{}, talkative]) {
      const { code, stderr } = await stage.workspace.run(line.split(' '), { variables });
      expect(code, stderr).toBe(line === 'apply' ? 1 : 0);
    }
    const loud = await stage.workspace.run(line.split(' '), { variables: talkative });
    if (/^(plan|apply|import)/.test(line)) expect(loud.stderr).toMatch(/LDAPTS \d+: Sending message/);
  });

  it.each<readonly [what: string, code: number, url: (stage: ServerStage) => string]>([
    ['when the server refuses it', 4, ({ slapd }) => slapd.url],
    ['when the server cannot be trusted', 4, ({ slapd }) => slapd.ldapsUrl],
    ['when nothing listens', 4, () => 'ldap://127.0.0.1:1'],
    ['when the host has no name', 4, () => 'ldaps://directory.invalid'],
    ['when it would go unencrypted', 1, () => 'ldap://192.0.2.1'],
    ['when it stands in the URL', 1, () => `ldap://cn=x:${encodeURIComponent(odd)}@127.0.0.1:1`],
    ['when it stands in the URL as it is', 1, () => `ldap://cn=x:${odd}@127.0.0.1:1`],
    ['when it stands in a URL of another kind', 1, () => `http://cn=x:${odd}@127.0.0.1:1`],
  ])('%s', async (_, code, url) => {
    const workspace = withOddPassword();
    for (const words of [['plan'], ['apply', '--yes'], ['import']]) {
      const line = [...words, '--url', url(stage)];
      for (const variables of [{ ROLLCALL_BIND_PASSWORD: odd }, { ...talkative, ROLLCALL_BIND_PASSWORD: odd }]) {
        expect((await workspace.run(line, { variables })).code).toBe(code);
      }
      const given = await workspace.run([...line, '--password-stdin'], { stdin: odd, variables: talkative });
      expect(given.code).toBe(code);
    }
    workspace.end();
  });

  it.each<readonly [what: string, settings: string]>([
    [
      'under a key that does not exist',
      `directory: { url: x, base: dc=x, bind: { dn: cn=x, password: ${quote(odd)} } }`,
    ],
    ['under another wrong key', `directory:\n  url: x\n  base: dc=x\n  "bindPassword" : ${quote(odd)}`],
    ['in the URL', `directory: { url: ${quote(`http://x:${odd}@host`)}, base: dc=x }`],
    ['in the URL of a server', `directory: { url: ${quote(`ldap://x:${odd}@host`)}, base: "" }`],
  ])('when it stands in the settings by mistake: %s', async (_, settings) => {
    const mistaken = makeWorkspace({ 'groups/hq.yaml': manifest('hq@example.net', [ann]) }, []);
    mistaken.write('rollcall.yaml', settings);
    for (const words of [['validate'], ['validate', '--format', 'json'], ['validate', '--format', 'sarif'], ['plan']]) {
      const { code, stdout, stderr } = await mistaken.run(words, { variables: talkative });
      if (words[0] === 'plan') expect(code).toBe(1);
      for (const form of secretForms(odd)) expect(stdout + stderr).not.toContain(form);
    }
    mistaken.end();
  });

  it('when it stands on the command line by mistake', async () => {
    const workspace = withOddPassword();
    for (const words of [['plan', `--password=${odd}`], [`--password=${odd}`], ['apply', `--bind-password=${odd}'x`]]) {
      const { code, stderr } = await workspace.run(words);
      expect(code).toBe(1);
      expect(stderr).toContain("unknown option '--");
    }
    workspace.end();
  });
});

describe('a password file that others can get at', () => {
  const own = (mode: number): CommandInputFile => {
    const file = join(stage.workspace.folder, '../', `rollcall-${process.pid}.password`);
    writeFileSync(file, stage.slapd.accounts.rollcall.password);
    chmodSync(file, mode);
    return { ROLLCALL_BIND_PASSWORD_FILE: file };
  };
  type CommandInputFile = Readonly<Record<string, string>>;
  const apply = (variables: CommandInputFile): Promise<CommandResult> =>
    stage.workspace.run(['apply', '--yes'], { variables });

  it('is refused before anything is sent, unless it is shared on purpose', async () => {
    const readable = await apply(own(0o644));
    expect(readable).toMatchObject({ code: 1, stdout: '' });
    expect(readable.stderr).toMatch(
      /^rollcall: \S+ \(directory\.bind\.passwordFile\) may be read by everybody .*\n {2}hint: .*chmod 600/,
    );
    const writable = await apply({ ...own(0o620), ROLLCALL_SHARED_PASSWORD_FILE: 'allow' });
    expect(writable).toMatchObject({ code: 1, stdout: '' });
    expect(writable.stderr).toContain('may be written by others than its owner (mode 0620)');
    expect(await stage.writes()).toEqual([]);
    expect(await apply({ ...own(0o444), ROLLCALL_SHARED_PASSWORD_FILE: 'allow' })).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(await stage.writes()).toHaveLength(1);
  });

  it('and so is the key of a client certificate', async () => {
    const { ca, clientCertificate, clientKey } = stage.slapd.tls ?? expect.unreachable();
    const variables = {
      ROLLCALL_URL: stage.slapd.ldapsUrl,
      ROLLCALL_CA: ca,
      ROLLCALL_CERT: clientCertificate,
      ROLLCALL_KEY: clientKey,
      ROLLCALL_BIND_EXTERNAL: 'true',
    };
    chmodSync(clientKey, 0o644);
    const refused = await apply(variables);
    expect(refused.stderr).toContain('(directory.tls.key) may be read by everybody on this machine (mode 0644)');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(await stage.writes()).toEqual([]);
    chmodSync(clientKey, 0o640);
    expect(await apply(variables)).toMatchObject({ code: 0, stderr: '' });
  });
});

/** A text as YAML takes it in double quotes. */
function quote(text: string): string {
  return JSON.stringify(text).replace('\u001b', '\\e');
}
