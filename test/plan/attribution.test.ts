import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GroupLog, GroupVersion, MemberSource } from '../../src/model/history.ts';
import { attributionOf, eventsOf } from '../../src/plan/attribution.ts';
import { groupLog } from '../../src/plan/group-log.ts';
import { commit, declared, history, version } from './histories.ts';

const keyOf = (address: string): string => address.toLowerCase();

const events = (...versions: readonly GroupVersion[]): readonly string[] =>
  eventsOf(versions, keyOf).map(({ commit: { hash }, group, joins, leaves }) => {
    const [plus, minus] = [joins, leaves].map((members) => members.map(({ address }) => address).join(' '));
    return `${hash} ${group} +${plus} -${minus}`;
  });

const told = (...versions: readonly GroupVersion[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...attributionOf(versions, keyOf)].map(([key, { added, removed, reason }]) => {
      return [key, `${added.hash} ${removed?.hash ?? '-'} ${reason ?? '-'}`];
    }),
  );

describe('events', () => {
  it('are what each commit did to the members, the oldest first', () => {
    const versions = [version('1', 'ann'), version('2', 'ann bob'), version('3', 'bob carl'), version('4', undefined)];
    expect(events(...versions)).toEqual(['1 new +ann -', '2 same +bob -', '3 same +carl -ann', '4 gone + -bob carl']);
  });

  it('are not made by spelling, reasons, order or a move', () => {
    expect(events(version('1', 'ann bob'), version('2', 'BOB:why ann'))).toEqual(['1 new +ann bob -']);
  });

  it('are a group that is declared without members, goes and comes back', () => {
    expect(events(version('1', ''), version('2', undefined), version('3', undefined), version('4', 'ann'))).toEqual([
      '1 new + -',
      '2 gone + -',
      '4 new +ann -',
    ]);
  });
});

describe('what brings further members', () => {
  const names = (sources: readonly MemberSource[]): string => sources.map(({ kind, name }) => `${kind} ${name}`).join();

  it('is an event where it comes and where it goes, in any letter case of a group', () => {
    const versions = [
      version('1', 'ann'),
      version('2', declared('ann', { include: ['berlin', 'bonn'], query: 'sales' })),
      version('3', declared('ann', { include: ['Bonn', 'BERLIN'], query: 'sales' })),
      version('4', declared('ann', { include: ['bonn'], query: 'Sales' })),
      version('5', undefined),
    ];
    const found = eventsOf(versions, keyOf).map(({ commit: { hash }, sources }) => {
      return `${hash} +${names(sources.add)} -${names(sources.remove)}`;
    });
    expect(found).toEqual([
      '1 + -',
      '2 +group berlin,group bonn,query sales -',
      '4 +query Sales -group BERLIN,query sales',
      '5 + -group bonn,query Sales',
    ]);
  });
});

describe('the attribution of a member', () => {
  it('is the commit that added it last, and the one that removed it after that', () => {
    const versions = [version('1', 'ann bob'), version('2', 'bob'), version('3', 'ann bob'), version('4', 'ann')];
    expect(told(...versions)).toEqual({ ann: '3 - -', bob: '1 4 -' });
  });

  it('has the last reason that was given', () => {
    expect(told(version('1', 'ann:one bob:b'), version('2', 'ann:two bob:c'), version('3', 'ann:three'))).toEqual({
      ann: '1 - three',
      bob: '1 3 c',
    });
  });

  it('holds for any history: present members are those without a removal', () => {
    const members = fc.subarray(['ann', 'bob', 'carl', 'dora']).map((names) => names.join(' '));
    const histories = fc.array(fc.option(members, { nil: undefined }), { maxLength: 8 });
    fc.assert(
      fc.property(histories, (all) => {
        const versions = all.map((words, index) => version(String(index), words));
        const found = attributionOf(versions, keyOf);
        const present = [...found].filter(([, { removed }]) => removed === undefined).map(([key]) => key);
        expect(present.sort()).toEqual((versions.at(-1)?.declared?.members ?? []).map(({ address }) => address).sort());
        const ever = new Set(versions.flatMap((one) => (one.declared?.members ?? []).map(({ address }) => address)));
        expect(new Set(found.keys())).toEqual(ever);
        for (const { added, removed } of found.values()) {
          if (removed !== undefined) expect(Number(removed.hash)).toBeGreaterThan(Number(added.hash));
        }
      }),
    );
  });
});

describe('the log of a group', () => {
  const versions = [version('1', 'ann bob'), version('2', 'bob'), version('3', 'bob carl'), version('4', 'carl')];
  const whole = history(versions, { unreadable: [{ commit: commit('x'), text: '' }] });
  const log = (member: string | undefined, of = whole): GroupLog | undefined =>
    groupLog(of, { group: 'hq', member, head: '4', keyOf });

  it('has the newest commit first, and former members after the present ones', () => {
    const { events: found, members, declared } = log(undefined) ?? expect.unreachable();
    expect(found.map(({ commit: { hash } }) => hash)).toEqual(['4', '3', '2', '1']);
    expect(members.map(({ address }) => address)).toEqual(['carl', 'bob', 'ann']);
    expect(declared).toBe(true);
  });

  it('is only about the member that was asked for, in any spelling', () => {
    const { events: found, members } = log('BOB') ?? expect.unreachable();
    expect(found.map((one) => [one.commit.hash, one.joins.length, one.leaves.length])).toEqual([
      ['4', 0, 1],
      ['1', 1, 0],
    ]);
    expect(members.map(({ address }) => address)).toEqual(['bob']);
    expect(log('nobody')).toMatchObject({ events: [], members: [] });
  });

  it('has what brings further members beside the one that was asked for', () => {
    const of = history([
      version('1', 'ann'),
      version('2', declared('ann', { include: ['berlin'] })),
      version('3', 'ann'),
    ]);
    expect(log('bob', of)?.events.map((one) => one.commit.hash)).toEqual(['3', '2']);
  });

  it('is nothing for a group that was never declared', () => {
    expect(log(undefined, { ...whole, versions: [] })).toBeUndefined();
  });
});
