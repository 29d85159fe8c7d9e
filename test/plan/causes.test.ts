import { describe, expect, it } from 'vitest';
import { nisMailAlias, postfixBook } from '../../src/ldap/profile.ts';
import type { Cause } from '../../src/model/cause.ts';
import type { DeclaredGroup, GroupHistory } from '../../src/model/history.ts';
import { causeFinder, type Evidence } from '../../src/plan/causes.ts';
import { createStep, deleteStep, updateStep } from '../report/plans.ts';
import { commit, declared, history, version } from './histories.ts';

const find = causeFinder({ profile: postfixBook, localPart: 'fold' });

/** A cause in words: the kind, then the commit, the way or the reason. */
function said(cause: Cause | undefined): string {
  if (cause === undefined) return '-';
  const way = cause.kind === 'drift' ? [cause.way] : cause.kind === 'unknown' ? [cause.reason] : [];
  const by = 'commit' in cause && cause.commit !== undefined ? [cause.commit.hash] : [];
  return [cause.kind, ...way, ...by].join(' ');
}

function evidence(of: GroupHistory, isChanged = false): Evidence {
  return { history: of, isChanged };
}

/** What is said of one member that is missing in the directory, and of one that is there and not declared. */
function missing(of: GroupHistory, isChanged = false): string | undefined {
  const { change } = updateStep('hq@x', [], ['ann'], {});
  const causes = find(change, evidence(of, isChanged));
  return causes && said(causes.members.add[0]);
}

function surplus(of: GroupHistory, isChanged = false): string | undefined {
  const { change } = updateStep('hq@x', ['Ann'], [], {});
  const causes = find(change, evidence(of, isChanged));
  return causes && said(causes.members.remove[0]);
}

const applied = (group: string | DeclaredGroup | undefined): Pick<GroupHistory, 'applied'> => {
  return { applied: { declared: typeof group === 'string' ? declared(group) : group } };
};

describe('a member that is missing in the directory', () => {
  const twice = [
    version('1', 'ann'),
    version('2', ''),
    version('3', 'bob'),
    version('4', 'bob ann'),
    version('5', 'ann'),
  ];

  it('was declared by the last commit that put it in', () => {
    expect(missing(history(twice))).toBe('declared 4');
    expect(missing(history([version('1', 'ann')]))).toBe('declared 1');
  });

  it('vanished when it was applied already', () => {
    expect(missing(history(twice, applied('ann')))).toBe('drift vanished 4');
    expect(missing(history(twice, applied('bob')))).toBe('declared 4');
    expect(missing(history(twice, applied(undefined)))).toBe('declared 4');
  });

  it('is of the working tree, or of other groups, when no commit declares it', () => {
    expect(missing(history([version('1', 'bob')]), true)).toBe('uncommitted');
    expect(missing(history([version('1', 'bob')]))).toBe('composed');
  });

  it('is not known where a shallow clone begins, unless it was applied', () => {
    const shallow = { end: 'shallow', begins: '1' } as const;
    expect(missing(history([version('1', 'ann')], shallow))).toBe('unknown shallow');
    expect(missing(history([version('1', 'ann')], { ...shallow, ...applied('ann') }))).toBe('drift vanished');
    expect(missing(history([version('1', ''), version('2', 'ann')], shallow))).toBe('declared 2');
  });

  it('is open while too little was read', () => {
    const part = { before: declared('ann'), end: 'unread' } as const;
    expect(missing(history([version('7', 'ann bob')], part))).toBeUndefined();
    expect(missing(history([version('7', 'ann')], { ...part, before: declared('bob') }))).toBe('declared 7');
  });
});

