import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dnKey } from '../../src/ldap/dn.ts';
import { ruleOf } from '../../src/ldap/matching-rule.ts';
import { type EntryMap, modifiedEntry, replay } from '../../src/ldap/replay.ts';
import type { Entry, Value } from '../../src/model/entry.ts';
import type { Modification, Operation } from '../../src/model/operation.ts';

const dn = 'mail=hq@example.net,ou=Groups,dc=example,dc=net';

const hq: Entry = {
  dn,
  attributes: [
    { name: 'mail', values: ['hq@example.net'] },
    { name: 'mailGroupMember', values: ['ann@x', 'Bob@x', ' c  d@x ', Uint8Array.of(0xff)] },
    { name: 'description', values: ['Headquarters'] },
  ],
};

const child: Entry = { dn: `cn=part,${dn}`, attributes: [{ name: 'cn', values: ['part'] }] };

describe('an add', () => {
  it('makes the entry', () => {
    const entries = mapOf();
    expect(replay(entries, { kind: 'add', dn, attributes: hq.attributes }, ruleOf)).toBeUndefined();
    expect(entries.get(dnKey(dn))).toEqual(hq);
  });

  it('supplies the values that the entry is named by', () => {
    const entries = mapOf();
    replay(
      entries,
      { kind: 'add', dn: 'cn=A+MAIL=hq@x,dc=x', attributes: [{ name: 'mail', values: ['HQ@x', 'b@x'] }] },
      ruleOf,
    );
    expect(attributesOf(entries, 'cn=a+mail=hq@x,dc=x')).toEqual({ mail: ['HQ@x', 'b@x'], cn: ['A'] });
  });

  it('of an entry that exists, under any spelling of its name, is refused with 68', () => {
    expectRefusal({ kind: 'add', dn: 'MAIL=HQ@example.net, ou=groups,dc=example,dc=net', attributes: [] }, 68);
  });

  it('with two equal values is refused with 20', () => {
    const attributes = [{ name: 'mail', values: ['a@x', 'A@x'] }];
    expectRefusal({ kind: 'add', dn: 'cn=a,dc=x', attributes }, 20);
  });
});

describe('a delete', () => {
  it('takes the entry away', () => {
    const entries = mapOf(hq);
    expect(replay(entries, { kind: 'delete', dn: dn.toUpperCase() }, ruleOf)).toBeUndefined();
    expect(entries.size).toBe(0);
  });

  it('of an entry that is not there is refused with 32', () => {
    expectRefusal({ kind: 'delete', dn: 'cn=nobody,dc=x' }, 32);
  });

  it('of an entry with others below it is refused with 66', () => {
    expectRefusal({ kind: 'delete', dn }, 66, hq, child);
  });
});

describe('a modify', () => {
  it.each<[string, Modification[], Value[]]>([
    ['adds values behind the others', [add('z@x')], ['ann@x', 'Bob@x', ' c  d@x ', Uint8Array.of(0xff), 'z@x']],
    [
      'adds a spelling that the attribute tells apart',
      [add('ANN@x')],
      ['ann@x', 'Bob@x', ' c  d@x ', Uint8Array.of(0xff), 'ANN@x'],
    ],
    ['deletes values, blanks folded', [remove('c d@x', 'ann@x')], ['Bob@x', Uint8Array.of(0xff)]],
    ['deletes bytes', [remove(Uint8Array.of(0xff))], ['ann@x', 'Bob@x', ' c  d@x ']],
    ['deletes a value that is named twice', [remove('ann@x', 'ann@x')], ['Bob@x', ' c  d@x ', Uint8Array.of(0xff)]],
    ['deletes a whole attribute', [remove()], []],
    ['replaces', [replace('z@x')], ['z@x']],
    ['replaces by nothing', [replace()], []],
    ['deletes before it adds', [remove('ann@x'), add('ann@x')], ['Bob@x', ' c  d@x ', Uint8Array.of(0xff), 'ann@x']],
    ['adds before it deletes', [add('z@x'), remove('z@x')], ['ann@x', 'Bob@x', ' c  d@x ', Uint8Array.of(0xff)]],
  ])('%s', (_name, modifications, members) => {
    const entries = mapOf(hq);
    expect(replay(entries, { kind: 'modify', dn, modifications }, ruleOf)).toBeUndefined();
    expect(attributesOf(entries, dn)['mailGroupMember'] ?? []).toEqual(members);
  });

  it('keeps the stored name and the place of an attribute', () => {
    const changed = modifiedEntry(hq, modify({ ...add('z@x'), attribute: 'MAILGROUPMEMBER' }), ruleOf);
    expect('attributes' in changed && changed.attributes.map(({ name }) => name)).toEqual([
      'mail',
      'mailGroupMember',
      'description',
    ]);
  });

  it('replaces an attribute that is not there by nothing', () => {
    expect(modifiedEntry(hq, modify({ kind: 'replace', attribute: 'ou', values: [] }), ruleOf)).toEqual(hq);
  });

  it.each<[string, number, Modification[]]>([
    ['adds nothing', 2, [add()]],
    ['deletes a value that is not there', 16, [remove('nobody@x')]],
    ['deletes a value in another case than stored', 16, [remove('bob@x')]],
    ['deletes one value that is there and one that is not', 16, [remove('ann@x', 'nobody@x')]],
    ['deletes from an attribute that is not there', 16, [{ kind: 'delete', attribute: 'ou', values: [] }]],
    ['adds a value that is there', 20, [add('ann@x')]],
    ['adds a value that is there with other blanks', 20, [add('c d@x')]],
    ['adds a value in another case where case is ignored', 20, [{ ...add('HQ@example.net'), attribute: 'mail' }]],
    ['adds a value twice', 20, [add('z@x', ' z@x')]],
    ['replaces by a value twice', 20, [replace('z@x', 'z@x ')]],
    ['deletes the value that the entry is named by', 64, [{ ...remove(), attribute: 'mail' }]],
    ['replaces the value that the entry is named by', 64, [{ ...replace('other@x'), attribute: 'mail' }]],
    ['counts up', 53, [{ kind: 'increment', attribute: 'uidNumber', values: ['1'] }]],
    ['ends badly', 16, [add('z@x'), remove('nobody@x')]],
  ])('that %s is refused with %d, and nothing has changed', (_name, code, modifications) => {
    expectRefusal({ kind: 'modify', dn, modifications }, code);
  });

  it('of an entry that is not there is refused with 32', () => {
    expectRefusal({ kind: 'modify', dn: 'cn=nobody,dc=x', modifications: [] }, 32);
  });

  it('may change the spelling of the value that the entry is named by', () => {
    const respell = modify(
      { ...remove('hq@example.net'), attribute: 'mail' },
      { ...add('HQ@example.net'), attribute: 'mail' },
    );
    expect(modifiedEntry(hq, respell, ruleOf)).toMatchObject({ dn, attributes: expect.anything() });
  });

  it('that adds new values is undone by deleting them', () => {
    const fresh = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}@y$/), { minLength: 1 });
    fc.assert(
      fc.property(fresh, (values) => {
        const entries = mapOf(hq);
        replay(entries, modify(add(...values)), ruleOf);
        replay(entries, modify(remove(...values)), ruleOf);
        expect(entries.get(dnKey(dn))).toEqual(hq);
      }),
    );
  });
});

