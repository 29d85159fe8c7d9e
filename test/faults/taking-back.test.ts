import { afterEach, describe, expect, it } from 'vitest';
import { applySchema } from '../../src/report/apply-schema.ts';
import { answer, close, first } from '../kit/fault-actions.ts';
import { failing, retcode } from '../kit/slapd-options.ts';
import { openFileStage, type Stage } from '../kit/stage.ts';
import { groupDn, manifest } from '../kit/texts.ts';
import { expectEnd, type FaultStage, openFaultStage, real, wholeGroup } from './fault-stage.ts';
import { type Laws, lawsOf, undoFilesOf } from './invariants.ts';

const [made, hq, ops, bad, old] = ['made', 'hq', 'ops', 'zbad', 'old'].map((name) => `${name}@example.net`) as [
  string,
  string,
  string,
  string,
  string,
];
let stage: FaultStage;
let files: Stage | undefined;
afterEach(async () => {
  await files?.end();
  files = undefined;
  await stage?.end();
});

const entries = [
  wholeGroup(hq, [' Ann@example.net', 'bob@example.net'], ['description: by hand', 'mail: hq-alias@example.net']),
  wholeGroup(ops, ['ann@example.net'], ['description: ops']),
  wholeGroup(bad, ['ann@example.net'], ['description: bad']),
  wholeGroup(old, ['ann@example.net', 'bob@example.net'], ['description:: w6RsdA==']),
];
const manifests = {
  'made.yaml': manifest(made, ['ann@example.net'], ['description: Made']),
  'hq.yaml': manifest(
    hq,
    ['bob@example.net', 'new@example.net'],
    ['description: Everyone', 'aliases: [other@example.net]'],
  ),
  'ops.yaml': manifest(ops, ['ann@example.net', 'new@example.net']),
  'bad.yaml': manifest(bad, ['ann@example.net', 'new@example.net']),
};

/** One group to create, two to change, one to delete; one more to change that will be refused. */
async function open(): Promise<Laws> {
  stage = await openFaultStage({ entries, manifests, settings: ['prune: all'], slapd: retcode });
  return lawsOf(stage, { takesBack: true });
}

const undoing = ['--undo-on-failure', '--no-preflight'];

