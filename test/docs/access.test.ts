import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../kit/run-program.ts';
import { openServerStage, type ServerStage } from '../kit/stage.ts';
import { groupLdif, groupsBase, manifest } from '../kit/texts.ts';
import { fences, page } from './pages.ts';

/** More entries than OpenLDAP gives to anybody by default. */
const count = 650;
const fence = fences(page('docs/directory.md')).find(({ words }) => words.includes('access'));
const config = { dn: 'cn=config', password: 'config', passwordFile: '' };
let stage: ServerStage;

/** A server with nothing but password rules and defaults; `ordinary` is the account that the page's example is for. */
beforeAll(async () => {
  const entries = Array.from({ length: count }, (_, index) =>
    groupLdif(`group${index}@example.net`, ['a@example.net']),
  );
  const person = [
    'dn: mail=ann@example.net,ou=People,ou=Mail,dc=example,dc=net',
    ...['objectClass: inetOrgPerson', 'mail: ann@example.net', 'cn: Ann', 'sn: Ann', 'title: Boss', ''],
  ];
  stage = await openServerStage({
    entries: [...entries, person.join('\n')],
    who: 'ordinary',
    settings: ['prune: all', 'defaults: { mailUidNumber: 5000, mailGidNumber: 5000 }'],
    slapd: { globalLines: ['database config', 'rootdn "cn=config"', `rootpw ${config.password}`] },
  });
  const conf = join(stage.slapd.folder, 'slapd.conf');
  const lines = readFileSync(conf, 'utf8').split('\n');
  const closed = lines.map((line) => (/^access to (?!attrs=userPassword)/.test(line) ? 'access to * by * none' : line));
  writeFileSync(conf, closed.filter((line) => !line.startsWith('limits ')).join('\n'));
  await stage.slapd.restart();
  const passwordFile = join(stage.slapd.folder, 'config.password');
  writeFileSync(passwordFile, config.password, { mode: 0o600 });
  await loadAsConfig(passwordFile, 'only the rights');
});
afterAll(() => stage?.end());

/** Loads one half of the page's example: the access rules, or the limit. */
async function loadAsConfig(passwordFile: string, half: 'only the rights' | 'only the limit'): Promise<void> {
  const { accounts, ldapmodify } = stage.slapd;
  const text = fence?.text.replaceAll(accounts.rollcall.dn, accounts.ordinary.dn) ?? '';
  const [head = '', rights = '', limit = ''] = text.split(/^(?:add: |-\nadd: )/m);
  const change = `${head}add: ${half === 'only the rights' ? rights : limit}`;
  expect(await ldapmodify(change, { ...config, passwordFile })).toMatchObject({ code: 0, stderr: '' });
}

describe('the access rules in docs/directory.md', () => {
  it('without its limit, the list is cut short and nothing is written', async () => {
    const result = await stage.workspace.run(['import']);
    expect(result).toMatchObject({ code: 4, stdout: '' });
    expect(result.stderr).toContain('sizeLimitExceeded (4)');
  });

  it('without its limit, a snapshot taken without -L says that it is cut short, as docs/ldif.md promises', async () => {
    const { accounts, openLdap, url } = stage.slapd;
    const { dn, passwordFile } = accounts.ordinary;
    const args = ['-x', '-H', url, '-D', dn, '-y', passwordFile, '-b', groupsBase];
    const snapshot = await runProgram(openLdap.ldapsearch, args, { env: openLdap.env });
    expect(snapshot.code).toBe(4);
    stage.workspace.write('snapshot.ldif', snapshot.stdout);
    const result = await stage.workspace.run(['import', '--url', 'snapshot.ldif']);
    expect(result).toMatchObject({ code: 4, stdout: '' });
    expect(result.stderr).toContain('ended with 4 Size limit exceeded');
  });

  it('with all of it, the account adopts, creates, changes and deletes groups', async () => {
    await loadAsConfig(join(stage.slapd.folder, 'config.password'), 'only the limit');
    const { workspace } = stage;
    const adopted = await workspace.run(['import']);
    expect(adopted, adopted.stderr).toMatchObject({ code: 0 });
    expect(adopted.stdout).toContain(`Imported ${count} groups`);
    workspace.write('groups/new.yaml', manifest('new@example.net', ['b@example.net']));
    workspace.write('groups/group1@example.net.yaml', manifest('group1@example.net', ['b@example.net']));
    workspace.remove('groups/group2@example.net.yaml');
    const applied = await workspace.run(['apply', '--yes']);
    expect(applied, applied.stderr + applied.stdout).toMatchObject({ code: 0 });
    expect(applied.stdout).toContain('Applied 3 of 3 steps.');
    expect((await workspace.run(['plan', '--detailed-exitcode'])).code).toBe(0);
    const tree = await stage.tree();
    expect(Object.keys(tree).filter((dn) => dn.endsWith(groupsBase))).toHaveLength(count);
  });

  it('the address of a person is seen to be taken', async () => {
    stage.workspace.write('groups/ann.yaml', manifest('ann@example.net', ['b@example.net']));
    const { code, stdout } = await stage.workspace.run(['plan']);
    expect(code).toBe(5);
    expect(stdout).toContain('an entry outside the managed groups already has the address');
    stage.workspace.remove('groups/ann.yaml');
  });

  it('of people, nothing but class and address is seen, and nothing of them can be written', async () => {
    const { slapd } = stage;
    const { ordinary } = slapd.accounts;
    const found = await slapd.ldapsearch(['-b', slapd.peopleBase, '(mail=ann@example.net)', '*'], ordinary);
    expect(found.stdout).toBe(
      `dn: mail=ann@example.net,${slapd.peopleBase}\nobjectClass: inetOrgPerson\nmail: ann@example.net\n\n`,
    );
    const change = `dn: mail=ann@example.net,${slapd.peopleBase}\nchangetype: modify\nadd: mail\nmail: x@example.net\n`;
    expect(await slapd.ldapmodify(change, ordinary)).toMatchObject({ code: 50 });
  });
});
