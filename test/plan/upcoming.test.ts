import { describe, expect, it } from 'vitest';
import { resolveManifests } from '../../src/manifest/resolve.ts';
import { endedLines, otherUpcoming, upcomingChanges } from '../../src/plan/upcoming.ts';
import { options as judging } from '../manifest/sample.ts';

const options = { localPart: 'fold', today: '2026-11-22', upcomingDays: 14 } as const;

const groupsOf = (...texts: readonly string[]): ReturnType<typeof resolveManifests>['state']['groups'] =>
  resolveManifests(
    texts.map((text, index) => ({ file: `${index}.yaml`, text })),
    judging,
  ).state.groups;

const dated = (days: string, more = ''): string => `address: hq@x.y\nmembers: [{ address: ann@x.y, ${days} }]\n${more}`;

describe('who will become or cease to be a member', () => {
  it.each([
    ['from: 2026-11-23', ['2026-11-23 joins']],
    ['from: 2026-12-06', ['2026-12-06 joins']],
    ['from: 2026-12-07', []],
    ['from: 2026-11-22', []],
    ['until: 2026-11-22', ['2026-11-23 leaves']],
    ['until: 2026-12-05', ['2026-12-06 leaves']],
    ['until: 2026-12-06', []],
    ['until: 2026-11-21', []],
    ['from: 2026-11-25, until: 2026-11-25', ['2026-11-25 joins', '2026-11-26 leaves']],
  ])('with %s', (days, expected) => {
    const found = upcomingChanges(groupsOf(dated(days)), options);
    expect(found.map(({ day, kind }) => `${day} ${kind}`)).toEqual(expected);
  });

  it('is told for including groups too, with the way, and in the order of days and groups', () => {
    const groups = groupsOf(
      dated('until: 2026-11-24'),
      'address: all@x.y\nmembers: [{ address: dora@x.y, from: 2026-11-24 }]\ninclude: [hq@x.y]\n',
      'address: plain@x.y\nmembers: [ann@x.y]\n',
    );
    expect(upcomingChanges(groups, options)).toEqual([
      { day: '2026-11-24', kind: 'joins', member: 'dora@x.y', group: 'all@x.y', via: [] },
      { day: '2026-11-25', kind: 'leaves', member: 'ann@x.y', group: 'all@x.y', via: ['hq@x.y'] },
      { day: '2026-11-25', kind: 'leaves', member: 'ann@x.y', group: 'hq@x.y', via: [] },
    ]);
  });

  it('is nobody who stays by an inclusion, in an ignored group, or who would leave an additive one', () => {
    const other = 'address: other@x.y\nmembers: [ANN@x.y]\n';
    const days = 'until: 2026-11-24';
    expect(upcomingChanges(groupsOf(dated(days, 'include: [other@x.y]\n'), other), options)).toEqual([]);
    expect(upcomingChanges(groupsOf(dated(days, 'mode: ignored\n')), options)).toEqual([]);
    expect(upcomingChanges(groupsOf(dated(days, 'mode: additive\n')), options)).toEqual([]);
    expect(upcomingChanges(groupsOf(dated('from: 2026-11-24', 'mode: additive\n')), options)).toHaveLength(1);
  });

  it('is nobody when no day is looked ahead', () => {
    expect(upcomingChanges(groupsOf(dated('from: 2026-11-23')), { ...options, upcomingDays: 0 })).toEqual([]);
  });

  it('can be compared with what another state says', () => {
    const [one, other] = ['until: 2026-11-24', 'until: 2026-11-25'].map((days) =>
      upcomingChanges(groupsOf(dated(days)), options),
    );
    expect(otherUpcoming(one ?? [], other ?? [])).toEqual(one);
    expect(otherUpcoming(one ?? [], one ?? [])).toEqual([]);
  });
});

describe('lines that have done their time', () => {
  it('are counted from the day after the last one', () => {
    const groups = groupsOf(dated('until: 2026-11-24'));
    expect([endedLines(groups, '2026-11-24'), endedLines(groups, '2026-11-25')]).toEqual([0, 1]);
  });
});
