import { describe, expect, it } from 'vitest';
import { postfixBook } from '../../src/ldap/profile.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import type { Elsewhere } from '../../src/model/state.ts';
import { type Scope, scopeStates } from '../../src/plan/scope.ts';
import { desiredGroup, groupEntry, stateOf } from './directory.ts';

describe('manifests and entries', () => {
  it('meet by any address of the entry, in any case', () => {
    const { pairs, missing } = scope([desiredGroup('HQ@example.net', {})], [['first@example.net', 'hq@EXAMPLE.net']]);
    expect(pairs.map(({ current }) => current.address)).toEqual(['first@example.net']);
    expect(missing).toEqual([]);
  });

  it('that do not meet are missing and unmanaged', () => {
    const { pairs, missing, unmanaged } = scope([desiredGroup('new@example.net', {})], [['old@example.net']]);
    expect([pairs.length, missing.length, unmanaged.length]).toEqual([0, 1, 1]);
  });

  it('meet even where the entry has an address twice', () => {
    expect(scope([desiredGroup('hq@example.net', {})], [['hq@example.net', 'HQ@example.net']]).pairs).toHaveLength(1);
  });

  it('that are ignored do not meet, and are not unmanaged', () => {
    const result = scope([desiredGroup('hq@example.net', { mode: 'ignored' })], [['hq@example.net']]);
    expect(result).toMatchObject({ pairs: [], missing: [], unmanaged: [], ignored: [{ address: 'hq@example.net' }] });
  });
});

describe('a conflict', () => {
  it.each<[string, readonly DesiredGroup[], readonly (readonly string[])[], readonly string[], RegExp]>([
    ['two entries', [desiredGroup('a@x', {})], [['a@x'], ['b@x', 'A@x']], ['a@x', 'b@x'], /2 entries answer for a@x/],
    [
      'an entry that another manifest names too',
      [desiredGroup('a@x', {}), desiredGroup('b@x', { mode: 'ignored' })],
      [['a@x', 'b@x']],
      ['a@x'],
      /for a@x and for b@x \(groups\/b@x.yaml\)/,
    ],
    [
      'an entry that another manifest names as an alias',
      [desiredGroup('a@x', {}), desiredGroup('c@x', { aliases: ['B@x'], mode: 'ignored' })],
      [['a@x', 'b@x']],
      ['a@x'],
      /for a@x and for c@x/,
    ],
    [
      'an alias of another entry',
      [desiredGroup('a@x', { aliases: ['b@x'] })],
      [['a@x'], ['b@x']],
      ['a@x', 'b@x'],
      /alias b@x already belongs/,
    ],
    [
      'an address of another manifest',
      [desiredGroup('a@x', { aliases: ['c@x'] }), desiredGroup('C@x', { mode: 'ignored' })],
      [],
      [],
      /declares an address of C@x/,
    ],
  ])('is %s', (_name, groups, entries, dns, message) => {
    const { conflicts, pairs, missing } = scope(groups, entries);
    expect(conflicts).toMatchObject([{ address: 'a@x', message: expect.stringMatching(message) }]);
    expect(conflicts[0]?.dns).toEqual(dns.map((address) => groupEntry(address, []).dn));
    expect(conflicts[0]?.hint).toMatch(/\.$/);
    expect([...pairs, ...missing]).toEqual([]);
  });

  it('is not an alias that the entry has already', () => {
    expect(scope([desiredGroup('a@x', { aliases: ['b@x'] })], [['a@x', 'b@x']]).conflicts).toEqual([]);
  });

  it('is an entry elsewhere, for new groups only', () => {
    const elsewhere = [{ dn: 'uid=a,dc=x', addresses: ['A@x'] }];
    expect(scope([desiredGroup('a@x', {})], [], elsewhere).conflicts).toMatchObject([{ dns: ['uid=a,dc=x'] }]);
    expect(scope([desiredGroup('a@x', {})], [['a@x']], elsewhere).conflicts).toEqual([]);
    expect(scope([desiredGroup('b@x', {})], [], elsewhere).conflicts).toEqual([]);
  });
});

function scope(
  groups: readonly DesiredGroup[],
  entries: readonly (readonly string[])[],
  elsewhere: readonly Elsewhere[] = [],
): Scope {
  const current = entries.map(([first = '']) => groupEntry(first, []));
  const full = current.map((entry, index) => ({
    ...entry,
    attributes: entry.attributes.map((a) => (a.name === 'mail' ? { ...a, values: entries[index] ?? [] } : a)),
  }));
  return scopeStates({ groups }, { ...stateOf(full, postfixBook), elsewhere });
}
