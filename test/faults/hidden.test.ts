import { afterEach, describe, expect, it } from 'vitest';
import { renameAttribute } from '../kit/edit-entry.ts';
import { type Action, drop } from '../kit/fault-actions.ts';
import { type FaultMessage, writeKinds } from '../kit/fault-message.ts';
import { access } from '../kit/slapd-options.ts';
import type { ServerScene } from '../kit/stage.ts';
import { groupDn, groupLdif, manifest } from '../kit/texts.ts';
import type { CommandResult } from '../kit/workspace.ts';
import { type FaultStage, isCheck, openFaultStage } from './fault-stage.ts';
import { type Laws, lawsOf } from './invariants.ts';

const [hq, ops, old] = ['hq@example.net', 'ops@example.net', 'old@example.net'];
const member = 'mailGroupMember';
let stage: FaultStage;
afterEach(() => stage?.end());

/** Two groups to change, each with one member to add and one to remove, and one to delete. */
async function open(scene: Partial<ServerScene> = {}): Promise<Laws> {
  stage = await openFaultStage({
    entries: [hq, ops, old].map((address) => groupLdif(address, ['ann@example.net', 'bob@example.net'])),
    manifests: {
      'hq.yaml': manifest(hq, ['ann@example.net', 'new@example.net']),
      'ops.yaml': manifest(ops, ['ann@example.net', 'new@example.net']),
    },
    settings: ['prune: all'],
    ...scene,
  });
  return lawsOf(stage);
}

/** The groups that were written, by address. */
async function writtenGroups(law: Laws, result: CommandResult): Promise<readonly string[]> {
  const records = await law.hold(result);
  return records.map(({ dn }) => /^mail=([^,]+)/.exec(dn)?.[1] ?? dn).sort();
}

describe('row 30: members that the bind DN may not see', () => {
  it.each(['none', 'compare', 'search', '=w'] as const)('of all groups (%s): nothing is written', async (level) => {
    const law = await open({ slapd: access({ account: 'rollcall', level, attributes: [member] }) });
    const result = await stage.apply();
    expect(result.code, result.stderr).toBe(5);
    expect(result.stdout).toContain(`${member}`);
    expect(result.stdout).toMatch(/does not (show it to|let) the bind DN/);
    expect(result.stdout).toContain(`Let the bind DN read ${member} (olcAccess)`);
    expect(stage.proxy.count({ kind: writeKinds })).toBe(0);
    expect(await writtenGroups(law, result)).toEqual([]);
    expect(await stage.tree()).toEqual(law.before);
  });

  it.each(['none', 'search', '=w'] as const)('of one group (%s): the others are applied', async (level) => {
    const dns = [groupDn(hq)];
    const law = await open({ slapd: access({ account: 'rollcall', level, attributes: [member], dns }) });
    const result = await stage.apply();
    expect(result.code, result.stderr).toBe(5);
    expect(result.stdout).toContain(groupDn(hq));
    expect(await writtenGroups(law, result)).toEqual([old, ops]);
    expect((await stage.tree())[groupDn(hq)]).toEqual(law.before[groupDn(hq)]);
    expect(stage.proxy.count({ kind: writeKinds, dn: groupDn(hq) })).toBe(0);
  });

  it('of a group to delete: it is not deleted', async () => {
    const dns = [groupDn(old)];
    const law = await open({ slapd: access({ account: 'rollcall', level: 'none', attributes: [member], dns }) });
    const result = await stage.apply();
    expect(result.code, result.stdout).toBe(5);
    expect(result.stdout).toContain(
      'no manifest declares it, and its entry does not let the bind DN see whether it has',
    );
    expect(await writtenGroups(law, result)).toEqual([hq, ops]);
    expect(Object.keys(await stage.tree())).toContain(groupDn(old));
  });

  it('of a group that is declared empty: it is not said to agree', async () => {
    const dns = [groupDn(hq)];
    const law = await open({
      slapd: access({ account: 'rollcall', level: 'none', attributes: [member], dns }),
      manifests: {
        'hq.yaml': manifest(hq, []),
        'ops.yaml': manifest(ops, ['ann@example.net', 'new@example.net']),
      },
    });
    const result = await stage.apply();
    expect(result.code, result.stdout).toBe(5);
    expect(await writtenGroups(law, result)).toEqual([old, ops]);
  });
});

describe('row 30: entries that the bind DN may not see', () => {
  it.each(['none', 'disclose', 'search'] as const)('one of them (%s): it is not created on top', async (level) => {
    const law = await open({ slapd: access({ account: 'rollcall', level, dns: [groupDn(hq)] }) });
    const result = await stage.apply(['--no-preflight']);
    expect(result.code, result.stdout).toBe(5);
    expect(result.stdout).toMatch(/entryAlreadyExists \(68\)|may not be read: insufficientAccessRights \(50\)/);
    expect(await writtenGroups(law, result)).toEqual([old, ops]);
    expect((await stage.tree())[groupDn(hq)]).toEqual(law.before[groupDn(hq)]);
  });

  it('all of them: the run ends, and names --bootstrap', async () => {
    const law = await open({ slapd: access({ account: 'rollcall', level: 'none' }) });
    const result = await stage.apply();
    expect(result).toMatchObject({ code: 4, stdout: '' });
    expect(result.stderr).toContain('the rights of the bind DN');
    expect(result.stderr).toContain('--bootstrap');
    expect(await writtenGroups(law, result)).toEqual([]);
  });
});

