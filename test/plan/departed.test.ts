import { describe, expect, it } from 'vitest';
import type { CurrentGroup } from '../../src/model/group.ts';
import type { GroupHistory } from '../../src/model/history.ts';
import { departureOf, departuresOf } from '../../src/plan/departed.ts';
import { commit, declared, history, version } from './histories.ts';

function current(address: string, ...others: readonly string[]): CurrentGroup {
  const dn = `mail=${address},dc=example`;
  return { dn, address, addresses: [address, ...others], members: [], entry: { dn, attributes: [] } };
}

const hq = declared('ann', { address: 'hq@x', aliases: ['all@x'] });
const gone = history([version('1', hq), version('2', undefined)]);

const kind = (of: GroupHistory, group = current('hq@x')): string => {
  const departure = departureOf(group, of);
  return departure.kind === 'kept' ? `kept: ${departure.reason}` : departure.kind;
};

describe('a group without a manifest', () => {
  it('may go when a commit declared it, all its addresses too', () => {
    expect(kind(gone)).toBe('departed');
    expect(kind(gone, current('HQ@X', 'ALL@x'))).toBe('departed');
    expect(kind(history([version('9', undefined)], { before: hq, end: 'unread' }))).toBe('departed');
    expect(kind(history([version('1', hq)]))).toBe('departed');
  });

  it('stays when no commit ever declared it', () => {
    expect(kind(history([]))).toBe('never declared');
    expect(kind(history([], { end: 'unread', contents: [] }))).toBe('never declared');
    expect(kind(history([], { end: 'unread' }))).toBe('open');
  });

  it('stays when its entry answers for an address that its last manifest did not declare', () => {
    const reason = 'kept: its entry also answers for ceo@x, which its last manifest did not declare';
    expect(kind(gone, current('hq@x', 'all@x', 'ceo@x'))).toBe(reason);
    const silent = history([version('1', { ...hq, aliases: undefined }), version('2', undefined)]);
    expect(kind(silent, current('hq@x', 'ceo@x'))).toBe(reason);
  });

  it('stays when its last manifest protected it, or did not manage all of it', () => {
    const last = (parts: Partial<typeof hq>): GroupHistory => {
      return history([version('1', hq), version('2', { ...hq, ...parts }), version('3', undefined)]);
    };
    expect(kind(last({ protected: true }))).toBe('kept: its last manifest protected it');
    expect(kind(last({ mode: 'ignored' }))).toBe('kept: its last manifest had mode: ignored');
    expect(kind(last({ mode: 'additive' }))).toBe('kept: its last manifest had mode: additive');
  });

  it('stays when a version of its manifest cannot be read', () => {
    const unreadable = [{ commit: commit('x'), text: '' }];
    expect(kind({ ...gone, unreadable })).toBe('kept: a version of its manifest is not valid');
  });

  it('stays when the history is not whole, whatever that part of it says', () => {
    expect(kind({ ...gone, end: 'partial' })).toBe('not known');
    expect(kind({ ...gone, end: 'shallow' })).toBe('not known');
    expect(kind({ ...gone, begins: '1' })).toBe('not known');
  });
});

describe('the groups without a manifest together', () => {
  const other = current('other@x');

  it('are told apart, and the reader learns why a declared one stays', () => {
    const guarded = history([version('1', { ...hq, address: 'other@x', protected: true }), version('2', undefined)]);
    const histories = new Map([
      ['hq@x', gone],
      ['other@x', guarded],
      ['third@x', history([])],
    ]);
    const { departed, notes } = departuresOf([current('hq@x'), other, current('third@x')], histories);
    expect([...departed]).toEqual(['mail=hq@x,dc=example']);
    expect(notes).toEqual(['other@x is not deleted, although it was declared: its last manifest protected it.']);
  });

  it('all stay when one history is not whole', () => {
    const histories = new Map([
      ['hq@x', gone],
      ['other@x', history([], { end: 'partial' })],
    ]);
    const { departed, notes } = departuresOf([current('hq@x'), other], histories);
    expect(departed.size).toBe(0);
    expect(notes).toEqual([expect.stringContaining('prune: declared deletes nothing: this clone lacks contents')]);
  });

  it('stay when their history was not asked for', () => {
    expect(departuresOf([other], new Map()).departed.size).toBe(0);
  });
});