describe('a rename', () => {
  const rename = { kind: 'rename', dn, newRdn: 'mail=new@example.net', deleteOldRdn: true } as const;

  it('names the entry anew and takes the old value away', () => {
    const entries = mapOf(hq);
    expect(replay(entries, rename, ruleOf)).toBeUndefined();
    const newDn = 'mail=new@example.net,ou=Groups,dc=example,dc=net';
    expect([...entries.keys()]).toEqual([dnKey(newDn)]);
    expect(attributesOf(entries, newDn)['mail']).toEqual(['new@example.net']);
  });

  it('keeps the old value when asked to', () => {
    const entries = mapOf(hq);
    replay(entries, { ...rename, deleteOldRdn: false }, ruleOf);
    const { mail } = attributesOf(entries, 'mail=new@example.net,ou=Groups,dc=example,dc=net');
    expect(mail).toEqual(['hq@example.net', 'new@example.net']);
  });

  it('moves the entry', () => {
    const entries = mapOf(hq);
    replay(entries, { ...rename, newSuperior: 'ou=Old,dc=x' }, ruleOf);
    expect([...entries.keys()]).toEqual([dnKey('mail=new@example.net,ou=Old,dc=x')]);
    replay(entries, { ...rename, dn: 'mail=new@example.net,ou=Old,dc=x', newSuperior: '' }, ruleOf);
    expect([...entries.keys()]).toEqual([dnKey('mail=new@example.net')]);
  });

  it('to the same name in another spelling is allowed', () => {
    const entries = mapOf(hq);
    expect(replay(entries, { ...rename, newRdn: 'mail=HQ@example.net' }, ruleOf)).toBeUndefined();
    expect(attributesOf(entries, dn)['mail']).toEqual(['HQ@example.net']);
  });

  it('is refused when the name is none (34), taken (68), or there are entries below (66)', () => {
    expectRefusal({ ...rename, newRdn: 'nothing' }, 34);
    expectRefusal({ ...rename, newRdn: 'cn=a,dc=x' }, 34);
    const other = { dn: 'mail=new@example.net,ou=Groups,dc=example,dc=net', attributes: [] };
    expectRefusal(rename, 68, hq, other);
    expectRefusal(rename, 66, hq, child);
  });
});

function modify(...modifications: Modification[]): Operation & { readonly kind: 'modify' } {
  return { kind: 'modify', dn, modifications };
}

function add(...values: Value[]): Modification {
  return { kind: 'add', attribute: 'mailGroupMember', values };
}

function remove(...values: Value[]): Modification {
  return { kind: 'delete', attribute: 'mailGroupMember', values };
}

function replace(...values: Value[]): Modification {
  return { kind: 'replace', attribute: 'mailGroupMember', values };
}

function mapOf(...entries: readonly Entry[]): EntryMap {
  return new Map(entries.map((entry) => [dnKey(entry.dn), entry]));
}

function attributesOf(entries: EntryMap, name: string): Record<string, readonly Value[]> {
  const attributes = entries.get(dnKey(name))?.attributes ?? [];
  return Object.fromEntries(attributes.map(({ name: attribute, values }) => [attribute, values]));
}

function expectRefusal(operation: Operation, code: number, ...given: readonly Entry[]): void {
  const entries = mapOf(...(given.length > 0 ? given : [hq]));
  const before = new Map(entries);
  expect(replay(entries, operation, ruleOf)).toMatchObject({ code, message: expect.stringMatching(/\w/) });
  expect(entries).toEqual(before);
}
