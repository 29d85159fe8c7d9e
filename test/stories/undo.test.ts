import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openServerStage, type ServerStage } from '../kit/stage.ts';
import { groupLdif, manifest } from '../kit/texts.ts';
import { applyAndProve, expectNothingToDo, planOf } from './laws.ts';

const [hq, ops, old] = ['hq@example.net', 'ops@example.net', 'old@example.net'];
let stage: ServerStage;
afterEach(() => stage?.end());

/** One group to create, one to change in every way, one to delete. */
async function openMixed(): Promise<void> {
  stage = await openServerStage({
    entries: [
      groupLdif(
        hq,
        [' Ann@example.net', 'bob@example.net', 'User1@x.net', 'user1@x.net'],
        ['description: by hand', 'mail: alias@example.net'],
      ),
      groupLdif(old, ['bob@example.net'], ['description:: w6RsdA==']),
    ],
    manifests: {
      'hq.yaml': manifest(
        hq,
        ['bob@example.net', 'new@example.net'],
        ['description: Everyone', 'aliases: [other@example.net]'],
      ),
      'ops.yaml': manifest(ops, ['ann@example.net']),
    },
    settings: ['prune: all'],
  });
}

describe('taking back', () => {
  it('the undo LDIF brings the state back through ldapmodify, and the plan shows the difference again', async () => {
    await openMixed();
    const before = await stage.tree();
    const first = await planOf(stage, 2, '--detailed-exitcode');
    await applyAndProve(stage);
    const folder = join(stage.workspace.folder, '.rollcall');
    const [file = '', ...others] = readdirSync(folder).filter((name) => name.endsWith('.ldif'));
    expect(others).toEqual([]);
    const undo = stage.workspace.read(join('.rollcall', file));
    expect(await stage.slapd.ldapmodify(undo, stage.slapd.accounts.rollcall)).toMatchObject({ code: 0, stderr: '' });
    expect(await stage.tree()).toEqual(before);
    const again = await planOf(stage, 2, '--detailed-exitcode');
    expect(again.fingerprint).toBe(first.fingerprint);
    await applyAndProve(stage);
  });

  it('the undo LDIF goes where --undo says, and its path is in the report', async () => {
    await openMixed();
    const { stdout } = await stage.workspace.run(['apply', '--yes', '--undo', 'back/undo.ldif']);
    expect(stdout).toContain('back/undo.ldif');
    expect(stage.workspace.read('back/undo.ldif')).toContain('changetype: ');
    expect(readdirSync(stage.workspace.folder)).not.toContain('.rollcall');
  });

  it('a run with nothing to do leaves no undo file', async () => {
    stage = await openServerStage({
      entries: [groupLdif(hq, ['ann@example.net'])],
      manifests: { 'hq.yaml': manifest(hq, ['ann@example.net']) },
    });
    await expectNothingToDo(stage);
    expect(readdirSync(stage.workspace.folder)).not.toContain('.rollcall');
  });

  it('an undo file that cannot be written stops the run before anything is sent', async () => {
    await openMixed();
    stage.workspace.write('undo.ldif/taken', '');
    stage.workspace.write('file', '');
    for (const path of ['undo.ldif', './undo.ldif', 'file/undo.ldif', '/dev/full', '/proc/undo.ldif']) {
      const result = await stage.workspace.run(['apply', '--yes', '--undo', path]);
      expect(result.code).toBe(1);
      expect(result.stderr).toMatch(/^rollcall: cannot write .*\n {2}hint: .+\n$/);
      expect(result.stderr).toContain(`rollcall: cannot write ${path}: `);
    }
    expect(await stage.writes()).toEqual([]);
  });
});

describe('the plan as LDIF', () => {
  it('makes the plan empty when it goes through ldapmodify', async () => {
    await openMixed();
    const { stdout } = await stage.workspace.run(['plan', '--format', 'ldif']);
    expect(await stage.slapd.ldapmodify(stdout, stage.slapd.accounts.rollcall)).toMatchObject({ code: 0, stderr: '' });
    await expectNothingToDo(stage);
  });

  it('mends the spelling when it goes through ldapmodify', async () => {
    stage = await openServerStage({
      entries: [groupLdif(hq, ['User1@example.net', 'user1@example.net', ' ann@example.net  '])],
      manifests: { 'hq.yaml': manifest(hq, ['user1@example.net', 'ann@example.net']) },
    });
    const { stdout } = await stage.workspace.run(['plan', '--format', 'ldif', '--fix-spelling']);
    expect(await stage.slapd.ldapmodify(stdout)).toMatchObject({ code: 0 });
    expect(await planOf(stage, 0, '--detailed-exitcode')).toMatchObject({ spelling: [] });
  });
});
