import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveManifests } from '../../src/manifest/resolve.ts';
import { openQueries, withAnswers } from '../../src/manifest/with-answers.ts';
import { type DesiredGroup, saysNobody } from '../../src/model/group.ts';
import { options } from './sample.ts';

describe('members that come from other groups', () => {
  it('stand behind the own ones, each once, without the excluded', () => {
    const [hq] = groupsOf(
      group('hq', ['ann', 'BOB'], 'include: [berlin@x.y, bonn@x.y]\nexclude: [eve@x.y]\n'),
      group('berlin', ['bob', 'dora', 'eve']),
      group('bonn', ['dora', 'fred', 'eve']),
    );
    expect(hq?.members).toEqual(['ann@x.y', 'BOB@x.y', 'dora@x.y', 'fred@x.y']);
    expect(hq?.composition?.own).toEqual(['ann@x.y', 'BOB@x.y']);
  });

  it('come with the groups that they came through, the included one first', () => {
    const [hq] = groupsOf(
      group('hq', ['ann'], 'include: [germany@x.y]\n'),
      group('germany', ['bob'], 'include: [berlin@x.y]\n'),
      group('berlin', ['dora', 'bob']),
    );
    expect([...(hq?.composition?.via ?? [])]).toEqual([
      ['bob@x.y', ['germany@x.y']],
      ['dora@x.y', ['germany@x.y', 'berlin@x.y']],
    ]);
  });

  it('do not come when the group that has them excludes them', () => {
    const [hq] = groupsOf(
      group('hq', [], 'include: [germany@x.y]\n'),
      group('germany', [], 'include: [berlin@x.y]\nexclude: [bob@x.y]\n'),
      group('berlin', ['ann', 'bob']),
    );
    expect(hq?.members).toEqual(['ann@x.y']);
  });

  it('are not the group itself, under none of its addresses', () => {
    const [hq] = groupsOf(
      group('hq', [], 'include: [berlin@x.y]\naliases: [all@x.y]\n'),
      group('berlin', ['HQ', 'all', 'ann']),
    );
    expect(hq?.members).toEqual(['ann@x.y']);
  });

  it('are compared letter by letter where local parts are exact', () => {
    const files = [
      group('hq', ['ann'], 'include: [berlin@x.y]\nexclude: [bob@x.y]\n'),
      group('berlin', ['Ann', 'Bob', 'bob']),
    ];
    const { state } = resolveManifests(files, { ...options, localPart: 'exact' });
    expect(state.groups[0]?.members).toEqual(['ann@x.y', 'Ann@x.y', 'Bob@x.y']);
  });

  it('leave groups without inclusions as they are', () => {
    const [berlin] = groupsOf(group('berlin', ['ann']), group('hq', [], 'include: [berlin@x.y]\n'));
    expect(berlin?.composition).toBeUndefined();
  });
});

describe('members with days', () => {
  const dated = (days: string): string => `address: hq@x.y\nmembers: [{ address: ann@x.y, ${days} }, bob@x.y]\n`;

  it.each([
    ['from: 2026-11-22', true],
    ['from: 2026-11-23', false],
    ['until: 2026-11-22', true],
    ['until: 2026-11-21', false],
    ['from: 2026-11-01, until: 2026-11-30', true],
  ])('are members on 2026-11-22 with %s: %s', (days, isMember) => {
    const [hq] = groupsOf({ file: 'hq.yaml', text: dated(days) });
    expect(hq?.members).toEqual([...(isMember ? ['ann@x.y'] : []), 'bob@x.y']);
    expect(hq?.composition?.own).toEqual(['ann@x.y', 'bob@x.y']);
  });

  it('can be members by an inclusion before and after', () => {
    const files = [
      { file: 'hq.yaml', text: `${dated('from: 2027-01-01')}include: [berlin@x.y]\n` },
      group('berlin', ['ann']),
    ];
    const [hq] = groupsOf(...files);
    expect(hq?.members).toEqual(['bob@x.y', 'ann@x.y']);
    expect(hq?.composition?.via.get('ann@x.y')).toEqual(['berlin@x.y']);
  });
});

