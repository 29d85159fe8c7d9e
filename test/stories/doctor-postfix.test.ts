import { afterEach, describe, expect, it } from 'vitest';
import { doctorSchema } from '../../src/report/doctor-schema.ts';
import { openFileStage, type Stage } from '../kit/stage.ts';
import { groupLdif, manifest } from '../kit/texts.ts';

const hq = 'hq@example.net';
const ann = 'ann@example.net';
let stage: Stage;
afterEach(() => stage?.end());

const map = `server_host = localhost
search_base = ou=Groups,ou=Mail,dc=example,dc=net
bind_dn = cn=admin,dc=example,dc=net
bind_pw = correct horse battery staple
query_filter = mail=%s
result_attribute = mailGroupMember
`;

async function open(main: string): Promise<void> {
  stage = await openFileStage({ entries: [groupLdif(hq, [ann])], manifests: { 'hq.yaml': manifest(hq, [ann]) } });
  stage.workspace.write('etc/main.cf', main);
  stage.workspace.write('etc/ldap-groups.cf', map);
}

describe('doctor --postfix', () => {
  it('judges the map of the guides, changes nothing and shows no password', async () => {
    await open('virtual_alias_maps = ldap:/etc/postfix/ldap-groups.cf\n');
    const files = stage.workspace.files();
    const text = await stage.workspace.run(['doctor', '--postfix', 'etc']);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toContain('ok       postfix     groups are looked up in ldap:/etc/postfix/ldap-groups.cf\n');
    expect(text.stdout).toContain('etc/ldap-groups.cf does not ask for mailEnabled');
    const json = await stage.workspace.run(['doctor', '--postfix', 'etc', '--format', 'json']);
    expect(
      doctorSchema
        .parse(JSON.parse(json.stdout))
        .checks.slice(-5)
        .map(({ check }) => check),
    ).toEqual([...['postfix', 'map-access', 'map-lookup', 'map-result', 'expansion']]);
    expect(text.stdout + json.stdout).not.toContain('battery');
    expect(stage.workspace.files()).toEqual(files);
  });

  it('ends with 1 when only Postfix is wrong', async () => {
    await open('virtual_alias_maps = hash:/etc/postfix/virtual\n');
    const { code, stdout } = await stage.workspace.run(['doctor', '--postfix', 'etc']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/\nerror {4}postfix {5}none of the maps in virtual_alias_maps gives mailGroupMember: hash:/);
  });

  it('says that there is no main.cf, and looks at the rest all the same', async () => {
    await open('');
    const { code, stdout } = await stage.workspace.run(['doctor', '--postfix', 'nowhere']);
    expect(code).toBe(1);
    expect(stdout).toContain('there is no file nowhere/main.cf');
    expect(stdout).toContain('ok       base');
  });
});
