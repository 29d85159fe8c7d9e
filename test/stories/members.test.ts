import { afterEach, describe, expect, it } from 'vitest';
import { openStage, type Scene, type Stage, stageKinds } from '../kit/stage.ts';
import { groupDn, groupLdif, manifest, people } from '../kit/texts.ts';
import { applyAndProve, expectNothingToDo, planOf } from './laws.ts';

const hq = 'hq@example.net';
let stage: Stage;
afterEach(() => stage?.end());

describe.each(stageKinds)('members in a directory of the kind %s', (kind) => {
  const open = async (members: readonly string[], text: string, scene: Scene = {}): Promise<void> => {
    stage = await openStage(kind, { entries: [groupLdif(hq, members)], manifests: { 'hq.yaml': text }, ...scene });
  };
  const stored = async (): Promise<readonly string[] | undefined> =>
    (await stage.tree())[groupDn(hq)]?.['mailGroupMember'];

  it('one added member is one value in one modify', async () => {
    await open(['ann@example.net'], manifest(hq, ['ann@example.net', 'bob@example.net']));
    const { plan, result } = await applyAndProve(stage);
    expect(plan.steps.flatMap(({ operations }) => operations)).toEqual([
      {
        kind: 'modify',
        dn: groupDn(hq),
        modifications: [{ kind: 'add', attribute: 'mailGroupMember', values: ['bob@example.net'] }],
      },
    ]);
    expect(result.stdout).toContain('1 member added');
    expect(await stored()).toEqual(['ann@example.net', 'bob@example.net']);
  });

  it('two members are swapped in one modify, the delete first', async () => {
    await open(
      ['a@example.net', 'b@example.net', 'c@example.net'],
      manifest(hq, ['c@example.net', 'd@example.net', 'e@example.net']),
    );
    const { plan } = await applyAndProve(stage);
    expect(plan.steps.flatMap(({ operations }) => operations)).toMatchObject([
      {
        modifications: [
          { kind: 'delete', values: ['a@example.net', 'b@example.net'] },
          { kind: 'add', values: ['d@example.net', 'e@example.net'] },
        ],
      },
    ]);
    expect(await stored()).toEqual(['c@example.net', 'd@example.net', 'e@example.net']);
  });

  it('members: [] empties a group on purpose', async () => {
    await open(['ann@example.net', 'bob@example.net'], manifest(hq, []));
    await applyAndProve(stage);
    expect(await stored()).toBeUndefined();
  });

  it('a value is deleted exactly as it is stored', async () => {
    await open([' Ann@Example.NET ', 'bob@example.net'], manifest(hq, ['bob@example.net']));
    const { plan } = await applyAndProve(stage);
    expect(plan.steps[0]?.operations).toMatchObject([
      { modifications: [{ kind: 'delete', values: [' Ann@Example.NET '] }] },
    ]);
    expect(await stored()).toEqual(['bob@example.net']);
  });

  it('case twins stay, and are reported as a difference of spelling', async () => {
    const twins = ['User1@example.net', 'user1@example.net'];
    await open(twins, manifest(hq, ['user1@example.net']));
    const plan = await planOf(stage, 0, '--detailed-exitcode');
    expect(plan).toMatchObject({
      steps: [],
      spelling: [{ address: hq, stored: 'User1@example.net', declared: 'user1@example.net' }],
    });
    await expectNothingToDo(stage);
    expect(await stored()).toEqual(twins);
  });

  it('--fix-spelling mends case twins and blanks in one modify, the delete first', async () => {
    await open(
      ['User1@example.net', 'user1@example.net', 'ANN@example.net', ' bob@example.net'],
      manifest(hq, ['user1@example.net', 'ann@example.net', 'bob@example.net']),
    );
    const { plan } = await applyAndProve(stage, '--fix-spelling');
    expect(plan.steps.map(({ operations }) => operations.length)).toEqual([1]);
    expect(plan.steps[0]?.operations[0]).toMatchObject({ modifications: [{ kind: 'delete' }, { kind: 'add' }] });
    expect(await stored()).toEqual(['ann@example.net', 'bob@example.net', 'user1@example.net']);
    await expectNothingToDo(stage);
  });

  it('mode: additive adds and never removes', async () => {
    await open(['ann@example.net'], manifest(hq, ['bob@example.net'], ['mode: additive']));
    await applyAndProve(stage);
    expect(await stored()).toEqual(['ann@example.net', 'bob@example.net']);
  });

  it('mode: ignored leaves a group alone', async () => {
    await open(['ann@example.net'], manifest(hq, [], ['mode: ignored']), { settings: ['prune: all'] });
    const before = await stage.tree();
    const { plan } = await applyAndProve(stage);
    expect(plan.summary).toMatchObject({ ignored: 1, delete: 0, unmanaged: 0 });
    expect(await stage.tree()).toEqual(before);
  });

  /** A Postfix that was told so takes larger groups than by itself. */
  const settings = ['mail: { expansionLimit: 200000 }'];

  it('a group of 100,000 is created, and one more member is one value', async () => {
    const crowd = people(100_000);
    stage = await openStage(kind, { manifests: { 'all.yaml': manifest('all@example.net', crowd) }, settings });
    await applyAndProve(stage, '--bootstrap');
    stage.workspace.write('groups/all.yaml', manifest('all@example.net', [...crowd, 'new@example.net']));
    const { plan } = await applyAndProve(stage);
    expect(plan.steps[0]?.operations).toMatchObject([
      { modifications: [{ kind: 'add', values: ['new@example.net'] }] },
    ]);
    expect((await stage.tree())[groupDn('all@example.net')]?.['mailGroupMember']).toHaveLength(100_001);
  });

  it('a manifest of 200,000 members works', async () => {
    stage = await openStage(kind, {
      manifests: { 'all.yaml': manifest('all@example.net', people(200_000)) },
      settings,
    });
    await applyAndProve(stage, '--bootstrap');
    expect((await stage.tree())[groupDn('all@example.net')]?.['mailGroupMember']).toHaveLength(200_000);
  });
});
