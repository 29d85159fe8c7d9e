import { afterEach, describe, expect, it } from 'vitest';
import { planSchema } from '../../src/report/plan-schema.ts';
import { gitFolder } from '../kit/git-folder.ts';
import { openServerStage, openStage, type Scene, type ServerStage, type Stage, stageKinds } from '../kit/stage.ts';
import { groupDn, groupLdif, manifest } from '../kit/texts.ts';
import { applyAndProve, expectNothingToDo } from './laws.ts';

const [sales, all] = ['sales@example.net', 'all@example.net'];
const [ann, bob, carl, boss] = ['ann@example.net', 'bob@example.net', 'carl@example.net', 'boss@example.net'];
const people = 'ou=People,ou=Mail,dc=example,dc=net';
let stage: Stage;
afterEach(() => stage?.end());

/** A person below another base than the groups. */
function person(name: string, department: number, ...values: readonly string[]): string {
  const lines = ['objectClass: inetOrgPerson', `uid: ${name}`, `cn: ${name}`, `sn: ${name}`];
  const mail = values.map((value) =>
    /^[!-~]+$/.test(value) ? `mail: ${value}` : `mail:: ${Buffer.from(value).toString('base64')}`,
  );
  return [`dn: uid=${name},${people}`, ...lines, `departmentNumber: ${department}`, ...mail, ''].join('\n');
}

/** The settings with a query, and with an environment for each way in which it can be wrong. */
function settings(limit: number): readonly string[] {
  return [
    'queries:',
    `  sales: { base: "${people}", filter: (departmentNumber=12), attribute: mail, limit: ${limit} }`,
    'environments:',
    '  nobody: { queries: { sales: { filter: (departmentNumber=99) } } }',
    '  lost: { queries: { sales: { base: "ou=Staff,dc=example,dc=net" } } }',
    '  hostile: { queries: { sales: { filter: (uid=mallory) } } }',
  ];
}

const scene: Scene = {
  entries: [
    ...[person('ann', 12, ann), person('bob', 12, bob), person('carl', 20, carl), person('dora', 12)],
    ...[groupLdif(sales, [ann]), groupLdif(all, [boss])],
  ],
  manifests: {
    'sales.yaml': `${manifest(sales, [])}query: sales\n`,
    'all.yaml': `${manifest(all, [boss])}include: [${sales}]\n`,
  },
  settings: settings(3),
};

const stored = async (address: string): Promise<unknown> => (await stage.tree())[groupDn(address)]?.['mailGroupMember'];

/** Another department for somebody, by hand. */
async function moves(name: string, from: number, to: number): Promise<void> {
  if ('slapd' in stage) {
    const change = [
      `dn: uid=${name},${people}`,
      'changetype: modify',
      'replace: departmentNumber',
      `departmentNumber: ${to}`,
    ];
    const { code, stderr } = await (stage as ServerStage).slapd.ldapmodify(`${change.join('\n')}\n`);
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: '' });
    return;
  }
  const text = stage.workspace.read('directory.ldif');
  const changed = text.replace(`sn: ${name}\ndepartmentNumber: ${from}`, `sn: ${name}\ndepartmentNumber: ${to}`);
  expect(changed).not.toBe(text);
  stage.workspace.write('directory.ldif', changed);
}

