import { afterEach, describe, expect, it } from 'vitest';
import { editEntry } from '../kit/edit-entry.ts';
import { first } from '../kit/fault-actions.ts';
import { access } from '../kit/slapd-options.ts';
import { entryLdif, groupDn, groupLdif, groupsBase, manifest, people } from '../kit/texts.ts';
import type { CommandResult } from '../kit/workspace.ts';
import { expectEnd, type FaultStage, longPatience, openFaultStage, real, wholeGroup } from './fault-stage.ts';
import { type Laws, lawsOf } from './invariants.ts';

const [hq, ops, old] = ['hq@example.net', 'ops@example.net', 'old@example.net'];
const dn = groupDn(hq);
const crowd = people(10);
let stage: FaultStage;
afterEach(() => stage?.end());

/** How much the server tells about states of entries, and how the tool can be sure of one. */
const guards = ['under an assertion', 'without the assertion control', 'with an unreadable entryCSN'] as const;

/** One group that loses one member and gets one and another description; a second one beside it. */
async function open(
  guard: (typeof guards)[number],
  lines: readonly string[] = ['description: Everyone'],
): Promise<Laws> {
  const unreadable = access({ account: 'rollcall', level: 'none', attributes: ['entryCSN'] });
  stage = await openFaultStage({
    entries: [
      wholeGroup(hq, crowd, ['description: by hand']),
      wholeGroup(ops, ['ann@example.net'], ['description: ops']),
      wholeGroup(old, ['ann@example.net'], ['description: old']),
    ],
    manifests: {
      'hq.yaml': manifest(hq, [...crowd.slice(1), 'new@example.net'], lines),
      'ops.yaml': manifest(ops, ['ann@example.net', 'new@example.net']),
    },
    settings: ['prune: all'],
    ...(guard === 'with an unreadable entryCSN' ? { slapd: unreadable } : {}),
  });
  if (guard === 'without the assertion control') {
    const hide = editEntry((attributes) =>
      attributes.map(({ name, values }) => ({
        name,
        values: values.filter((value) => value.toString() !== '1.3.6.1.1.12'),
      })),
    );
    stage.proxy.when({ kind: 'entry', where: ({ entryDn }) => entryDn === '' }, hide);
  }
  return lawsOf(stage);
}

/** The request waits for the edit of somebody else, and for a look at what is to be done then. */
const apply = (): Promise<CommandResult> => stage.apply([], { variables: longPatience });

/** Somebody else changes the directory at the moment when the first real write is on its way to an entry, or just before. */
function meanwhile(law: Laws, kind: 'modify' | 'delete', at: string, ...records: readonly string[]): void {
  const edit = async (): Promise<void> => {
    for (const record of records) {
      expect(await stage.slapd.ldapmodify(record)).toMatchObject({ code: 0 });
    }
    await law.planAgain();
  };
  stage.proxy.when(real({ kind, dn: at, nth: 1 }), first(edit));
}

const change = (at: string, ...lines: readonly string[]): string =>
  [`dn: ${at}`, 'changetype: modify', ...lines, ''].join('\n');
const remove = (at: string): string => `dn: ${at}\nchangetype: delete\n`;
const create = (ldif: string): string => ldif.replace(/^dn: .*$/m, '$&\nchangetype: add');

