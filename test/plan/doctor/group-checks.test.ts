import { describe, expect, it } from 'vitest';
import { groupSize } from '../../../src/plan/doctor/sizes.ts';
import { facts, found, group, inputs, is, lines, no, rootDse, settings } from './facts.ts';

const many = (number: number): ReturnType<typeof group>[] =>
  Array.from({ length: number }, (_, index) => group(`g${index}@example.net`, ['a@example.net']));
const read = (groups: readonly ReturnType<typeof group>[]) => is({ groups, problems: [] });

describe('the check of groups', () => {
  it('counts what was read', () => {
    expect(lines('groups', facts())).toEqual(['ok: 2 entries read, completely']);
    expect(lines('groups', facts({ groups: read([]) }))).toEqual(['note: no groups are there yet']);
  });

  it('names the first entry that is none, and counts the others', () => {
    const problem = { dn: 'uid=ann', message: 'is a mailbox account, not a group', hint: 'Narrow it.', addresses: [] };
    const given = facts({ groups: is({ groups: [], problems: [problem, problem, problem] }) });
    expect(found('groups', given)[1]).toEqual({
      state: 'error',
      message: 'uid=ann is a mailbox account, not a group (and 2 more entries like it)',
      hint: 'Narrow it.',
    });
  });

  it('warns of a single group that does not show all that it holds', () => {
    const problem = { dn: 'mail=hq', message: 'came in part', hint: 'Raise it.', addresses: ['hq@example.net'] };
    expect(lines('groups', facts({ groups: is({ groups: many(1), problems: [problem] }) }))).toEqual([
      'ok: 2 entries read, completely',
      'warning: mail=hq came in part',
    ]);
  });

  it('names addresses that several entries answer for, in any letter case', () => {
    const given = facts({ groups: read([group('hq@example.net', []), group('HQ@example.net', []), ...many(1)]) });
    expect(lines('groups', given)[1]).toBe('warning: 1 address belongs to several entries: hq@example.net');
    const twice = facts({ groups: read([...many(7), ...many(7)]) });
    expect(lines('groups', twice)[1]).toMatch(/^warning: 7 addresses belong to several entries: .* and 2 more$/);
  });

  it('says why they could not be read', () => {
    expect(lines('groups', facts({ groups: no('cut short') }))).toEqual(['error: cut short']);
  });
});

describe('the check of limits', () => {
  const check = (number: number, code: number, kind = rootDse.kind): readonly string[] =>
    lines(
      'limits',
      facts({
        groups: read(many(number)),
        unpaged: is({ code, entries: 500 }),
        rootDse: is({ ...rootDse, kind }),
      }),
    );

  it('is content when everything comes in one answer', () => {
    expect(check(3, 0)).toEqual(['ok: all 3 groups come in one answer too']);
    expect(check(600, 0)).toEqual(['ok: all 600 groups come in one answer too']);
  });

  it('notes a cut that pages lift', () => {
    expect(check(600, 4)).toEqual([
      'note: a search without pages is stopped after 500 entries; Rollcall searches in pages and gets all 600',
    ]);
    expect(check(600, 11)[0]).toMatch(/^note: a search without pages is stopped/);
    expect(check(3, 53)).toEqual(['note: a search without pages ended with result code 53']);
  });

  it('warns shortly before the usual limit of OpenLDAP', () => {
    expect(check(399, 0)[0]).toMatch(/^ok/);
    expect(check(400, 0)[0]).toMatch(/^warning: 400 groups: OpenLDAP stops accounts/);
    expect(check(499, 0)[0]).toMatch(/^warning/);
    expect(check(500, 0)[0]).toMatch(/^ok/);
    expect(check(450, 0, '389-ds')[0]).toMatch(/^ok/);
  });

  it('tells how to lift a limit that stops the reading', () => {
    const [finding] = found('limits', facts({ groups: no('cut'), unpaged: is({ code: 4, entries: 500 }) }));
    expect(finding?.state).toBe('error');
    expect(finding?.hint).toContain('dn.exact="cn=rollcall,dc=example,dc=net" size.prtotal=unlimited');
    expect(lines('limits', facts({ groups: no('broken') }))).toEqual([]);
  });

  it('tells it without a DN when there is none', () => {
    const external = { ...inputs, settings: { ...settings, bind: { kind: 'external' } as const } };
    const [finding] = found(
      'limits',
      facts({ inputs: external, groups: no('cut'), unpaged: is({ code: 11, entries: 0 }) }),
    );
    expect(finding?.hint).toContain('dn.exact="<the bind DN>"');
  });
});