describe('row 30: a suffix that the bind DN may not see', () => {
  it.each(['disclose', 'none'] as const)('(%s) is said, and keeps nobody from anything else', async (level) => {
    const law = await open({
      slapd: access({ account: 'rollcall', level, dns: ['dc=example,dc=net'] }),
      manifests: { 'fresh.yaml': manifest('fresh@example.net', ['ann@example.net']) },
      settings: [],
    });
    const result = await stage.apply();
    expect(result.code, result.stderr).toBe(0);
    expect(result.stdout).toContain('The bind DN cannot see the rest of the directory');
    expect(await writtenGroups(law, result)).toEqual(['fresh@example.net']);
    await law.converges();
  });
});

describe('row 30: a write that is not allowed (50)', () => {
  const readOnly = access({ account: 'rollcall', level: 'read', dns: [groupDn(hq)] });

  it('with checks beforehand, nothing is written', async () => {
    const law = await open({ slapd: readOnly });
    const result = await stage.apply(['--preflight']);
    expect(result.code, result.stderr).toBe(5);
    expect(result.stdout).toContain(`modify ${groupDn(hq)} would be refused with insufficientAccessRights (50)`);
    expect(result.stdout).toContain('Give the bind DN the right to do this (olcAccess)');
    expect(stage.proxy.count({ kind: writeKinds, where: (message) => !isCheck(message) })).toBe(0);
    expect(await writtenGroups(law, result)).toEqual([]);
  });

  it('without, the others are applied, and it is tried once', async () => {
    const law = await open({ slapd: readOnly });
    const result = await stage.apply(['--no-preflight']);
    expect(result.code, result.stderr).toBe(5);
    expect(result.stdout).toContain(`modify ${groupDn(hq)} was refused with insufficientAccessRights (50)`);
    expect(stage.proxy.count({ kind: 'modify', dn: groupDn(hq) })).toBe(1);
    expect(await writtenGroups(law, result)).toEqual([old, ops]);
  });
});

describe('row 31: values that come in another way', () => {
  const ofHq = ({ entryDn }: FaultMessage): boolean => entryDn === groupDn(hq);

  it.each([
    [
      'only a part of them',
      `${member};range=0-1499`,
      'came with only a part of its values',
      'Raise its limit on values',
    ],
    [
      'under an option',
      `${member};x-option`,
      'values under an attribute option cannot be managed',
      'Move these values',
    ],
  ])('%s: that group alone is left out, in every run', async (_, name, message, hint) => {
    const law = await open();
    stage.proxy.when({ kind: 'entry', where: ofHq }, renameAttribute(member, name));
    const result = await stage.apply();
    expect(result.code, result.stderr).toBe(5);
    expect(result.stdout).toContain(message);
    expect(result.stdout).toContain(hint);
    expect(await writtenGroups(law, result)).toEqual([old, ops]);
    expect((await stage.tree())[groupDn(hq)]).toEqual(law.before[groupDn(hq)]);
    stage.proxy.clear();
    await law.converges();
  });

  it('only a part of them, when the entry is read again: it is not written', async () => {
    const law = await open();
    let reads = 0;
    const again = (message: FaultMessage): boolean => ofHq(message) && message.dn === groupDn(hq) && ++reads > 0;
    stage.proxy.when({ kind: 'modify', dn: groupDn(hq), nth: 1 }, ((step) => step.reset()) satisfies Action);
    stage.proxy.when({ kind: 'entry', where: again }, renameAttribute(member, `${member};range=0-1499`));
    const result = await stage.apply(['--no-preflight']);
    expect(reads).toBeGreaterThan(0);
    expect(result.code, result.stderr).toBe(5);
    expect(result.stdout).toContain('came with only a part of its values');
    expect(await writtenGroups(law, result)).toEqual([old, ops]);
    stage.proxy.clear();
    await law.converges();
  });

  it('none of them, when the entry is read again: they are not added once more', async () => {
    const law = await open();
    let reads = 0;
    const again = (message: FaultMessage): boolean => ofHq(message) && message.dn === groupDn(hq) && ++reads > 0;
    stage.proxy.when({ kind: 'modify', dn: groupDn(hq), nth: 1 }, drop);
    stage.proxy.when({ kind: 'entry', where: again }, renameAttribute(member, 'description'));
    const result = await stage.apply(['--no-preflight']);
    expect(reads).toBeGreaterThan(0);
    expect(result.code, result.stdout).toBe(5);
    expect(await writtenGroups(law, result)).toEqual([old, ops]);
    stage.proxy.clear();
    await law.converges();
  });
});