describe('a member that is in the directory and not declared', () => {
  const gone = [
    version('1', 'ann'),
    version('2', 'bob'),
    version('3', 'bob ann'),
    version('4', 'bob'),
    version('5', ''),
  ];

  it('was removed by the last commit that took it out, in whatever spelling', () => {
    expect(surplus(history(gone))).toBe('removed 4');
    expect(surplus(history([version('1', 'ANN'), version('2', undefined), version('3', '')]))).toBe('removed 2');
  });

  it('is drift when no commit ever declared it', () => {
    expect(surplus(history([version('1', 'bob')]))).toBe('drift undeclared');
    expect(surplus(history([]))).toBe('drift undeclared');
  });

  it('returned when the applied commit managed the members and did not declare it', () => {
    expect(surplus(history(gone, applied('bob')))).toBe('drift returned 4');
    expect(surplus(history(gone, applied('ann')))).toBe('removed 4');
    expect(surplus(history(gone, applied(declared('bob', { mode: 'additive' }))))).toBe('removed 4');
    expect(surplus(history(gone, applied(undefined)))).toBe('removed 4');
  });

  it('may have come from another group when a version includes some', () => {
    const including = version('1', declared('bob', { include: ['berlin'] }));
    expect(surplus(history([including, version('2', 'bob')]))).toBe('composed');
    expect(surplus(history([version('1', 'ann'), including]))).toBe('removed 1');
  });

  it('is not committed yet while the commit declares it', () => {
    expect(surplus(history([version('1', 'ann')]), true)).toBe('uncommitted');
    expect(surplus(history([version('1', 'ann')]))).toBe('composed');
  });

  it('is not known in a history that is not whole, unless it came after the applied commit', () => {
    const shallow = { end: 'shallow', begins: '1' } as const;
    expect(surplus(history([version('1', 'bob')], shallow))).toBe('unknown shallow');
    expect(surplus(history([version('1', 'ann'), version('2', 'bob')], shallow))).toBe('removed 2');
    expect(surplus(history([version('1', 'bob')], { end: 'partial' }))).toBe('unknown partial');
    expect(surplus(history([version('1', 'bob')], { ...shallow, ...applied('bob') }))).toBe('drift returned');
  });

  it('may be in a version that is not valid', () => {
    const broken = (text: string): GroupHistory =>
      history([version('2', 'bob')], { unreadable: [{ commit: commit('1'), text }] });
    expect(surplus(broken('members: [ANN, *x]'))).toBe('unknown unreadable');
    expect(surplus(broken('members: ["\\x61nn", *x]'))).toBe('unknown unreadable');
    expect(surplus(broken('members: [carl, *x]'))).toBe('drift undeclared');
  });

  it('is drift before all is read, when nothing that is stored declares it', () => {
    const part = history([version('7', 'bob')], { before: declared('carl'), end: 'unread' });
    expect(surplus(part)).toBeUndefined();
    expect(surplus({ ...part, contents: [declared('bob'), declared('carl')] })).toBe('drift undeclared');
    expect(surplus({ ...part, contents: [declared('ann')] })).toBeUndefined();
  });
});

describe('a group', () => {
  const there = [version('1', ''), version('2', undefined), version('3', 'ann'), version('4', 'bob')];

  it('is created because a commit declared it, or because it vanished', () => {
    const { change } = createStep('hq@x', {});
    const group = (of: GroupHistory): string => said(find(change, evidence(of, true))?.group);
    expect(group(history(there))).toBe('declared 3');
    expect(group(history(there, applied('ann')))).toBe('drift vanished 3');
    expect(group(history([]))).toBe('uncommitted');
  });

  it('is deleted because a commit took its manifest away, or because none ever declared it', () => {
    const { change } = deleteStep('hq@x', ['ann']);
    const group = (of: GroupHistory): string => said(find(change, evidence(of, true))?.group);
    expect(group(history([...there, version('5', undefined)]))).toBe('removed 5');
    expect(group(history([...there, version('5', undefined)], applied(undefined)))).toBe('removed 5');
    expect(group(history([]))).toBe('drift undeclared');
    expect(group(history(there))).toBe('uncommitted');
  });
});