describe('--undo-on-failure', () => {
  it('row 17: what was applied is taken back: created groups go, deleted ones come back, everything is as before', async () => {
    const law = await open();
    stage.proxy.when(real({ kind: 'delete', dn: groupDn(old) }), answer({ code: 53, text: 'not today' }));
    const result = await stage.apply([...undoing, '--format', 'json']);
    expect(result).toMatchObject({ code: 5 });
    const { summary, steps, undo } = applySchema.parse(JSON.parse(result.stdout));
    expect(summary).toMatchObject({ applied: 0, undone: 4, failed: 1, skipped: 0 });
    expect(steps.filter(({ outcome }) => outcome.kind === 'undone').map(({ change }) => change.address)).toEqual([
      made,
      hq,
      ops,
      bad,
    ]);
    expect(undo).toBeNull();
    expect(await stage.tree()).toEqual(law.before);
    const writes = await law.hold(result);
    expect(writes.map(({ changetype, dn }) => `${changetype} ${dn}`).slice(-1)).toEqual([`delete ${groupDn(made)}`]);
    expect(writes.length).toBe(8);
    stage.proxy.clear();
    await law.converges();
  });

  it('a deleted group comes back with all it had, when a deletion after it is refused', async () => {
    stage = await openFaultStage({
      entries: [...entries, wholeGroup('older@example.net', ['ann@example.net'])],
      manifests,
      settings: ['prune: all'],
    });
    const law = await lawsOf(stage, { takesBack: true });
    stage.proxy.when(real({ kind: 'delete', dn: groupDn('older@example.net') }), answer({ code: 53 }));
    const result = await stage.apply(undoing);
    expectEnd(result, 5);
    expect(result.stdout).toMatch(/^undone {3}- old@example.net/m);
    expect(await stage.tree()).toEqual(law.before);
    await law.hold(result);
  });

  it('what somebody edited meanwhile stays as it is, and is listed with its hint; the undo file has it', async () => {
    const law = await open();
    await stage.slapd.ldapmodify(failing(groupDn(bad), 'modify', 53, 'frozen'));
    const edit = async (): Promise<void> => {
      const lines = ['changetype: modify', 'add: mailGroupMember', 'mailGroupMember: late@example.net', ''];
      await stage.slapd.ldapmodify([`dn: ${groupDn(hq)}`, ...lines].join('\n'));
    };
    stage.proxy.when(
      real({ kind: 'modify', dn: groupDn(ops), from: 2, times: 1 }),
      first(async () => undefined),
    );
    stage.proxy.when({ kind: 'search', dn: groupDn(old), times: 1 }, first(edit)); // the first one that is taken back
    const result = await stage.apply(undoing);
    expectEnd(result, 5);
    expect(result.stdout).toMatch(
      /^FAILED {3}~ hq@example.net .*\n +reason: applied, and not taken back: somebody changed the entry in the meantime\n +hint: Look at the entry; the undo file has the requests\./m,
    );
    for (const one of [`+ ${made}`, `~ ${ops}`, `- ${old}`]) expect(result.stdout).toContain(`undone   ${one}`);
    expect((await stage.tree())[groupDn(hq)]?.['mailGroupMember']).toContain('late@example.net');
    const [undo = ''] = undoFilesOf(stage);
    expect(stage.workspace.read(undo).match(/^dn: .*$/gm)).toEqual([`dn: ${groupDn(hq)}`]);
    await law.hold(result);
  });

  it('an inverse that is refused is told, and the others are taken back', async () => {
    const law = await open();
    await stage.slapd.ldapmodify(failing(groupDn(bad), 'modify', 53, 'frozen'));
    stage.proxy.when(real({ kind: 'modify', dn: groupDn(ops), from: 2 }), answer({ code: 53, text: 'no way back' }));
    const result = await stage.apply(undoing);
    expectEnd(result, 5);
    expect(result.stdout).toContain(
      'reason: applied, and not taken back: modify was refused with unwillingToPerform (53)',
    );
    for (const one of [`+ ${made}`, `~ ${hq}`, `- ${old}`]) expect(result.stdout).toContain(`undone   ${one}`);
    await law.hold(result);
  });

  it('row 11: a connection that breaks while it is taken back is no loss', async () => {
    const law = await open();
    await stage.slapd.ldapmodify(failing(groupDn(bad), 'modify', 53, 'frozen'));
    stage.proxy.when(real({ kind: 'modify', dn: groupDn(ops), nth: 2 }), close);
    const result = await stage.apply(undoing);
    expectEnd(result, 5);
    for (const one of [`+ ${made}`, `~ ${hq}`, `~ ${ops}`, `- ${old}`]) {
      expect(result.stdout).toContain(`undone   ${one}`);
    }
    await law.hold(result);
  });

  it('row 11: an answer that is lost while it is taken back: each is taken back once', async () => {
    const law = await open();
    await stage.slapd.ldapmodify(failing(groupDn(bad), 'modify', 53, 'frozen'));
    stage.proxy.when({ kind: 'modifyResult', dn: groupDn(hq), nth: 2 }, close);
    const result = await stage.apply(undoing);
    expectEnd(result, 5);
    expect(result.stdout.match(/^undone /gm)?.length).toBe(4);
    expect((await law.hold(result)).length).toBe(8);
  });

  it('row 15: a server that is busy while it is taken back is tried again', async () => {
    const law = await open();
    await stage.slapd.ldapmodify(failing(groupDn(bad), 'modify', 53, 'frozen'));
    stage.proxy.when(real({ kind: 'modify', dn: groupDn(ops), from: 2, times: 2 }), answer({ code: 51 }));
    const result = await stage.apply(undoing);
    expectEnd(result, 5);
    expect(result.stdout.match(/^undone /gm)?.length).toBe(4);
    await law.hold(result);
  });

  it('row 15: when the server is gone for good, the run tries once and not once for every step', async () => {
    const law = await open();
    await stage.slapd.ldapmodify(failing(groupDn(bad), 'modify', 53, 'frozen'));
    const leave = async (): Promise<void> => {
      await stage.proxy.refuse();
      stage.proxy.killAll('reset');
    };
    stage.proxy.when(real({ kind: 'add', dn: groupDn(old) }), first(leave)); // the first one that is taken back
    const result = await stage.apply(undoing);
    expectEnd(result, 5, /nothing listens there \(3 tries in 0\.\d s\)/);
    expect(
      result.stdout.match(/^ +reason: applied, and not taken back: .*nothing listens there \(3 tries in 0\.\d s\)$/gm)
        ?.length,
    ).toBe(4);
    expect(result.stdout.match(/^undone /gm)).toBeNull();
    await law.hold(result);
    await stage.proxy.accept();
    const [undo = ''] = undoFilesOf(stage);
    expect(await stage.slapd.ldapmodify(stage.workspace.read(undo))).toMatchObject({ code: 0 });
  });

  it('nothing is taken back when nothing fails', async () => {
    const law = await open();
    const result = await stage.apply(undoing);
    expectEnd(result, 0);
    expect((await law.hold(result)).length).toBe(5);
    await law.undoes();
  });
});

describe('--undo-on-failure with a directory that is a file', () => {
  it('a file that cannot be written is as it was before', async () => {
    files = await openFileStage({ entries, manifests, settings: ['prune: all'] });
    const before = await files.tree();
    expectEnd(await files.workspace.run(['apply', '--yes', '--undo-on-failure']), 0);
    expect(await files.tree()).not.toEqual(before);
  });
});