describe('the check of sizes', () => {
  const large = group(
    'all@example.net',
    Array.from({ length: 1001 }, (_, index) => `user${index}@example.net`),
  );

  it('counts members and bytes', () => {
    expect(groupSize({ address: 'a', members: ['ä@x', Uint8Array.of(1, 2)] })).toEqual({
      ...{ address: 'a', members: 2 },
      bytes: 4 + 4 + 4 + 2,
    });
    expect(lines('sizes', facts())).toEqual([
      'ok: the largest group, hq@example.net, has 1 member (19 bytes)',
      'ok: requests are up to 16000000 bytes: every group fits into one',
    ]);
  });

  it('from 1,000 members on tells of sorted values and of the limit of Postfix', () => {
    const found = lines('sizes', facts({ groups: read([large]) }));
    expect(found[1]).toMatch(/^note: changing a group of more than 1000 members is slow/);
    expect(found[2]).toBe(
      'warning: Postfix refuses all mail for all@example.net: it has 1001 members, and mail.expansionLimit is 1000',
    );
    const raised = { ...inputs, settings: { ...settings, expansionLimit: 1001 } };
    expect(lines('sizes', facts({ groups: read([large]), inputs: raised })).join()).not.toContain('Postfix');
    const other = facts({ groups: read([large]), rootDse: is({ ...rootDse, kind: '389-ds' }) });
    expect(lines('sizes', other).join()).not.toContain('slow');
  });

  it('counts a declared group that is larger than those that are there', () => {
    const declared = { ...inputs, largest: { address: 'new@example.net', members: 5, bytes: 100 } };
    expect(lines('sizes', facts({ inputs: declared }))[0]).toContain('new@example.net, has 5 members (100 bytes)');
  });

  it('notes a group that goes in parts', () => {
    const requestLimit = is({ ours: 5000, servers: undefined });
    expect(lines('sizes', facts({ groups: read([large]), requestLimit })).at(-1)).toBe(
      'note: all members of all@example.net do not fit into one request of up to 5000 bytes',
    );
  });

  it('warns when the server takes less than Rollcall sends', () => {
    const [, finding] = found('sizes', facts({ requestLimit: is({ ours: 16_000_000, servers: 4_194_303 }) }));
    expect(finding?.message).toBe(
      'the server takes requests of up to 4194303 bytes, and Rollcall sends up to 16000000',
    );
    expect(finding?.hint).toContain('Set directory.requestLimit: 4194303. On OpenLDAP it is olcSockbufMaxIncomingAuth');
  });

  it.each([
    ['openldap', 'anonymous', 262_143],
    ['openldap', 'external', 16_777_215],
    ['389-ds', 'external', 2_097_152],
    ['active-directory', 'external', 10_485_760],
  ] as const)('knows what %s usually takes from %s', (kind, bind, bytes) => {
    const last = (ours: number): string | undefined =>
      lines(
        'sizes',
        facts({
          rootDse: is({ ...rootDse, kind }),
          inputs: { ...inputs, settings: { ...settings, bind: { kind: bind } } },
          requestLimit: is({ ours, servers: undefined }),
        }),
      ).at(-1);
    expect(last(bytes)).toMatch(/^ok/);
    expect(last(bytes + 1)).toMatch(/^warning: the server usually takes/);
  });

  it('knows nothing of servers that nobody knows', () => {
    const requestLimit = is({ ours: 90_000_000, servers: undefined });
    const given = facts({ rootDse: is({ ...rootDse, kind: 'other' }), requestLimit });
    expect(lines('sizes', given).at(-1)).toMatch(/^ok/);
  });

  it('says nothing without a group', () => {
    expect(lines('sizes', facts({ groups: read([]) }))).toEqual([]);
  });
});
