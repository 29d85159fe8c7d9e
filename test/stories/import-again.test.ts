import { afterEach, describe, expect, it } from 'vitest';
import { openFileStage, openStage, type Scene, type Stage, stageKinds } from '../kit/stage.ts';
import { groupLdif, manifest } from '../kit/texts.ts';
import { applyAndProve, expectNothingToDo } from './laws.ts';

const hq = 'hq@example.net';
let stage: Stage;
afterEach(() => stage?.end());

const careful = `# The list of the head office.
address: hq@example.net # never change this
description: "Everyone" # quoted on purpose
members:
  # the board
  - address: ann@example.net
    reason: Chair since 2019 # keep
  - bob@example.net # left in May

  # the others
  - carl@example.net
owners: [ann@example.net]
`;

describe.each(stageKinds)('importing again from a directory of the kind %s', (kind) => {
  const open = async (scene: Scene): Promise<void> => {
    stage = await openStage(kind, scene);
  };

  it('comments, reasons and order stay when only some members changed', async () => {
    await open({
      entries: [groupLdif(hq, ['carl@example.net', 'dora@example.net', 'Ann@Example.net'], ['description: Everyone'])],
      manifests: { 'hq.yaml': careful },
    });
    const { code, stdout } = await stage.workspace.run(['import']);
    expect(code).toBe(0);
    expect(stdout).toBe('~ groups/hq.yaml\nImported 1 group: 0 created, 1 updated, 0 unchanged, 0 not adopted.\n');
    expect(stage.workspace.read('groups/hq.yaml')).toBe(
      careful
        .replace('  - bob@example.net # left in May\n', '')
        .replace('  - carl@example.net\n', '$&  - dora@example.net\n'),
    );
    await expectNothingToDo(stage);
  });

  it('keys that the manifest has are brought up to date, others are not added', async () => {
    const lines = ['description: New', 'mailEnabled: FALSE', 'mail: alias@example.net', 'telephoneNumber: 2'];
    await open({
      entries: [
        groupLdif(hq, ['ann@example.net'], lines),
        groupLdif(
          'ops@example.net',
          ['ann@example.net'],
          lines.map((line) => line.replace('alias', 'other')),
        ),
      ],
      manifests: {
        'hq.yaml': manifest(
          hq,
          ['ann@example.net'],
          ['description: Old', 'enabled: true', 'aliases: []', 'attributes: { telephoneNumber: 1 }'],
        ),
        'ops.yaml': manifest('ops@example.net', ['bob@example.net']),
      },
    });
    expect((await stage.workspace.run(['import'])).code).toBe(0);
    const text = stage.workspace.read('groups/hq.yaml');
    for (const part of ['description: New', 'enabled: false', 'alias@example.net', 'telephoneNumber: "2"']) {
      expect(text.replaceAll("'", '"')).toContain(part);
    }
    expect(stage.workspace.read('groups/ops.yaml')).toBe(manifest('ops@example.net', ['ann@example.net']));
    await expectNothingToDo(stage);
  });

  it('a manifest that is ignored, and one without an entry, stay as they are', async () => {
    const ignored = manifest(hq, [], ['mode: ignored']);
    const missing = manifest('gone@example.net', ['ann@example.net']);
    await open({
      entries: [groupLdif(hq, ['ann@example.net'])],
      manifests: { 'hq.yaml': ignored, 'gone.yaml': missing },
    });
    const { stdout } = await stage.workspace.run(['import']);
    expect(stdout).toContain('groups/gone.yaml declares gone@example.net, which the directory does not hold');
    expect([stage.workspace.read('groups/hq.yaml'), stage.workspace.read('groups/gone.yaml')]).toEqual([
      ignored,
      missing,
    ]);
    await applyAndProve(stage);
  });

  it('an additive manifest keeps its own members and gets no others', async () => {
    await open({
      entries: [groupLdif(hq, ['ann@example.net', 'bob@example.net'])],
      manifests: { 'hq.yaml': manifest(hq, ['ann@example.net'], ['mode: additive']) },
    });
    expect((await stage.workspace.run(['import'])).stdout).toContain('1 unchanged');
    await expectNothingToDo(stage);
  });

  it('a manifest that was renamed or moved is found by its address', async () => {
    await open({
      entries: [groupLdif('HQ@example.net', ['ann@example.net'])],
      manifests: { 'berlin/head office.yaml': manifest(hq, ['bob@example.net']) },
    });
    expect((await stage.workspace.run(['import'])).stdout).toContain('~ groups/berlin/head office.yaml');
    expect(Object.keys(stage.workspace.files()).filter((path) => path.startsWith('groups/'))).toEqual([
      'groups/berlin/head office.yaml',
    ]);
    await expectNothingToDo(stage);
  });
});

