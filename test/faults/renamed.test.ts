import { afterEach, describe, expect, it } from 'vitest';
import { type Action, close, drop, first, reset } from '../kit/fault-actions.ts';
import type { RuleMatch } from '../kit/fault-proxy.ts';
import { atMessage, runUntil } from '../kit/kill-points.ts';
import { groupDn, manifest } from '../kit/texts.ts';
import {
  expectEnd,
  type FaultStage,
  longPatience,
  openFaultStage,
  real,
  shortPatience,
  wholeGroup,
} from './fault-stage.ts';
import { lawsOf, undoFilesOf } from './invariants.ts';

const [hq, all] = ['hq@example.net', 'all-hq@example.net'];
const [ann, bob, carl] = ['ann@example.net', 'bob@example.net', 'carl@example.net'];
let stage: FaultStage;
afterEach(() => stage?.end());

/** A group to rename, which also loses one member and gets another. */
async function openRename(): Promise<void> {
  stage = await openFaultStage({
    entries: [wholeGroup(all, [ann, bob], ['description: by hand'])],
    manifests: { 'hq.yaml': manifest(hq, [ann, carl], [`previously: ${all}`]) },
  });
}

const answerTo = (kind: 'rename' | 'modify'): RuleMatch => ({
  kind: `${kind}Result`,
  nth: 1,
  where: ({ code }) => code !== 16_654,
});

const losses: readonly { readonly name: string; readonly match: RuleMatch; readonly action: Action }[] = [
  { name: 'row 10: the connection closes before the rename', match: real({ kind: 'rename', nth: 1 }), action: close },
  { name: 'row 11: the connection closes after the rename', match: answerTo('rename'), action: close },
  { name: 'row 12: the answer to the rename is swallowed', match: answerTo('rename'), action: drop },
  { name: 'row 13: the connection breaks between the two', match: real({ kind: 'modify', nth: 1 }), action: reset },
  { name: 'row 11: the connection closes after the modify', match: answerTo('modify'), action: close },
];

describe('a rename with a modify behind it', () => {
  it.each(losses)('$name: each is written once, and the undo file fits', async ({ match, action }) => {
    await openRename();
    const law = await lawsOf(stage);
    const rule = stage.proxy.when(match, action);
    const result = await stage.apply();
    expect(rule.hits()).toBe(1);
    expectEnd(result, 0);
    const writes = await law.hold(result);
    expect(writes.map(({ changetype, dn }) => [changetype, dn])).toEqual([
      ['modrdn', groupDn(all)],
      ['modify', groupDn(hq)],
    ]);
    await law.undoes();
    await law.converges();
  });

  it('row 18: killed between the two, it is finished by the next run', async () => {
    await openRename();
    const law = await lawsOf(stage);
    const point = { ...answerTo('rename'), name: 'the answer to the rename' };
    const variables = { ...shortPatience };
    const end = await runUntil(
      stage.workspace,
      ['apply', '--yes'],
      atMessage(stage.proxy, point, 'is cut off'),
      'SIGKILL',
      {
        variables,
      },
    );
    expect(end).toMatchObject({ code: -1, fired: true });
    stage.proxy.clear();
    expect(Object.keys(await stage.tree())).toContain(groupDn(hq));
    await law.planAgain();
    await law.converges();
    await law.hold();
  });

  it('somebody else renames the entry just before: only what is left is written', async () => {
    await openRename();
    const law = await lawsOf(stage);
    meanwhile('rename', `dn: ${groupDn(all)}`, 'changetype: modrdn', `newrdn: mail=${hq}`, 'deleteoldrdn: 1');
    const result = await stage.apply([], { variables: longPatience });
    expectEnd(result, 0);
    const writes = await law.writes();
    expect(writes.map(({ changetype, dn }) => [changetype, dn])).toEqual([['modify', groupDn(hq)]]);
    await law.converges();
  });

  it('somebody else adds the new member between the two: the rest is written, and the undo file fits', async () => {
    await openRename();
    const law = await lawsOf(stage);
    const lines = ['changetype: modify', 'add: mailGroupMember', `mailGroupMember: ${carl}`];
    meanwhile('modify', `dn: ${groupDn(hq)}`, ...lines);
    const result = await stage.apply([], { variables: longPatience });
    expectEnd(result, 0);
    expect((await stage.tree())[groupDn(hq)]).toMatchObject({ mail: [hq], mailGroupMember: [ann, carl] });
    const [file = ''] = undoFilesOf(stage);
    expect(await stage.slapd.ldapmodify(stage.workspace.read(file))).toMatchObject({ code: 0, stderr: '' });
    expect((await stage.tree())[groupDn(all)]).toMatchObject({ mail: [all], mailGroupMember: [ann, bob, carl] });
    await law.planAgain();
    await law.converges();
  });

  it('somebody else takes the new name for another entry: nothing is written', async () => {
    await openRename();
    await lawsOf(stage);
    meanwhile('rename', ...wholeGroup(hq, [bob]).trimEnd().replace(/\n/, '\nchangetype: add\n').split('\n'));
    const result = await stage.apply([], { variables: longPatience });
    expectEnd(result, 5);
    expect(result.stdout).toContain('entryAlreadyExists (68)');
    expect((await stage.tree())[groupDn(all)]).toMatchObject({ mail: [all], mailGroupMember: [ann, bob] });
  });

  it.each([
    ['another name', [`newrdn: mail=other@example.net`, 'deleteoldrdn: 1']],
    ['nothing', undefined],
  ])('somebody else makes %s of the entry: the step fails and says so', async (_name, lines) => {
    await openRename();
    await lawsOf(stage);
    meanwhile(
      'rename',
      `dn: ${groupDn(all)}`,
      ...(lines === undefined ? ['changetype: delete'] : ['changetype: modrdn', ...lines]),
    );
    const result = await stage.apply([], { variables: longPatience });
    expectEnd(result, 5);
    expect(result.stdout).toContain('the entry is gone: somebody deleted or renamed it after it was planned');
    expect((await stage.tree())[groupDn(hq)]).toBeUndefined();
  });

  it('is not begun when the server has no right for it, and says so beforehand', async () => {
    await openRename();
    await stage.end();
    stage = await openFaultStage({
      entries: [wholeGroup(all, [ann, bob])],
      manifests: { 'hq.yaml': manifest(hq, [ann, carl], [`previously: ${all}`]) },
      access: `access to dn.exact="${groupDn(all)}" attrs=entry by * read`,
    });
    const before = await stage.tree();
    const result = await stage.apply();
    expectEnd(result, 5);
    expect(result.stdout).toMatch(/rename mail=all-hq\S+ would be refused with insufficientAccessRights \(50\)/);
    expect(await stage.tree()).toEqual(before);
    expect(await stage.writes()).toEqual([]);
  });
});

/** Somebody else's edit, when the first real request of a kind is on its way. */
function meanwhile(kind: 'rename' | 'modify', ...lines: readonly string[]): void {
  const edit = async (): Promise<void> => {
    expect(await stage.slapd.ldapmodify(`${lines.join('\n')}\n`)).toMatchObject({ code: 0, stderr: '' });
  };
  stage.proxy.when(real({ kind, nth: 1 }), first(edit));
}
