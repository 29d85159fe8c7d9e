import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makeWorkspace, type Workspace } from '../kit/workspace.ts';

const secret = 'correct horse battery staple';
const settings = `directory:
  url: ldaps://ldap.example.net
  base: ou=Groups,dc=example,dc=net
  bind: { dn: "cn=rollcall,dc=example,dc=net", passwordFile: password }
`;
let workspace: Workspace;
afterEach(() => workspace?.end());

describe('postfix --out', () => {
  it('writes a map for root and Postfix alone, and a second time nothing', async () => {
    workspace = makeWorkspace({ 'rollcall.yaml': settings }, []);
    expect(await workspace.run(['postfix', '--out', 'etc'])).toMatchObject({
      code: 0,
      stdout: 'Wrote etc/ldap-groups.cf.\nWrote etc/main.cf.rollcall.\n',
    });
    expect(statSync(join(workspace.folder, 'etc/ldap-groups.cf')).mode & 0o777).toBe(0o640);
    const files = workspace.files();
    expect(await workspace.run(['postfix', '--out', 'etc'])).toMatchObject({
      code: 0,
      stdout: 'etc/ldap-groups.cf is up to date.\netc/main.cf.rollcall is up to date.\n',
    });
    expect(workspace.files()).toEqual(files);
  });

  it('never touches main.cf', async () => {
    const main = 'myhostname = mx.example.net\n';
    workspace = makeWorkspace({ 'rollcall.yaml': settings, 'etc/main.cf': main }, []);
    await workspace.run(['postfix', '--out', 'etc', '--force']);
    expect(workspace.read('etc/main.cf')).toBe(main);
  });

  it('keeps the password that somebody has put in, and does not show it', async () => {
    workspace = makeWorkspace({ 'rollcall.yaml': settings }, []);
    await workspace.run(['postfix', '--out', 'etc']);
    const filled = workspace.read('etc/ldap-groups.cf').replace('PUT-THE-PASSWORD-HERE', secret);
    workspace.write('etc/ldap-groups.cf', filled);
    const again = await workspace.run(['postfix', '--out', 'etc']);
    expect(again.stdout).toContain('etc/ldap-groups.cf is up to date.');
    const other = await workspace.run(['postfix', '--out', 'etc', '--honour-enabled', '--force', '--format', 'json']);
    expect(other.code).toBe(0);
    expect(again.stdout + again.stderr + other.stdout + other.stderr).not.toContain(secret);
    const written = workspace.read('etc/ldap-groups.cf');
    expect(written).toContain(`bind_pw = ${secret}\n`);
    expect(written).toContain('(mailEnabled=TRUE)');
  });

  it('writes nothing at all when one of the files has another text in it', async () => {
    workspace = makeWorkspace({ 'rollcall.yaml': settings, 'etc/main.cf.rollcall': 'mine\n' }, []);
    const files = workspace.files();
    const { code, stderr } = await workspace.run(['postfix', '--out', 'etc']);
    expect(code).toBe(1);
    expect(stderr).toContain('nothing was written, because other text is in etc/main.cf.rollcall');
    expect(workspace.files()).toEqual(files);
    expect(await workspace.run(['postfix', '--out', 'etc', '--force'])).toMatchObject({ code: 0 });
  });
});

describe('postfix and hostile settings', () => {
  it('refuses a value that would begin another line', async () => {
    const profile = 'profile: { extends: postfix-book, member: "mailGroupMember\\nbind_dn = cn=evil" }\n';
    workspace = makeWorkspace({ 'rollcall.yaml': settings + profile }, []);
    const { code, stdout, stderr } = await workspace.run(['postfix']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('result_attribute would have a control character in it');
  });
});
