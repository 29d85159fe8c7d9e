import { afterEach, describe, expect, it } from 'vitest';
import { openStage, type Scene, type Stage, stageKinds } from '../kit/stage.ts';
import { entryLdif, groupDn, groupLdif, groupsBase, manifest } from '../kit/texts.ts';
import { applyAndProve, expectNothingToDo } from './laws.ts';

const hq = 'hq@example.net';
let stage: Stage;
afterEach(() => stage?.end());

/** Imports everything, and proves that nothing is to do afterwards, that nothing was written, and that a second import changes nothing. */
async function adopt(): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const tree = await stage.tree();
  const result = await stage.workspace.run(['import']);
  expect(result, result.stderr).toMatchObject({ code: 0 });
  await expectNothingToDo(stage);
  const files = stage.workspace.files();
  const again = await stage.workspace.run(['import']);
  expect(again.stdout).toMatch(/^Imported \d+ groups?: 0 created, 0 updated, \d+ unchanged, 0 not adopted\.\n$/);
  expect(stage.workspace.files()).toEqual(files);
  expect(await stage.tree()).toEqual(tree);
  expect((await stage.writes()) ?? []).toEqual([]);
  return result;
}

function manifests(): Readonly<Record<string, string>> {
  const files = Object.entries(stage.workspace.files()).filter(([path]) => path.startsWith('groups/'));
  return Object.fromEntries(files.map(([path, text]) => [path.slice('groups/'.length), text]));
}