describe('aliases', () => {
  it('are looked up like members, the address itself among them', () => {
    const { change } = updateStep('hq@x', [], [], { aliases: { add: ['all@x'], remove: ['old@x', 'drifted@x'] } });
    const versions = [
      version('1', declared('', { address: 'hq@x', aliases: ['OLD@x'] })),
      version('2', declared('', { address: 'hq@x', aliases: ['all@x'] })),
    ];
    const { add = [], remove = [] } = find(change, evidence(history(versions)))?.aliases ?? {};
    expect([...add, ...remove].map(said)).toEqual(['declared 2', 'removed 2', 'drift undeclared']);
  });

  it('are completed by the domain of the profile', () => {
    const profile = { ...nisMailAlias, domain: 'x' };
    const { change } = updateStep('hq@x', [], [], { aliases: { add: [], remove: ['old'] } });
    const versions = [version('1', declared('', { aliases: ['old@x'] })), version('2', declared('', { aliases: [] }))];
    const causes = causeFinder({ profile, localPart: 'fold' })(change, evidence(history(versions)));
    expect(said(causes?.aliases.remove[0])).toBe('removed 2');
  });
});

describe('another spelling', () => {
  it('is a cause of its own', () => {
    const { change } = updateStep('hq@x', ['ANN'], ['ann'], {});
    const { add = [], remove = [] } = find(change, evidence(history([version('1', 'ann')])))?.members ?? {};
    expect([...add, ...remove].map(said)).toEqual(['spelling', 'spelling']);
  });
});

describe('an attribute', () => {
  const described = (hash: string, description: string | undefined) => version(hash, declared('', { description }));
  const cause = (
    of: GroupHistory,
    before: readonly string[],
    after = ['New'],
    isChanged = false,
  ): string | undefined => {
    const { change } = updateStep('hq@x', [], [], { attributes: [{ attribute: 'description', before, after }] });
    const causes = find(change, evidence(of, isChanged));
    return causes && said(causes.attributes[0]);
  };
  const changed = history([described('1', 'Old'), described('2', 'Middle'), described('3', 'New')]);

  it('was declared by the commit that gave it its values', () => {
    expect(cause(changed, ['Middle'])).toBe('declared 3');
    expect(cause(changed, ['Old'])).toBe('declared 3');
    expect(cause(history([described('1', undefined), described('2', 'New')]), ['By hand'])).toBe('declared 2');
  });

  it('was changed in the directory when no commit ever declared what is there', () => {
    expect(cause(changed, ['By hand'])).toBe('drift changed 3');
    expect(cause(changed, [])).toBe('drift changed 3');
  });

  it('was changed in the directory when it was applied already', () => {
    expect(cause({ ...changed, ...applied(declared('', { description: 'New' })) }, ['Old'])).toBe('drift changed 3');
    expect(cause({ ...changed, ...applied(declared('', { description: 'Old' })) }, ['By hand'])).toBe('declared 3');
  });

  it('is not committed yet while the commit declares something else', () => {
    expect(cause(changed, ['Old'], ['Newer'], true)).toBe('uncommitted');
  });

  it('is found under the name that the profile gives to the switch, and by the values of any attribute', () => {
    const off = [version('1', declared('', { enabled: true })), version('2', declared('', { enabled: false }))];
    const attributes = [{ attribute: 'mailEnabled', before: ['TRUE'], after: ['FALSE'] }];
    const { change } = updateStep('hq@x', [], [], { attributes });
    expect(said(find(change, evidence(history(off)))?.attributes[0])).toBe('declared 2');
    const phone = [version('1', declared('', { attributes: new Map([['telephoneNumber', ['2', '1']]]) }))];
    const other = updateStep('hq@x', [], [], {
      attributes: [{ attribute: 'telephonenumber', before: [], after: ['1', '2'] }],
    });
    expect(said(find(other.change, evidence(history(phone)))?.attributes[0])).toBe('declared 1');
  });
});

describe('a member that is there and not declared, in a group that had a query', () => {
  it('may have come through the query that the manifest does not name any more', () => {
    const of = history([version('a', declared('', { query: 'sales' })), version('b', declared(''))]);
    const { change } = updateStep('hq@x', ['ann'], [], {});
    expect(find(change, evidence(of))?.members.remove).toEqual([{ kind: 'queried', query: 'sales', way: 'gone' }]);
  });

  it('was removed by the commit that took its own line out', () => {
    const of = history([
      version('a', declared('ann', { query: 'sales' })),
      version('b', declared('', { query: 'sales' })),
    ]);
    expect(surplus(of)).toBe('removed b');
  });
});
