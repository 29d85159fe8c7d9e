import { describe, expect, it } from 'vitest';
import { present } from '../../src/ldap/filter.ts';
import type { MemberQuery } from '../../src/ldap/member-query.ts';
import { queryAnswer } from '../../src/ldap/query-answer.ts';
import type { Entry, Value } from '../../src/model/entry.ts';

const query: MemberQuery = {
  ...{ name: 'sales', base: 'ou=People,dc=x', filter: present('mail'), attribute: 'mail' },
  ...{ limit: 3, minimum: 1, values: 'one' },
};

function person(name: string, ...values: readonly Value[]): Entry {
  return { dn: `uid=${name},ou=People,dc=x`, attributes: values.length === 0 ? [] : [{ name: 'MAIL', values }] };
}

function answer(entries: readonly Entry[], parts: Partial<MemberQuery> = {}): ReturnType<typeof queryAnswer> {
  return queryAnswer({ ...query, ...parts }, entries, 'fold');
}

describe('the answer of a query', () => {
  it('has each address once, in an order that does not depend on the server', () => {
    const entries = [person('dora', 'dora@x.y'), person('ann', 'ann@x.y'), person('ann2', 'Ann@X.y')];
    expect(answer(entries)).toEqual({ members: ['Ann@X.y', 'dora@x.y'], without: 0 });
    expect(answer([...entries].reverse())).toEqual(answer(entries));
  });

  it('keeps letter cases apart where local parts are exact', () => {
    const entries = [person('ann', 'ann@x.y'), person('ann2', 'Ann@x.y')];
    expect(queryAnswer(query, entries, 'exact')).toEqual({ members: ['Ann@x.y', 'ann@x.y'], without: 0 });
  });

  it('counts entries that have no address', () => {
    expect(answer([person('ann', 'ann@x.y'), person('bob')])).toEqual({ members: ['ann@x.y'], without: 1 });
  });

  it('is refused when it is larger than the limit, and taken when it is just as large', () => {
    const four = ['a', 'b', 'c', 'd'].map((name) => person(name, `${name}@x.y`));
    expect(answer(four)).toMatchObject({ message: 'answers 4 members, and its limit is 3' });
    expect(answer(four.slice(1))).toHaveProperty('members');
  });

  it('is refused when nobody is in it, unless the minimum says otherwise', () => {
    expect(answer([])).toMatchObject({ message: 'answers nobody (it finds 0 entries), and its minimum is 1' });
    expect(answer([person('bob')])).toMatchObject({ message: expect.stringContaining('it finds 1 entry') });
    expect(answer([], { minimum: 0 })).toEqual({ members: [], without: 0 });
    expect(answer([person('ann', 'ann@x.y')], { minimum: 2 })).toMatchObject({
      message: 'answers 1 member, and its minimum is 2',
      hint: expect.stringContaining('queries.sales.minimum to 1'),
    });
  });

  it('chooses none of several values', () => {
    const entries = [person('ann', 'ann@x.y', 'anna@x.y')];
    expect(answer(entries)).toMatchObject({ message: 'finds uid=ann,ou=People,dc=x, which has 2 values of mail' });
    expect(answer(entries, { values: 'all' })).toMatchObject({ members: ['ann@x.y', 'anna@x.y'] });
  });

  it.each([
    ['Ann <ann@x.y>', 'contains an angle bracket'],
    ['ann@x.y, root', 'contains a comma'],
    [' ann@x.y', 'contains a space'],
    ['ann@x.y\u0000', 'contains a control character'],
    ['änn@x.y', 'contains a character outside ASCII'],
  ])('refuses the value %j as a manifest would', (value, problem) => {
    const found = answer([person('bad', value)]);
    expect(found).toMatchObject({
      message: `finds uid=bad,ou=People,dc=x, whose mail ${JSON.stringify(value)} ${problem}`,
    });
  });

  it.each([
    ['ann', 'has no domain'],
    ['{SSHA}c2VjcmV0', 'has no domain'],
    ['', 'is empty'],
    [Uint8Array.of(0xff), 'is not text'],
  ])('does not show what is nothing like an address, for it may be a secret: %j', (value, problem) => {
    expect(answer([person('bad', value)])).toMatchObject({
      message: `finds uid=bad,ou=People,dc=x, whose mail ${problem}`,
    });
  });

  it('shows no more than the beginning of a long value', () => {
    const { message } = answer([person('bad', `a@${'a'.repeat(5000)} `)]) as { readonly message: string };
    expect(message.length).toBeLessThan(200);
  });
});