describe('somebody else edits a group after it was planned', () => {
  it('row 23: a member that no manifest knows is planned again, and goes within the limits', async () => {
    const law = await open('under an assertion');
    meanwhile(law, 'modify', dn, change(dn, 'add: mailGroupMember', 'mailGroupMember: drift@example.net'));
    const result = await apply();
    expectEnd(result, 0);
    const writes = await law.hold(result);
    const removed = writes.flatMap(({ changes }) =>
      changes.flatMap(({ op, values }) => (op === 'delete' ? values : [])),
    );
    expect([...removed].sort()).toEqual(['drift@example.net', crowd[0]]);
    expect(result.stdout).toContain(
      '2 removed; 1 attribute changed\n         note: somebody changed the group after it was planned',
    );
    expect((await stage.tree())[dn]?.['mailGroupMember']).not.toContain('drift@example.net');
  });

  it('row 23: when more would go now than the limits allow, nothing of it goes', async () => {
    const law = await open('under an assertion');
    const flood = people(31)
      .slice(11)
      .map((member) => `mailGroupMember: drift-${member}`);
    meanwhile(law, 'modify', dn, change(dn, 'add: mailGroupMember', ...flood));
    const result = await apply();
    expectEnd(result, 3);
    expect(result.stdout).toMatch(
      /^held {5}~ hq@example.net .*\n +reason: it would lose 21 of its 30 members\n +hint: /m,
    );
    expect((await law.hold(result)).filter((write) => write.dn === dn)).toEqual([]);
    expect((await stage.tree())[dn]?.['mailGroupMember']?.length).toBe(30);
    expect((await stage.tree())[groupDn(ops)]?.['mailGroupMember']).toContain('new@example.net');
  });

  it('row 23: what others did already is not done again', async () => {
    const law = await open('under an assertion');
    const lines = ['add: mailGroupMember', 'mailGroupMember: new@example.net', '-', 'delete: mailGroupMember'];
    const rest = [`mailGroupMember: ${crowd[0]}`, '-', 'replace: description', 'description: Everyone'];
    meanwhile(law, 'modify', dn, change(dn, ...lines, ...rest));
    const result = await apply();
    expectEnd(result, 0);
    expect(result.stdout).toMatch(/^agreed {3}~ hq@example.net/m);
    expect((await law.hold(result)).filter((write) => write.dn === dn)).toEqual([]);
  });

  it('row 23: a description that is not declared stays as somebody else wrote it', async () => {
    const law = await open('under an assertion', []);
    meanwhile(law, 'modify', dn, change(dn, 'replace: description', 'description: mine'));
    const result = await apply();
    expectEnd(result, 0);
    await law.hold(result);
    expect((await stage.tree())[dn]).toMatchObject({ description: ['mine'] });
  });

  it('row 23: an entry that changes all the time is given up after a few tries', async () => {
    const law = await open('under an assertion');
    let count = 0;
    const edit = async (): Promise<void> => {
      count += 1;
      await stage.slapd.ldapmodify(change(dn, 'replace: description', `description: edit ${count}`));
    };
    stage.proxy.when(real({ kind: 'modify', dn }), first(edit));
    const result = await apply();
    expectEnd(result, 5);
    expect(result.stdout).toContain(
      'reason: the entry was changed by somebody else 5 times while it was being written',
    );
    expect(count).toBe(6);
    await law.hold(result);
    stage.proxy.clear();
    await law.converges();
  });
});

