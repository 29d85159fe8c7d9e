import { afterEach, describe, expect, it } from 'vitest';
import type { PlanDocument } from '../../src/report/plan-schema.ts';
import { openStage, type Scene, type Stage, stageKinds } from '../kit/stage.ts';
import { groupDn, groupLdif, manifest, people } from '../kit/texts.ts';
import { applyAndProve, applyAsPlanned, expectNothingToDo, planOf } from './laws.ts';

const [hq, ops, old] = ['hq@example.net', 'ops@example.net', 'old@example.net'];
let stage: Stage;
afterEach(() => stage?.end());

/** 41 of 60 leave hq; ops gets a member. */
const closing: Scene = {
  entries: [groupLdif(hq, people(60)), groupLdif(ops, people(1))],
  manifests: { 'hq.yaml': manifest(hq, people(19)), 'ops.yaml': manifest(ops, people(2)) },
};

const memberCount = async (address: string): Promise<number | undefined> =>
  (await stage.tree())[groupDn(address)]?.['mailGroupMember']?.length;

const openFile = async (scene: Scene): Promise<void> => {
  stage = await openStage('ldif', scene);
};

/** The option that the remedies name, as words of a command line. */
function namedOptions({ held }: PlanDocument): string[] {
  return held.flatMap(({ remedy }) => /--allow-\w+ [^ ']+=\d+/.exec(remedy)?.[0].split(' ') ?? []);
}

function limitsOf({ held }: PlanDocument): string[] {
  return held.map(({ limit, step }) => `${step.change.address} ${limit}`);
}

describe.each(stageKinds)('an exception in a directory of the kind %s', (kind) => {
  it('is what the remedy says: the others go ahead, and with the option the rest goes', async () => {
    stage = await openStage(kind, closing);
    const { plan, result } = await applyAsPlanned(stage, 3);
    expect(limitsOf(plan)).toEqual([`${hq} per-group`]);
    expect(result.stdout).toMatch(/Applied 1 of 1 step; 1 held\.\n$/);
    expect([await memberCount(hq), await memberCount(ops)]).toEqual([60, 2]);
    const options = namedOptions(plan);
    expect(options).toEqual(['--allow-removals', `${hq}=41`]);
    const agreed = await applyAsPlanned(stage, 0, ...options);
    expect(agreed.plan.exceptions).toEqual([
      {
        address: hq,
        kind: 'removals',
        removals: 41,
        used: 41,
        until: null,
        reason: null,
        from: 'command line',
        state: 'used',
      },
    ]);
    expect(await memberCount(hq)).toBe(19);
    await expectNothingToDo(stage);
  });
});

describe('an exception in a manifest', () => {
  it('is what the remedy says, too: the key in the file that it names', async () => {
    await openFile(closing);
    const [held] = (await planOf(stage, 3)).held;
    const [, key = '', file = ''] = /Add (allow: \{.*\}) to (\S+) in a reviewed commit/.exec(held?.remedy ?? '') ?? [];
    const line = key.replace('<last day>', '2999-12-31').replace('<why>', 'Hamburg closes');
    stage.workspace.write(file, `${stage.workspace.read(file)}${line}\n`);
    expect(await stage.workspace.run(['validate'])).toMatchObject({ code: 0 });
    const { plan } = await applyAndProve(stage);
    expect(plan.exceptions).toMatchObject([
      { address: hq, removals: 41, used: 41, until: '2999-12-31', reason: 'Hamburg closes', state: 'used' },
    ]);
    expect(await memberCount(hq)).toBe(19);
  });

  it('that is too small or has ended leaves the group held, and says so', async () => {
    await openFile(closing);
    const allow = (removals: number, until: string): string =>
      manifest(hq, people(19), [`allow: { removals: ${removals}, until: ${until}, reason: Hamburg closes }`]);
    stage.workspace.write('groups/hq.yaml', allow(40, '2999-12-31'));
    expect((await planOf(stage, 3)).held).toMatchObject([
      { reason: 'it would lose 41 of its 60 members; the exception allows 40' },
    ]);
    stage.workspace.write('groups/hq.yaml', allow(60, '2020-01-31'));
    const { held, exceptions } = await planOf(stage, 3);
    expect(held).toMatchObject([{ reason: 'it would lose 41 of its 60 members; the exception ended on 2020-01-31' }]);
    expect(exceptions).toMatchObject([{ state: 'expired', used: 0 }]);
    const validated = await stage.workspace.run(['validate']);
    expect(validated).toMatchObject({ code: 0 });
    expect(validated.stdout).toContain('warning RC228 the exception ended on 2020-01-31');
    const changed = await stage.workspace.run(['apply', '--yes']);
    expect(changed.code).toBe(3);
    expect(await memberCount(hq)).toBe(60);
  });
});

describe('an exception of the command line', () => {
  it('lets named groups be deleted, one by one', async () => {
    const others = ['a', 'b', 'c'].map((name) => `${name}@example.net`);
    await openFile({
      entries: [hq, ...others].map((address) => groupLdif(address, people(3))),
      manifests: { 'hq.yaml': manifest(hq, people(3)) },
      settings: ['prune: all'],
    });
    const { plan } = await applyAsPlanned(stage, 3);
    expect(limitsOf(plan)).toEqual(others.map((address) => `${address} deletions`));
    const options = namedOptions(plan);
    const one = await planOf(stage, 0, ...options.slice(0, 2));
    expect(one.summary).toMatchObject({ delete: 3, held: 0 });
    await applyAsPlanned(stage, 0, ...options);
    expect(Object.keys(await stage.tree()).filter((dn) => dn.startsWith('mail='))).toEqual([groupDn(hq)]);
    await expectNothingToDo(stage);
  });

  it('is needed for every group, before the directory loses all of its members or groups', async () => {
    const settings = [
      'prune: all',
      'safety: { perGroup: { percent: 100, floor: 99 }, perRun: { percent: 100, floor: 99 }, deletions: { percent: 100, floor: 99 } }',
    ];
    await openFile({
      entries: [groupLdif(hq, people(2)), groupLdif(ops, people(1))],
      manifests: { 'hq.yaml': manifest(hq, []), 'ops.yaml': manifest(ops, []) },
      settings,
    });
    const emptied = await applyAsPlanned(stage, 3);
    expect(limitsOf(emptied.plan)).toEqual([`${hq} per-run`, `${ops} per-run`]);
    expect([await memberCount(hq), await memberCount(ops)]).toEqual([2, 1]);
    stage.workspace.remove('groups');
    stage.workspace.write('groups/new.yaml', manifest('new@example.net', people(1)));
    const deleted = await applyAsPlanned(stage, 3);
    expect(limitsOf(deleted.plan)).toEqual([`${hq} deletions`, `${ops} deletions`]);
    expect([await memberCount(hq), await memberCount(ops), await memberCount('new@example.net')]).toEqual([2, 1, 1]);
  });

  it('does not empty a protected group', async () => {
    await openFile({
      entries: [groupLdif(hq, people(2))],
      manifests: { 'hq.yaml': manifest(hq, [], ['protected: true']) },
    });
    const { plan } = await applyAsPlanned(stage, 3, '--allow-removals', `${hq}=2`);
    expect(limitsOf(plan)).toEqual([`${hq} protected`]);
    expect(await memberCount(hq)).toBe(2);
  });

  it.each([
    [['--allow-removals', 'hg@example.net=41'], 'no group "hg@example.net" is declared or in the directory'],
    [['--allow-deletion', `${old}=41`], `no group "${old}" is declared or in the directory`],
    [['--allow-removals', hq], '--allow-removals takes a group and a number of 1 or more'],
    [['--allow-removals', '100'], '--allow-removals takes a group and a number of 1 or more'],
    [['--allow-removals', `${hq}=41`, '--allow-removals', `HQ@example.net=41`], 'twice'],
  ])('that cannot be meant ends the run before anything is written: %j', async (options, message) => {
    await openFile(closing);
    const before = stage.workspace.files();
    for (const command of [['plan'], ['apply', '--yes']]) {
      const { code, stdout, stderr } = await stage.workspace.run([...command, ...options]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(message);
    }
    expect(stage.workspace.files()).toEqual(before);
  });

  it('can be copied from the plan into a shell, whatever the address is', async () => {
    const odd = "o'neil&$x@example.net";
    await openFile({
      entries: [groupLdif(odd, people(9))],
      manifests: { 'odd.yaml': manifest(JSON.stringify(odd), people(1)) },
    });
    const { stdout } = await stage.workspace.run(['plan']);
    const option = /or run with (--allow-removals .*)\.$/m.exec(stdout)?.[1] ?? '';
    expect(option).toBe(`--allow-removals 'o'\\''neil&$x@example.net=8'`);
    expect(await stage.workspace.shell(`$ROLLCALL apply --yes ${option}`)).toMatchObject({ code: 0 });
    await expectNothingToDo(stage);
  });
});