describe.each(stageKinds)('adopting a directory of the kind %s', (kind) => {
  const open = async (scene: Scene): Promise<void> => {
    stage = await openStage(kind, scene);
  };

  it('the entry that is named by another address than it says: both are adopted, with a warning', async () => {
    // slapd completes the entry by itself; a file has to be given what slapd would hold
    const completed = kind === 'ldif' ? ['mail: hq@example.email'] : [];
    const lines = ['mail: hq@example', ...completed, 'mailEnabled: TRUE', 'mailUidNumber: 5000', 'cn: hq', 'sn: group'];
    const entry = entryLdif(`mail=hq@example.email,${groupsBase}`, lines, [
      'user1@example.email',
      'user2@example.email',
    ]);
    await open({ entries: [entry] });
    const { stderr, stdout } = await adopt();
    expect(stderr).toContain('warning RC401');
    expect(stderr).toContain('answers for 2 addresses: hq@example, hq@example.email');
    expect(stderr).toContain('make it the address, write previously: hq@example.email, take hq@example out of aliases');
    expect(stdout).toContain('1 created');
    expect(manifests()).toEqual({
      'hq@example.email.yaml': [
        'address: hq@example.email',
        'members:',
        '  - user1@example.email',
        '  - user2@example.email',
        'aliases:',
        '  - hq@example',
        'enabled: true',
        '',
      ].join('\n'),
    });
    stage.workspace.write(
      'groups/hq@example.email.yaml',
      manifests()
        ['hq@example.email.yaml']?.replace(/ {2}- hq@example\n/, '')
        .replace('aliases:', 'aliases: []') ?? '',
    );
    await applyAndProve(stage);
    expect((await stage.tree())[`mail=hq@example.email,${groupsBase}`]?.['mail']).toEqual(['hq@example.email']);
  });

  it('the same entry in a file, as it was written and not as a server completes it', async () => {
    const lines = ['mail: hq@example', 'cn: hq', 'sn: group'];
    const entry = entryLdif(`mail=hq@example.email,${groupsBase}`, lines, ['user1@example.email']);
    await open({ entries: [entry] });
    await adopt();
  });

  it('odd spellings, blanks, comments and case twins', async () => {
    await open({
      entries: [
        '# a comment\n# that goes\n  on\n',
        groupLdif('HQ@Example.NET', [
          ' user1@example.net',
          'User1@example.net',
          'user1@EXAMPLE.net',
          'bob@example.net  ',
        ]),
        groupLdif('ops@example.net', ['Ann@Example.Net', "o'neil@example.net"], ['mail: OPS-team@example.net']),
      ],
    });
    await adopt();
    expect(Object.keys(manifests())).toEqual(['hq@example.net.yaml', 'ops@example.net.yaml']);
    expect(manifests()['hq@example.net.yaml']).toContain(
      'address: HQ@Example.NET\nmembers:\n  - user1@example.net\n  - bob@example.net\n',
    );
    const { code } = await stage.workspace.run(['apply', '--yes', '--fix-spelling']);
    expect(code).toBe(0);
    await expectNothingToDo(stage, '--fix-spelling');
    expect((await stage.tree())[groupDn('HQ@Example.NET')]?.['mailGroupMember']).toHaveLength(2);
  });

  it('empty groups, switched on, off or neither', async () => {
    await open({
      entries: [
        groupLdif('none@example.net', []),
        groupLdif('off@example.net', [], ['mailEnabled: FALSE']),
        groupLdif('on@example.net', [], ['mailEnabled: TRUE']),
      ],
    });
    await adopt();
    expect(manifests()).toEqual({
      'none@example.net.yaml': 'address: none@example.net\nmembers: []\n',
      'off@example.net.yaml': 'address: off@example.net\nmembers: []\nenabled: false\n',
      'on@example.net.yaml': 'address: on@example.net\nmembers: []\nenabled: true\n',
    });
  });

  it('descriptions in base64, with odd signs, several, or of many lines', async () => {
    const base64 = (text: string): string => `description:: ${Buffer.from(text).toString('base64')}`;
    await open({
      entries: [
        groupLdif('a@example.net', [], [base64('Büro «Nord» – 東京 🏢')]),
        groupLdif('b@example.net', [], [base64('yes')]),
        groupLdif('c@example.net', [], [base64(' # "quoted": {a}, & *b \\ ')]),
        groupLdif('d@example.net', [], [base64('one'), base64('two')]),
        groupLdif('e@example.net', [], [base64('line one\nline two')]),
      ],
    });
    await adopt();
    expect(manifests()['a@example.net.yaml']).toContain('Büro «Nord» – 東京 🏢');
    expect(manifests()['d@example.net.yaml']).not.toContain('description');
  });

  it('entries under other names and in units below the base', async () => {
    const unit = `dn: ou=Berlin,${groupsBase}\nobjectClass: organizationalUnit\nou: Berlin\n`;
    const entry = entryLdif(
      `cn=Head Office\\, Berlin,ou=Berlin,${groupsBase}`,
      [`mail: ${hq}`, 'cn: Head Office, Berlin', 'sn: x'],
      ['a@x.net'],
    );
    const multi = entryLdif(
      `cn=ops+sn=it,${groupsBase}`,
      ['mail: ops@example.net', 'mail: it@example.net', 'cn: ops', 'sn: it'],
      ['a@x.net'],
    );
    await open({ entries: [unit, entry, multi] });
    await adopt();
    stage.workspace.write('groups/hq@example.net.yaml', manifest(hq, ['a@x.net', 'b@x.net']));
    const { plan } = await applyAndProve(stage);
    expect(plan.steps.map(({ change }) => change.dn.replaceAll('\\2C', '\\,'))).toEqual([
      `cn=Head Office\\, Berlin,ou=Berlin,${groupsBase}`,
    ]);
  });

  it('aliases of nisMailAlias', async () => {
    const base = 'ou=Aliases,ou=Mail,dc=example,dc=net';
    const alias = (name: string, members: readonly string[]): string =>
      `${[`dn: cn=${name},${base}`, 'objectClass: nisMailAlias', `cn: ${name}`, ...members.map((member) => `rfc822MailMember: ${member}`)].join('\n')}\n`;
    await open({
      entries: [alias('postmaster', ['root', 'ann@example.org']), alias('root', ['Ann@example.net'])],
      base,
      settings: ['profile: nis-mail-alias', 'mail: { domains: [example.net] }'],
    });
    await adopt();
    expect(manifests()).toEqual({
      'postmaster@example.net.yaml':
        'address: postmaster@example.net\nmembers:\n  - ann@example.org\n  - root@example.net\n',
      'root@example.net.yaml': 'address: root@example.net\nmembers:\n  - Ann@example.net\n',
    });
    stage.workspace.write(
      'groups/root@example.net.yaml',
      manifest('root@example.net', ['ann@example.net', 'bob@example.net']),
    );
    stage.workspace.write('groups/info.yaml', manifest('info@example.net', ['root@example.net']));
    await applyAndProve(stage);
    const tree = await stage.tree();
    expect(tree[`cn=info,${base}`]).toMatchObject({ cn: ['info'], rfc822MailMember: ['root@example.net'] });
    expect(tree[`cn=root,${base}`]?.['rfc822MailMember']).toEqual(['Ann@example.net', 'bob@example.net']);
  });

  it('a tree of a schema that only the settings know', async () => {
    const profile = [
      'profile:',
      '  objectClasses: [top, inetOrgPerson, PostfixBookMailForward]',
      '  groupClass: PostfixBookMailForward',
      '  address: mailAlias',
      '  member: mailForwardingAddress',
      '  memberMatching: caseIgnore',
      '  description: description',
      'defaults: { mail: "{address}", cn: "{local}", sn: forward }',
    ];
    const lines = [
      'objectClass: top',
      'objectClass: inetOrgPerson',
      'objectClass: PostfixBookMailForward',
      'cn: hq',
      'sn: x',
    ];
    const entry = [
      `dn: cn=hq,${groupsBase}`,
      ...lines,
      `mail: ${hq}`,
      `mailAlias: ${hq}`,
      'mailForwardingAddress: Ann@x.net',
      '',
    ];
    await open({ entries: [entry.join('\n')], settings: profile });
    await adopt();
    stage.workspace.write('groups/new.yaml', manifest('new@example.net', ['ann@x.net'], ['description: New']));
    await applyAndProve(stage);
    expect((await stage.tree())[`mailAlias=new@example.net,${groupsBase}`]).toMatchObject({
      mail: ['new@example.net'],
    });
  });
});
