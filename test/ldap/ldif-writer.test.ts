import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LdifRecord, parseLdif } from '../../src/ldap/ldif.ts';
import { foldLine } from '../../src/ldap/ldif-fold.ts';
import { formatEntry, formatLdif, formatOperation } from '../../src/ldap/ldif-writer.ts';
import { valueOfBytes } from '../../src/ldap/utf8.ts';
import type { Entry, Value } from '../../src/model/entry.ts';
import type { Operation } from '../../src/model/operation.ts';

const kinds = ['dn', 'changetype', 'control', 'add', 'delete', 'replace', 'increment'];
const name = fc
  .stringMatching(/^[a-zA-Z][a-zA-Z0-9-]{0,9}(;x-[a-z]{1,3})?$/)
  .filter((text) => !kinds.includes(text.toLowerCase()));
const value: fc.Arbitrary<Value> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(' ', ':', '<', '#', '-', '\r', '\n', '\u007f', '\t', 'a', 'é'), maxLength: 6 }),
  fc.string({ minLength: 60, maxLength: 300 }),
  fc.uint8Array().map(valueOfBytes),
);
const values = fc.array(value, { minLength: 1, maxLength: 4 });
const dn = fc.oneof(
  fc.constantFrom('', 'dc=x', 'cn=Jürgen,dc=x', 'cn=\\ a\\ ', 'cn=a:b<c'.replace('<', '\\<'), 'mail=a\\2Bb@x,dc=x'),
  fc
    .string({ unit: 'grapheme-ascii', maxLength: 120 })
    .map((text) => `cn=${text.replace(/[^a-zA-Z0-9 .@]/g, 'x')},dc=x`),
);
const attributes = fc.uniqueArray(fc.record({ name, values }), {
  selector: (one) => one.name.toLowerCase(),
  maxLength: 5,
});
const entry: fc.Arbitrary<Entry> = fc.record({ dn, attributes });
const modification = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), attribute: name, values }),
  fc.record({
    kind: fc.constantFrom('delete' as const, 'replace' as const),
    attribute: name,
    values: fc.array(value, { maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('increment' as const), attribute: name, values: fc.tuple(fc.constant('1')) }),
);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), dn, attributes }),
  fc.record({ kind: fc.constant('modify' as const), dn, modifications: fc.array(modification, { maxLength: 4 }) }),
  fc.record({ kind: fc.constant('delete' as const), dn }),
  fc.record(
    {
      kind: fc.constant('rename' as const),
      dn,
      newRdn: fc.constantFrom('cn=a', 'cn=é+sn=b'),
      deleteOldRdn: fc.boolean(),
      newSuperior: dn,
    },
    { requiredKeys: ['kind', 'dn', 'newRdn', 'deleteOldRdn'] },
  ),
);

function records(text: string): readonly LdifRecord[] {
  const file = parseLdif(Buffer.from(text));
  expect(file.problems).toEqual([]);
  return file.records;
}

describe('what is written', () => {
  it('is read back as the same entries', () => {
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const text = entries.map(formatEntry).join('\n');
        expect(records(text)).toMatchObject(entries.map((one) => ({ kind: 'content', entry: one })));
      }),
    );
  });

  it('is read back as the same operations', () => {
    fc.assert(
      fc.property(fc.array(operation), (operations) => {
        const found = records(formatLdif(operations));
        expect(found.map((record) => (record.kind === 'change' ? record.operation : record))).toEqual(operations);
      }),
    );
  });

  it('is ASCII in lines of 76 characters at most, and ends with a line end', () => {
    fc.assert(
      fc.property(fc.array(operation), (operations) => {
        const text = formatLdif(operations);
        expect(text).toMatch(/^version: 1\n[\n -~]*$/);
        expect(text.endsWith('\n')).toBe(true);
        expect(text).not.toContain('\n\n\n');
        expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(76);
      }),
    );
  });
});

describe('values', () => {
  it.each<[Value, string]>([
    ['a b', 'x: a b'],
    ['', 'x:'],
    [new Uint8Array(), 'x:'],
    ['a:<#', 'x: a:<#'],
    ['#a', 'x: #a'],
    ['-', 'x: -'],
    [' a', 'x:: IGE='],
    ['a ', 'x:: YSA='],
    [':a', 'x:: OmE='],
    ['<a', 'x:: PGE='],
    ['a\n', 'x:: YQo='],
    ['a\rb', 'x:: YQ1i'],
    ['a\u0000', 'x:: YQA='],
    ['a\tb', 'x:: YQli'],
    ['\u007f', 'x:: fw=='],
    ['é', 'x:: w6k='],
    [Uint8Array.of(0xff), 'x:: /w=='],
    ['##[a]', 'x:: IyNbYV0='],
    ['a ##[b', 'x:: YSAjI1ti'],
    ['a::b', 'x:: YTo6Yg=='],
    ['a:b', 'x: a:b'],
    ['## [a]', 'x: ## [a]'],
  ])('%j is written as %j', (one, line) => {
    expect(formatEntry({ dn: 'dc=a', attributes: [{ name: 'x', values: [one] }] })).toBe(`dn: dc=a\n${line}\n`);
  });

  it('a DN that is not ASCII is in base64', () => {
    expect(formatOperation({ kind: 'delete', dn: 'cn=é' })).toBe('dn:: Y249w6k=\nchangetype: delete\n');
  });
});

it('a line is cut at the width, its continuations begin with a space', () => {
  expect(foldLine('abcdefghij', 4)).toBe('abcd\n efg\n hij');
  expect(foldLine('abcd', 4)).toBe('abcd');
});

it('no continuation begins with a colon, which a log could take for the beginning of a command', () => {
  expect(foldLine('abcd:efgh', 4)).toBe('abc\n d:e\n fgh');
  expect(foldLine('abcd:: eg', 4)).toBe('abc\n d::\n  eg');
  const long = formatEntry({ dn: 'dc=a', attributes: [{ name: 'x'.repeat(76), values: ['é'] }] });
  expect(long).not.toMatch(/^\s*::/m);
  expect(records(long)).toMatchObject([{ entry: { attributes: [{ values: ['é'] }] } }]);
});

it('a file of changes reads like this', () => {
  const text = formatLdif([
    {
      kind: 'modify',
      dn: 'mail=hq@example.net,dc=x',
      modifications: [
        { kind: 'delete', attribute: 'mailGroupMember', values: ['a@x', 'b@x'] },
        { kind: 'add', attribute: 'mailGroupMember', values: ['c@x'] },
        { kind: 'replace', attribute: 'description', values: [] },
      ],
    },
    { kind: 'add', dn: 'dc=y', attributes: [{ name: 'dc', values: ['y'] }] },
    { kind: 'rename', dn: 'dc=y', newRdn: 'dc=z', deleteOldRdn: true },
    { kind: 'rename', dn: 'dc=z', newRdn: 'dc=z', deleteOldRdn: false, newSuperior: 'dc=x' },
  ]);
  expect(text).toBe(`version: 1

dn: mail=hq@example.net,dc=x
changetype: modify
delete: mailGroupMember
mailGroupMember: a@x
mailGroupMember: b@x
-
add: mailGroupMember
mailGroupMember: c@x
-
replace: description
-

dn: dc=y
changetype: add
dc: y

dn: dc=y
changetype: modrdn
newrdn: dc=z
deleteoldrdn: 1

dn: dc=z
changetype: modrdn
newrdn: dc=z
deleteoldrdn: 0
newsuperior: dc=x
`);
});
