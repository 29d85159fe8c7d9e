import { describe, expect, it } from 'vitest';
import type { HiddenProbe, Rehearsed, WriteProbe } from '../../../src/plan/doctor/facts.ts';
import { facts, found, group, is, lines, no, rootDse } from './facts.ts';

describe('the check of reading', () => {
  const empty = group('empty@example.net', []);
  const check = (...probes: readonly HiddenProbe[]): readonly string[] =>
    lines('reading', facts({ groups: is({ groups: [empty], problems: [] }), hidden: is(probes) }));

  it('is content when every group shows members, entryUUID and entryCSN', () => {
    expect(lines('reading', facts())).toEqual([
      'ok: every group shows its mail and its mailGroupMember',
      'ok: entryUUID and entryCSN can be read',
    ]);
  });

  it('believes a group without members that has none', () => {
    expect(check({ dn: empty.dn, members: 'absent' })[0]).toBe('ok: every group shows its members; 1 group has none');
  });

  it('finds members that are hidden', () => {
    expect(check({ dn: empty.dn, members: 'present' })[0]).toBe(
      `error: members are there and hidden from us in 1 group: ${empty.dn}`,
    );
  });

  it('does not take a refusal to compare for an empty group', () => {
    expect(check({ dn: empty.dn, members: 'unknown' })[0]).toMatch(
      /^error: 1 group shows no members, and we may not ask whether there are any: mail=empty/,
    );
    expect(check({ dn: 'a', members: 'unknown' }, { dn: 'b', members: 'present' })).toHaveLength(3);
  });

  it('warns when nobody could ask', () => {
    expect(check()[0]).toMatch(/^warning: 1 group shows no members, and it cannot be told/);
  });

  it('warns when OpenLDAP hides what tells one state from the next', () => {
    const groups = is({ groups: [group('a@example.net', ['b@example.net'], ['entryUUID'])], problems: [] });
    expect(found('reading', facts({ groups }))[1]).toMatchObject({
      state: 'warning',
      hint: 'Let the bind DN read entryCSN (olcAccess).',
    });
    expect(found('reading', facts({ groups, rootDse: is({ ...rootDse, kind: '389-ds' }) }))[1]?.state).toBe('note');
  });
});

describe('the check of writing', () => {
  const probe = (write: WriteProbe['write'], result: WriteProbe['result']): WriteProbe => ({ write, dn: 'x', result });
  const refused = (code: number, message = ''): Rehearsed => ({ kind: 'refused', code, message });
  const check = (...writes: readonly WriteProbe[]): readonly string[] => lines('writing', facts({ writes }));

  it('names what would work', () => {
    const fine = is<Rehearsed>({ kind: 'would succeed' });
    expect(check(probe('add', fine), probe('modify', fine), probe('delete', fine))).toEqual([
      'ok: we may create a group',
      'ok: we may change the members of a group',
      'ok: we may delete a group',
    ]);
  });

  it('warns an account that may only read, which is enough for plans', () => {
    const [finding] = found('writing', facts({ writes: [probe('modify', is(refused(50, 'no write access')))] }));
    expect(finding).toMatchObject({
      state: 'warning',
      message: 'we may not change the members of a group (x): insufficientAccessRights (50): no write access',
    });
    expect(finding?.hint).toMatch(/^That is enough for plan and import\./);
    expect(check(probe('modify', is(refused(8))))[0]).toMatch(/^warning/);
  });

  it('has any other refusal as an error with its own hint', () => {
    expect(check(probe('add', is(refused(65, 'needs sn'))))).toEqual([
      'error: we may not create a group (x): objectClassViolation (65): needs sn',
    ]);
  });

  it('knows a read-only replica', () => {
    for (const result of [refused(10), refused(53, 'shadow context; no update referral'), refused(53, 'read-only')]) {
      expect(check(probe('add', is(result)), probe('modify', is(result)))[0]).toMatch(
        /^error: this server is a read-only replica/,
      );
    }
    expect(check(probe('add', is(refused(53, 'other'))))[0]).toMatch(/^error: we may not create a group/);
  });

  it('says when it cannot be found out without writing', () => {
    const unsupported = is<Rehearsed>({ kind: 'unsupported' });
    expect(check(probe('add', unsupported), probe('modify', unsupported))).toEqual([
      'note: it cannot be found out without writing: the server has no no-op control',
    ]);
    expect(check(probe('add', unsupported), probe('modify', is(refused(50))))).toHaveLength(1);
  });

  it('says what was not asked because the question could do harm', () => {
    expect(check(probe('add', is<Rehearsed>({ kind: 'unsafe' })))[0]).toMatch(
      /^note: whether we may create a group cannot be found out safely/,
    );
  });

  it('says when asking failed, and nothing about what was not asked', () => {
    expect(check(probe('add', no('broken')), probe('delete', { kind: 'skipped' }))).toEqual([
      'warning: whether we may create a group is not known: broken',
    ]);
    expect(check()).toEqual([]);
  });
});