describe('what is wrong with inclusions', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['a group that nobody declares', 'include: [nobody@x.y]', ['RC241 3:11']],
    ['an address that is none, once', 'include: [berlin]', ['RC210 3:11']],
    ['itself', 'include: [hq@x.y]', ['RC242 3:11']],
    ['an ignored group', 'include: [ignored@x.y]', ['RC243 3:11']],
    ['an additive group', 'include: [additive@x.y]', ['RC243 3:11']],
    ['a group twice', 'include: [berlin@x.y, Berlin@x.y]', ['RC215 3:23']],
    ['somebody excluded who is no member', 'include: [berlin@x.y]\nexclude: [nobody@x.y]', ['RC244 4:11']],
    ['somebody excluded without inclusions', 'exclude: [nobody@x.y]', ['RC244 3:11']],
    ['somebody excluded who is listed', 'exclude: [ANN@x.y]', ['RC245 3:11']],
    ['somebody excluded from a group that is not known', 'include: [no@x.y]\nexclude: [dora@x.y]', ['RC241 3:11']],
    ['nothing', 'include: [berlin@x.y]\nexclude: [bob@x.y]', []],
    ['nothing, of somebody who comes later', 'include: [berlin@x.y]\nexclude: [later@x.y]', []],
    ['nothing, of empty lists', 'include: []\nexclude: []', []],
  ])('%s', (_name, lines, expected) => {
    const later = '  - { address: later@x.y, from: 2999-01-01 }\n';
    const found = problemsOf(
      { file: 'hq.yaml', text: `address: hq@x.y\nmembers: [ann@x.y]\n${lines}\n` },
      { file: 'berlin.yaml', text: `address: berlin@x.y\nmembers:\n  - bob@x.y\n${later}` },
      group('ignored', [], 'mode: ignored\n'),
      group('additive', ['ann'], 'mode: additive\n'),
    );
    expect(found.map(({ code, source }) => `${code} ${source.line}:${source.column}`)).toEqual(expected);
  });

  it('names the whole path of a cycle, with its places', () => {
    const found = problemsOf(
      group('a', [], 'include: [b@x.y]\n'),
      group('b', [], 'include:\n  - c@x.y\n'),
      group('c', ['ann'], 'include: [a@x.y]\n'),
      group('outside', [], 'include: [a@x.y]\n'),
    );
    expect(found).toMatchObject([
      {
        code: 'RC242',
        severity: 'error',
        message: 'the group includes itself: a@x.y (a.yaml:3) → b@x.y (b.yaml:4) → c@x.y (c.yaml:3) → a@x.y',
        source: { file: 'a.yaml', line: 3, column: 11 },
      },
    ]);
  });

  it('is told with the nearest group, and with the address behind an alias', () => {
    const hints = (included: string): string | undefined =>
      problemsOf(group('hq', [], `include: [${included}]\n`), group('Berlin', ['ann'], 'aliases: [spree@x.y]\n'))[0]
        ?.hint;
    expect(hints('berlim@x.y')).toContain('Did you mean Berlin@x.y?');
    expect(hints('spree@x.y')).toBe('It is an alias: write Berlin@x.y.');
    expect(hints('else@other.example')).not.toContain('Did you mean');
  });

  it('says nothing of a group that is missing while a manifest could not be read', () => {
    const found = problemsOf(group('hq', [], 'include: [berlin@x.y]\n'), {
      file: 'berlin.yaml',
      text: 'members: []\n',
    });
    expect(found.map(({ code }) => code)).toEqual(['RC203']);
  });
});