describe('what import writes', () => {
  it('is nothing with --stdout', async () => {
    stage = await openFileStage({ entries: [groupLdif(hq, ['ann@example.net'])] });
    const files = stage.workspace.files();
    const result = await stage.workspace.run(['import', '--stdout']);
    expect(result).toMatchObject({
      code: 0,
      stdout: `---\n# "groups/hq@example.net.yaml"\n${manifest(hq, ['ann@example.net'])}`,
    });
    expect(result.stderr).toContain('1 created');
    expect(stage.workspace.files()).toEqual(files);
  });

  it('are file names that every file system takes', async () => {
    const long = `${'x'.repeat(64)}@${['a', 'b', 'c'].map((letter) => letter.repeat(50)).join('.')}.net`;
    const addresses = ['A/b@Example.net', 'con@example.net', '.hidden@example.net', "%&*'|?~@example.net", long];
    stage = await openFileStage({ entries: addresses.map((address) => groupLdif(address, ['ann@example.net'])) });
    expect((await stage.workspace.run(['import'])).code).toBe(0);
    const names = Object.keys(stage.workspace.files()).filter((path) => path.startsWith('groups/'));
    expect(names).toHaveLength(addresses.length);
    for (const name of names) expect(name).toMatch(/^groups\/[a-z0-9%@_+=-][A-Za-z0-9%@._+=-]{1,204}$/);
    expect(names).toContain('groups/a%2Fb@example.net.yaml');
    await expectNothingToDo(stage);
  });

  it('is nothing for two entries whose addresses differ in case only: both answer for the same mail', async () => {
    const other = groupLdif('HQ@example.net', ['bob@example.net']).replace(
      /^dn: .*$/m,
      'dn: cn=group,ou=Groups,ou=Mail,dc=example,dc=net',
    );
    stage = await openFileStage({
      entries: [groupLdif(hq, ['ann@example.net']), other, groupLdif('ok@example.net', [])],
    });
    const result = await stage.workspace.run(['import']);
    expect(result.code).toBe(5);
    expect(result.stdout.match(/another entry answers for/g)).toHaveLength(2);
    expect(Object.keys(stage.workspace.files())).toContain('groups/ok@example.net.yaml');
    expect((await stage.workspace.run(['plan'])).code).toBe(0);
  });

  it('never is a file that somebody else has', async () => {
    stage = await openFileStage({
      entries: [groupLdif(hq, ['ann@example.net']), groupLdif('ops@example.net', ['ann@example.net'])],
      manifests: { 'HQ@example.net.yaml': manifest('ops@example.net', ['ann@example.net']) },
    });
    expect((await stage.workspace.run(['import'])).code).toBe(0);
    expect(Object.keys(stage.workspace.files())).toContain('groups/hq@example.net-2.yaml');
    await expectNothingToDo(stage);
  });

  it('begins with the schema line where the schema is', async () => {
    stage = await openFileStage({ entries: [groupLdif(hq, [])] });
    const schema = await stage.workspace.run(['schema']);
    stage.workspace.write('schema/group.schema.json', schema.stdout);
    await stage.workspace.run(['import']);
    expect(stage.workspace.read('groups/hq@example.net.yaml')).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/schema\/group\.schema\.json\n/,
    );
    await expectNothingToDo(stage);
  });

  it('is told as JSON too', async () => {
    stage = await openFileStage({ entries: [groupLdif(hq, [])] });
    const { stdout } = await stage.workspace.run(['import', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'rollcall.import',
      version: 1,
      files: [{ kind: 'created', file: 'groups/hq@example.net.yaml', address: hq }],
      skipped: [],
      missing: [],
    });
  });
});