async function applied(): Promise<void> {
  const { code, stderr } = await stage.workspace.run(['apply', '--yes']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}

/** Runs a command that must end with a code and leave everything as it was. */
async function refused(code: number, ...words: readonly string[]): Promise<string> {
  const [before, files] = [await stage.tree(), stage.workspace.files()];
  const result = await stage.workspace.run(words);
  expect(result, result.stderr).toMatchObject({ code });
  expect([await stage.tree(), stage.workspace.files()]).toEqual([before, files]);
  return result.stderr;
}

describe.each(stageKinds)('members by a query in a directory of the kind %s', (kind) => {
  it('are written, follow who comes and goes, and then there is nothing to do', async () => {
    stage = await openStage(kind, scene);
    const { plan, result } = await applyAndProve(stage);
    expect(plan.steps.map(({ change }) => [change.address, change.members.add])).toEqual([
      [
        all,
        [
          { value: ann, reason: null, via: [sales], query: 'sales' },
          { value: bob, reason: null, via: [sales], query: 'sales' },
        ],
      ],
      [sales, [{ value: bob, reason: null, via: [], query: 'sales' }]],
    ]);
    expect(result.stdout).toContain(`+ ${bob}  (through the query sales)`);
    expect(plan.notes).toContain('1 entry that the query sales finds has no mail.');
    expect([await stored(sales), await stored(all)]).toEqual([
      [ann, bob],
      [ann, bob, boss],
    ]);

    await moves('carl', 20, 12);
    await applied();
    expect([await stored(sales), await stored(all)]).toEqual([
      [ann, bob, carl],
      [ann, bob, boss, carl],
    ]);

    await moves('ann', 12, 20);
    await applied();
    expect([await stored(sales), await stored(all)]).toEqual([
      [bob, carl],
      [bob, boss, carl],
    ]);
    await expectNothingToDo(stage);
  });

  it('are put right by reconcile, every time', async () => {
    stage = await openStage(kind, scene);
    const { code, stderr } = await stage.workspace.run(['reconcile']);
    expect({ code }).toEqual({ code: 0 });
    expect(stderr).toContain('the query sales answers 2 members');
    await moves('carl', 20, 12);
    expect((await stage.workspace.run(['reconcile', '--check'])).code).toBe(2);
    expect((await stage.workspace.run(['reconcile'])).code).toBe(0);
    expect(await stored(sales)).toEqual([ann, bob, carl]);
    await expectNothingToDo(stage);
  });

  it('end the run when there are more than the limit, and nothing is written', async () => {
    stage = await openStage(kind, { ...scene, settings: settings(1) });
    for (const command of [['plan'], ['apply', '--yes'], ['reconcile'], ['import']]) {
      expect(await refused(4, ...command)).toContain('the query sales answers 2 members, and its limit is 1');
    }
  });

  it('end the run when nobody is found, the base is lost or a value is no address, and nothing is written', async () => {
    stage = await openStage(kind, {
      ...scene,
      entries: [...(scene.entries ?? []), person('mallory', 66, 'm@x.y, root')],
    });
    const words = ['apply', '--yes', '--env'];
    expect(await refused(4, ...words, 'nobody')).toContain('answers nobody (it finds 0 entries), and its minimum is 1');
    const lost = await refused(4, ...words, 'lost');
    expect(lost).toContain('ou=Staff,dc=example,dc=net does not exist');
    expect(lost).toContain('queries.sales.base');
    expect(await refused(4, ...words, 'hostile')).toContain(
      `finds uid=mallory,${people}, whose mail "m@x.y, root" contains a comma`,
    );
  });

  it('bind a saved plan to the answer', async () => {
    stage = await openStage(kind, scene);
    const save = ['plan', '--out', 'plan.json'];
    expect((await stage.workspace.run(save)).code).toBe(0);
    await moves('carl', 20, 12);
    const stderr = await refused(6, 'apply', 'plan.json', '--yes', '--partial');
    expect(stderr).toContain('was made with another answer of the query sales; nothing was written');
    await moves('carl', 12, 20);
    expect((await stage.workspace.run(['apply', 'plan.json', '--yes'])).code).toBe(0);
    await expectNothingToDo(stage);
  });

  it('are left to the query by an import, which writes the others into the manifest', async () => {
    stage = await openStage(kind, {
      ...scene,
      entries: [...(scene.entries ?? []).slice(0, 4), groupLdif(sales, [ann, bob, carl])],
    });
    stage.workspace.write('groups/sales.yaml', `${manifest(sales, [boss])}query: sales # by department\n`);
    const { code, stdout } = await stage.workspace.run(['import']);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(stage.workspace.read('groups/sales.yaml')).toBe(`${manifest(sales, [carl])}query: sales # by department\n`);
    const plan = await stage.workspace.run(['plan']);
    expect(plan.stdout).not.toContain(`~ ${sales}`);
  });

  it('who are in the answer and not in the entry stop an import of the group', async () => {
    stage = await openStage(kind, scene);
    const { code, stdout } = await stage.workspace.run(['import']);
    expect(code).toBe(5);
    expect(stdout).toContain(`it does not have the member ${bob}, who comes through the query sales`);
  });

  it('never empty a group by themselves', async () => {
    stage = await openStage(kind, {
      ...scene,
      settings: settings(3).map((line) => line.replace('limit: 3', 'limit: 3, minimum: 0')),
    });
    expect(await refused(3, 'apply', '--yes', '--env', 'nobody')).toContain('RC505 (empty-groups)');
    const { stdout } = await stage.workspace.run(['plan', '--env', 'nobody']);
    expect(stdout).toContain('If nobody is to be in it, write members: [] in groups/sales.yaml and take query out.');
  });
});

describe('a server that hides the address of somebody whom a query finds', () => {
  it.each(['none', 'search'])('ends the run (%s), so that nobody leaves a group for it', async (level) => {
    const access = `access to dn.exact="uid=bob,${people}" attrs=mail by * ${level}`;
    stage = await openServerStage({ ...scene, access });
    for (const command of [['plan'], ['apply', '--yes'], ['reconcile'], ['import']]) {
      const stderr = await refused(4, ...command);
      expect(stderr).toContain(`the query sales finds uid=bob,${people}, `);
      expect(stderr).toContain('Let the bind DN read mail');
    }
    const { stdout, code } = await stage.workspace.run(['doctor']);
    expect([code, stdout]).toEqual([4, expect.stringContaining(`the query sales finds uid=bob,${people}, `)]);
  });

  it('is what another name of the attribute looks like', async () => {
    stage = await openServerStage({
      ...scene,
      settings: settings(3).map((line) => line.replace('attribute: mail', 'attribute: rfc822Mailbox, minimum: 0')),
    });
    const stderr = await refused(4, 'plan');
    expect(stderr).toContain('which has rfc822Mailbox and does not show it');
    expect(stderr).toContain('or name the attribute in queries.sales as the server does');
  });
});

describe('a rule at the level warning', () => {
  it('tells of whom a query brings, in the plan too, as no validate can', async () => {
    const internal = ['mail: { domains: [example.net], internal: [sales@example.net] }'];
    stage = await openStage('ldif', {
      ...scene,
      entries: [...(scene.entries ?? []), person('partner', 12, 'eve@partner.example')],
      settings: [...settings(3), ...internal, 'rules: { external-members: warning }'],
    });
    expect((await stage.workspace.run(['validate'])).stdout).not.toContain('RC509');
    const { code, stdout, stderr } = await stage.workspace.run(['plan', '--format', 'json']);
    expect([code, stderr]).toEqual([0, expect.stringContaining('warning RC509 (external-members)')]);
    const { diagnostics } = planSchema.parse(JSON.parse(stdout));
    expect(diagnostics.map((one) => [one.code, one.severity])).toEqual([['RC509', 'warning']]);
    const applied = await stage.workspace.run(['apply', '--yes']);
    expect(applied.stderr.match(/RC509/g)).toHaveLength(1);
  });
});

describe('the cause of a member by a query', () => {
  it('is the query, and neither a commit nor drift', async () => {
    stage = await openStage('slapd', scene);
    const repository = gitFolder(stage.workspace.folder);
    repository.commit('Sales by department (#7)');
    expect((await stage.workspace.run(['apply', '--yes'])).code).toBe(0);
    await moves('carl', 20, 12);
    await moves('ann', 12, 20);
    const { stdout } = await stage.workspace.run(['plan']);
    expect(stdout).toContain(`+ ${carl}  (through the query sales)  (follows from the query sales)`);
    expect(stdout).toContain(`- ${ann}  (not in the answer of the query sales)`);
    const { stdout: json } = await stage.workspace.run(['plan', '--format', 'json']);
    const { summary, steps } = planSchema.parse(JSON.parse(json));
    expect(summary.drift).toBe(0);
    expect(steps[1]?.causes?.members).toEqual({
      add: [{ kind: 'queried', query: 'sales', way: 'in' }],
      remove: [{ kind: 'queried', query: 'sales', way: 'out' }],
    });
    const { stdout: markdown } = await stage.workspace.run(['plan', '--format', 'markdown']);
    expect(markdown).toContain(`- joins: \`${carl}\`, through the query \`sales\`, follows from the query \`sales\``);
  });
});

describe('a pull request that names a query', () => {
  it('is compared without a directory, and nobody is said to leave who may stay', async () => {
    stage = await openStage('ldif', { ...scene, manifests: { 'sales.yaml': manifest(sales, [ann, bob]) } });
    const { workspace } = stage;
    const repository = gitFolder(workspace.folder);
    repository.commit('Start');
    workspace.write('groups/sales.yaml', `${manifest(sales, [carl])}query: sales\n`);
    const { stdout, code } = await workspace.run(['diff']);
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(2)).toEqual([
      '~ sales@example.net  1 member joins, 2 members may leave, 1 other change',
      `    + ${carl}`,
      `    - ${ann}  (may stay through the query sales)`,
      `    - ${bob}  (may stay through the query sales)`,
      '    + query: "sales"',
      '',
      'Notes (1):',
      '    * Members through the query sales are not known without the directory; plan tells who they are. So it is not told what changes for mail through groups in groups.',
      '',
      '1 changed group; 1 member joins, 2 members may leave. 0 unchanged.',
      '',
    ]);
    repository.commit('By department');
    workspace.write('groups/sales.yaml', manifest(sales, [ann, carl]));
    workspace.write('rollcall.yaml', workspace.read('rollcall.yaml').replace(/^queries:[\s\S]*/m, ''));
    const back = await workspace.run(['diff', 'HEAD', '--format', 'markdown']);
    expect(back).toMatchObject({ code: 0, stderr: '' });
    expect(back.stdout).toContain(`- may join: \`${ann}\`, may have been there through the query \`sales\``);
    expect(back.stdout).toContain('- `query`: `"sales"` → nothing');
  });

  it('explains which groups take the answer, so that nobody is said to be in none', async () => {
    stage = await openStage('ldif', scene);
    const { stdout } = await stage.workspace.run(['why', ann]);
    expect(stdout.split('\n').slice(1, 4)).toEqual([
      `    * ${all} also takes the answer of the query sales`,
      `    * ${sales} also takes the answer of the query sales`,
      '    * Members through the query sales are not known without the directory; plan tells who they are.',
    ]);
  });

  it('is valid without a directory, and says what is not known', async () => {
    stage = await openStage('ldif', scene);
    const { stdout, code } = await stage.workspace.run(['validate']);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout:
        'No problems found.\n2 manifests and the settings are valid.\nMembers through the query sales are not known without the directory; plan tells who they are.\n',
    });
  });
});

describe('the doctor', () => {
  it('asks every query, and names attributes that the server does not know', async () => {
    stage = await openStage('slapd', {
      ...scene,
      settings: [...settings(2), '  typo: { queries: { sales: { filter: "(|(uid=ann)(departmentNumbr=12))" } } }'],
    });
    const { stdout } = await stage.workspace.run(['doctor']);
    expect(stdout).toContain('warning  queries     the query sales answers 2 members (at least 1, at most 2)');
    expect(stdout).toContain('1 entry that the query sales finds has no mail');
    const typo = await stage.workspace.run(['doctor', '--env', 'typo']);
    expect(typo.stdout).toContain('the query sales asks for departmentNumbr, which the server does not know');
    const nobody = await stage.workspace.run(['doctor', '--env', 'nobody']);
    expect(nobody.code).toBe(4);
    expect(nobody.stdout).toContain('error    queries     the query sales answers nobody');
  });
});