describe.each(guards)('%s', (guard) => {
  it('row 23: a declared description is written over an edit of it, and members of others are seen', async () => {
    const law = await open(guard);
    const lines = ['replace: description', 'description: mine', '-', 'add: mailGroupMember'];
    meanwhile(law, 'modify', dn, change(dn, ...lines, 'mailGroupMember: drift@example.net'));
    const result = await apply();
    if (guard === 'under an assertion') expectEnd(result, 0);
    else {
      expectEnd(result, 5);
      expect(result.stdout).toContain('reason: read back after the change, the entry has 1 member too many');
    }
    await law.hold(result);
    await law.converges();
  });

  it('row 23: a value that is there or gone already is found out by the server itself', async () => {
    const law = await open(guard);
    const lines = ['delete: mailGroupMember', `mailGroupMember: ${crowd[0]}`];
    meanwhile(law, 'modify', dn, change(dn, ...lines));
    const result = await apply();
    expectEnd(result, 0);
    await law.hold(result);
    await law.converges();
  });

  it('row 23: a group that was edited after its deletion was planned is not deleted', async () => {
    const law = await open(guard);
    const at = groupDn(old);
    const edit = async (): Promise<void> => {
      await stage.slapd.ldapmodify(change(at, 'add: mailGroupMember', 'mailGroupMember: late@example.net'));
    };
    // The condition of the delete finds it; where there is none, the reading just before the delete does.
    const match =
      guard === 'under an assertion' ? real({ kind: 'delete', nth: 1 }) : ({ kind: 'search', dn: at, nth: 1 } as const);
    const rule = stage.proxy.when(match, first(edit));
    const result = await apply();
    expect(rule.hits()).toBe(1);
    expectEnd(result, 5);
    expect(result.stdout).toMatch(
      /^FAILED {3}- old@example.net .*\n +reason: somebody changed the group after its deletion was planned\n +hint: Run plan/m,
    );
    await law.hold(result);
    expect((await stage.tree())[at]?.['mailGroupMember']).toEqual(['ann@example.net', 'late@example.net']);
    await law.converges();
  });

  it('row 24: a group that was deleted and made anew is planned again, not written by the old plan', async () => {
    const law = await open(guard);
    const anew = wholeGroup(hq, ['else@example.net', crowd[1] ?? ''], ['description: anew']);
    const edit = async (): Promise<void> => {
      await stage.slapd.ldapmodify(remove(dn));
      await stage.slapd.ldapmodify(create(anew));
      await law.planAgain();
    };
    stage.proxy.when(real({ kind: 'modify', dn, nth: 1 }), first(edit));
    const result = await apply();
    expectEnd(result, 0);
    await law.hold(result);
    expect((await stage.tree())[dn]?.['mailGroupMember']).toEqual([...crowd.slice(1), 'new@example.net'].sort());
  });
});

describe('a group that is another one now', () => {
  it('row 24: deleted in the meantime: nothing is written, the hint says what to do', async () => {
    const law = await open('under an assertion');
    meanwhile(law, 'modify', dn, remove(dn));
    const result = await apply();
    expectEnd(result, 5);
    expect(result.stdout).toContain('reason: the entry is gone: somebody deleted or renamed it after it was planned');
    expect((await law.hold(result)).filter((write) => write.dn === dn)).toEqual([]);
    await law.converges();
  });

  it('row 24: an entry of that name that answers for another address is left alone', async () => {
    stage = await openFaultStage({
      entries: [
        entryLdif(`cn=hq,${groupsBase}`, ['cn: hq', 'sn: hq', `mail: ${hq}`, 'mailEnabled: TRUE'], crowd),
        groupLdif(ops, ['ann@example.net']),
      ],
      manifests: { 'hq.yaml': manifest(hq, crowd.slice(1)), 'ops.yaml': manifest(ops, ['ann@example.net']) },
    });
    const law = await lawsOf(stage);
    const at = `cn=hq,${groupsBase}`;
    const other = entryLdif(at, ['cn: hq', 'sn: hq', 'mail: other@example.net', 'mailEnabled: TRUE'], crowd);
    meanwhile(law, 'modify', at, remove(at), create(other));
    const result = await apply();
    expectEnd(result, 5);
    expect(result.stdout).toContain(`an entry of the name ${at} is there, and it does not answer for ${hq}`);
    expect(await law.hold(result)).toEqual([]);
  });

  it('row 24: a new group that somebody else made in the meantime is changed, not made again', async () => {
    stage = await openFaultStage({
      entries: [wholeGroup(ops, ['ann@example.net'])],
      manifests: { 'hq.yaml': manifest(hq, crowd), 'ops.yaml': manifest(ops, ['ann@example.net']) },
    });
    const law = await lawsOf(stage);
    const edit = async (): Promise<void> => {
      await stage.slapd.ldapmodify(create(wholeGroup(hq, ['late@example.net'])));
      await law.planAgain();
    };
    stage.proxy.when(real({ kind: 'add', nth: 1 }), first(edit));
    const result = await apply();
    expectEnd(result, 0);
    await law.hold(result);
    expect((await stage.tree())[dn]?.['mailGroupMember']).toEqual([...crowd].sort());
  });
});
