import { afterEach, describe, expect, it } from 'vitest';
import { makeWorkspace, type Workspace } from '../kit/workspace.ts';

const place = ['--url', 'directory.ldif', '--base', 'ou=Groups,dc=example,dc=net'];
const ldif = `dn: dc=example,dc=net
objectClass: dcObject
objectClass: organization
o: x
dc: example

dn: ou=Groups,dc=example,dc=net
objectClass: organizationalUnit
ou: Groups

dn: mail=ops@example.net,ou=Groups,dc=example,dc=net
objectClass: top
objectClass: organizationalPerson
objectClass: PostfixBookMailAccount
mail: ops@example.net
cn: ops
sn: group
mailEnabled: TRUE
mailGroupMember: ann@example.net
`;
let workspace: Workspace;
afterEach(() => workspace?.end());

describe('init', () => {
  it('makes a repository in which import, validate and plan work at once', async () => {
    workspace = makeWorkspace({ 'directory.ldif': ldif }, []);
    expect(await workspace.run(['init', ...place, '--domain', 'example.net'])).toMatchObject({ code: 0, stderr: '' });
    expect(await workspace.run(['import'])).toMatchObject({ code: 0 });
    expect(workspace.read('groups/ops@example.net.yaml')).toMatch(/^# yaml-language-server: .*group\.schema\.json\n/);
    expect(await workspace.run(['validate'])).toMatchObject({ code: 0 });
    expect((await workspace.run(['plan'])).stdout).toContain('Nothing to do: 1 group agrees');
  });

  it('writes schemas that are those of the commands', async () => {
    workspace = makeWorkspace({}, []);
    await workspace.run(['init', ...place]);
    for (const name of ['group', 'settings'] as const) {
      expect(workspace.read(`schema/${name}.schema.json`)).toBe((await workspace.run(['schema', name])).stdout);
    }
  });

  it('leaves everything that is there, and a second time there is nothing to do', async () => {
    workspace = makeWorkspace({ 'rollcall.yaml': '# mine\n', 'groups/README.md': 'mine\n', '.gitignore': 'dist' }, []);
    const first = await workspace.run(['init']);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('= rollcall.yaml  is there already and stays');
    expect(workspace.read('rollcall.yaml')).toBe('# mine\n');
    expect(workspace.read('groups/README.md')).toBe('mine\n');
    expect(workspace.read('.gitignore')).toBe('dist\n.rollcall/\n');
    const files = workspace.files();
    expect((await workspace.run(['init'])).stdout).not.toContain('+ ');
    expect(workspace.files()).toEqual(files);
    expect(workspace.read('.gitignore')).toBe('dist\n.rollcall/\n');
  });

  it('writes nothing when the settings would not be accepted', async () => {
    workspace = makeWorkspace({}, []);
    const { code, stderr } = await workspace.run(['init', '--url', 'ldap://x', '--base', 'groups']);
    expect([code, workspace.files()]).toEqual([1, {}]);
    expect(stderr).toContain('directory.base is not a DN');
  });

  it('without a terminal says what must be given', async () => {
    workspace = makeWorkspace({}, []);
    const { code, stderr } = await workspace.run(['init', '--base', 'dc=x']);
    expect([code, workspace.files()]).toEqual([1, {}]);
    expect(stderr).toContain('nobody can be asked here, and --url must be given');
  });
});

describe('init on a terminal', () => {
  const question = 'Whose addresses may be groups?';

  it('asks for what the options do not say', async () => {
    workspace = makeWorkspace({}, []);
    const { code } = await workspace.onTerminal(['init', ...place], question, 'example.net, example.org\r');
    expect(code).toBe(0);
    expect(workspace.read('rollcall.yaml')).toContain('  domains:\n    - example.net\n    - example.org\n');
  });

  it('writes nothing after Ctrl-C', async () => {
    workspace = makeWorkspace({}, []);
    const { code } = await workspace.onTerminal(['init', ...place], question, '\u0003');
    expect([code, workspace.files()]).toEqual([130, {}]);
  });
});