describe('composition', () => {
  it('is what the words say, for any inclusions without cycles', () => {
    const name = fc.constantFrom('p', 'q', 'r', 's', 't');
    const world = fc.array(
      fc.record({ own: fc.uniqueArray(name), include: fc.uniqueArray(fc.nat(5)), exclude: fc.uniqueArray(name) }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(world, (chosen) => {
        const parts = chosen.map(({ own, include, exclude }, index) => ({
          own,
          include: include.filter((other) => other < index),
          exclude: exclude.filter((one) => !own.includes(one)),
        }));
        const expected = (index: number): Set<string> => {
          const { own = [], include = [], exclude = [] } = parts[index] ?? {};
          const all = new Set([...own, ...include.flatMap((other) => [...expected(other)])]);
          for (const one of exclude) all.delete(one);
          return all;
        };
        const lists = (key: string, names: readonly string[]): string =>
          `${key}: [${names.map((one) => `${one}@x.y`).join(', ')}]\n`;
        const files = parts.map(({ own, include, exclude }, index) =>
          group(
            `g${index}`,
            own,
            lists(
              'include',
              include.map((other) => `g${other}`),
            ) + lists('exclude', exclude),
          ),
        );
        const groups = groupsOf(...files);
        groups.forEach(({ members }, index) => {
          expect([...members].sort()).toEqual([...expected(index)].map((one) => `${one}@x.y`).sort());
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('members by a query', () => {
  const hq = group('hq', ['ann', 'BOB'], 'include: [berlin@x.y]\nquery: sales\nexclude: [eve@x.y]\n');
  const berlin = group('berlin', ['dora'], 'query: hr\n');
  const answers = new Map([
    ['sales', { members: ['ann@x.y', 'bob@x.y', 'eve@x.y', 'fred@x.y', 'hq@x.y'] }],
    ['hr', { members: ['fred@x.y', 'gus@x.y'] }],
  ]);

  it('stand behind all others, each once, without the excluded and without the group itself', () => {
    const [first] = withAnswers(groupsOf(hq, berlin), answers, options);
    expect(first?.members).toEqual(['ann@x.y', 'BOB@x.y', 'dora@x.y', 'fred@x.y', 'gus@x.y']);
    expect([...(first?.composition?.queried ?? [])]).toEqual([
      ['fred@x.y', 'hr'],
      ['gus@x.y', 'hr'],
    ]);
    expect(first?.composition?.via.get('gus@x.y')).toEqual(['berlin@x.y']);
    expect(first?.composition?.unanswered).toEqual([]);
  });

  it('are not known before the query was asked, in no group that includes the one that names it', () => {
    const [first, second] = groupsOf(hq, berlin);
    expect(first?.members).toEqual(['ann@x.y', 'BOB@x.y', 'dora@x.y']);
    expect([first?.composition?.unanswered, second?.composition?.unanswered]).toEqual([['sales', 'hr'], ['hr']]);
    const half = withAnswers(groupsOf(hq, berlin), new Map([['sales', { members: ['fred@x.y'] }]]), options);
    expect(half[0]?.composition?.unanswered).toEqual(['hr']);
    expect(openQueries(half)).toEqual(['hr']);
  });

  it('make no exclusion look needless before they are known', () => {
    expect(problemsOf(hq, berlin)).toEqual([]);
    expect(problemsOf(group('hq', [], 'exclude: [eve@x.y]\n')).map(({ code }) => code)).toEqual(['RC244']);
  });

  it('leave saying nobody to manifests that name no query', () => {
    const [first, second] = groupsOf(group('hq', [], 'query: sales\n'), group('none', []));
    expect([first, second].map((one) => one && saysNobody(one))).toEqual([false, true]);
  });
});

interface File {
  readonly file: string;
  readonly text: string;
}

function group(name: string, members: readonly string[], more = ''): File {
  const list = members.map((member) => `${member}@x.y`).join(', ');
  return { file: `${name}.yaml`, text: `address: ${name}@x.y\nmembers: [${list}]\n${more}` };
}

function groupsOf(...files: readonly File[]): readonly DesiredGroup[] {
  const { state, diagnostics } = resolveManifests(files, options);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return state.groups;
}

function problemsOf(...files: readonly File[]): ReturnType<typeof resolveManifests>['diagnostics'] {
  return resolveManifests(files, options).diagnostics;
}
