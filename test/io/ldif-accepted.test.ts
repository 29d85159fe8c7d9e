import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dnKey, escapeDnValue } from '../../src/ldap/dn.ts';
import { userAttributes } from '../../src/ldap/encode.ts';
import { parseLdif } from '../../src/ldap/ldif.ts';
import { formatEntry, formatLdif } from '../../src/ldap/ldif-writer.ts';
import { bytesOfValue } from '../../src/ldap/utf8.ts';
import { type Attribute, type Entry, type Value, valuesOf } from '../../src/model/entry.ts';
import type { Operation } from '../../src/model/operation.ts';
import { type Slapd, startSlapd } from '../kit/slapd.ts';

const groups = 'ou=Groups,ou=Mail,dc=example,dc=net';

/** ASCII texts that LDIF has to wrap, encode or leave alone. */
const members: readonly string[] = [
  '',
  'plain@example.net',
  ' leading@example.net',
  'trailing@example.net ',
  ':colon@example.net',
  ': colon and blank@example.net',
  '<less@example.net',
  '< file:///etc/passwd',
  '#hash@example.net',
  '-',
  '- dash@example.net',
  'line\nbreak@example.net',
  'carriage\rreturn@example.net',
  'dn: cn=other,dc=example,dc=net',
  'tab\t@example.net',
  'delete\u007f@example.net',
  'base64: YQ==',
  ...[75, 76, 77, 151, 152, 153, 5000].map((length) => 'x'.repeat(length)),
  `${'words and blanks '.repeat(300)}end`,
];

/** Texts beyond ASCII, and bytes that are no text. */
const descriptions: readonly string[] = ['Zürich', ' ☎ ', '𝄞 clef', 'ü'.repeat(5000), ':ü', 'a\u00a0b', '\ufeffmark'];
const photo: Uint8Array = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...new Array<number>(200).fill(0x80)]);

const names: readonly string[] = [
  'plain',
  'a+b,c',
  ' blanks ',
  '#hash',
  'quote"back\\slash',
  '<a;b=c>',
  'Zürich ☎',
  'x'.repeat(200),
];

function entry(name: string): Entry {
  return {
    dn: `cn=${escapeDnValue(name)},${groups}`,
    attributes: [
      { name: 'objectClass', values: ['inetOrgPerson', 'PostfixBookMailAccount'] },
      { name: 'cn', values: [name] },
      { name: 'sn', values: ['group'] },
      { name: 'mail', values: ['group@example.net'] },
      { name: 'description', values: descriptions },
      { name: 'jpegPhoto', values: [photo] },
      { name: 'mailGroupMember', values: members },
    ],
  };
}

const entries = names.map(entry);
const content = entries.map(formatEntry).join('\n');

let slapd: Slapd;
beforeAll(async () => {
  slapd = await startSlapd({ tls: 'none', auditlog: false });
});
afterAll(() => slapd?.stop());

/** What the server holds, read with its own program. */
async function stored(base: string): Promise<readonly Entry[]> {
  const { stdout, code } = await slapd.ldapsearch(['-b', base, '(objectClass=*)']);
  return code === 32 ? [] : contentOf(stdout);
}

function contentOf(ldif: string): readonly Entry[] {
  const { records, problems } = parseLdif(Buffer.from(ldif));
  expect(problems).toEqual([]);
  return records.flatMap((record) => (record.kind === 'content' ? [record.entry] : []));
}

/** Entries as values that compare: names by their keys, values as sorted bytes. */
function comparable(list: readonly Entry[]): ReadonlyMap<string, readonly string[]> {
  const hex = (value: Value): string => Buffer.from(bytesOfValue(value)).toString('hex');
  const line = ({ name, values }: Attribute): string => `${name.toLowerCase()}: ${values.map(hex).sort().join(' ')}`;
  return new Map(list.map((item) => [dnKey(item.dn), userAttributes(item).map(line).sort()]));
}

describe('content records', () => {
  it('are accepted by ldapadd and read back equal', async () => {
    expect(await slapd.ldapadd(content)).toMatchObject({ code: 0, stderr: '' });
    const below = (await stored(groups)).filter(({ dn }) => dnKey(dn) !== dnKey(groups));
    expect(comparable(below)).toEqual(comparable(entries));
    await slapd.ldapdelete(...entries.map(({ dn }) => dn));
  });

  it('are accepted by slapadd and come back from slapcat', async () => {
    const other = await startSlapd({ tls: 'none', auditlog: false, ldif: content });
    const { stdout } = await other.slapcat();
    const below = contentOf(stdout).filter(({ dn }) => /^cn=.*,ou=Groups,/i.test(dn));
    expect(comparable(below)).toEqual(comparable(entries));
    await other.stop();
  });

  it('that slapcat writes are the same when they are written again', async () => {
    const before = contentOf((await slapd.slapcat()).stdout);
    expect(contentOf(before.map(formatEntry).join('\n'))).toEqual(before);
  });
});

describe('change records', () => {
  const dn = `cn=changes,${groups}`;
  const run = async (...operations: readonly Operation[]): Promise<void> => {
    expect(await slapd.ldapmodify(formatLdif(operations))).toMatchObject({ code: 0, stderr: '' });
  };
  const valuesAfter = async (attribute: string): Promise<readonly Value[]> => {
    const [found] = await stored(dn);
    return found === undefined ? [] : [...valuesOf(found, attribute)].sort();
  };
  const sorted = (values: readonly string[]): readonly string[] => [...values].sort();

  it('add and delete entries', async () => {
    await run(...entries.map(({ dn: name, attributes }): Operation => ({ kind: 'add', dn: name, attributes })));
    const below = (await stored(groups)).filter((found) => dnKey(found.dn) !== dnKey(groups));
    expect(comparable(below)).toEqual(comparable(entries));
    await run(...entries.map((gone): Operation => ({ kind: 'delete', dn: gone.dn })));
    expect(await stored(groups)).toHaveLength(1);
  });

  it('add, replace and delete values', async () => {
    const bare = entry('changes').attributes.filter(({ name }) => !/^(mailGroupMember|description)$/.test(name));
    const modify = (...modifications: Extract<Operation, { kind: 'modify' }>['modifications']): Operation => ({
      kind: 'modify',
      dn,
      modifications,
    });
    await run({ kind: 'add', dn, attributes: bare });
    await run(
      modify(
        { kind: 'add', attribute: 'mailGroupMember', values: members },
        { kind: 'replace', attribute: 'description', values: descriptions },
      ),
    );
    expect(await valuesAfter('mailGroupMember')).toEqual(sorted(members));
    expect(await valuesAfter('description')).toEqual(sorted(descriptions));
    for (const member of members) {
      await run(modify({ kind: 'delete', attribute: 'mailGroupMember', values: [member] }));
      await run(modify({ kind: 'add', attribute: 'mailGroupMember', values: [member] }));
    }
    expect(await valuesAfter('mailGroupMember')).toEqual(sorted(members));
    await run(
      modify(
        { kind: 'delete', attribute: 'mailGroupMember', values: members.slice(3) },
        { kind: 'replace', attribute: 'description', values: [] },
        { kind: 'delete', attribute: 'jpegPhoto', values: [] },
      ),
    );
    expect(await valuesAfter('mailGroupMember')).toEqual(sorted(members.slice(0, 3)));
    expect(await valuesAfter('description')).toEqual([]);
    expect(await valuesAfter('jpegPhoto')).toEqual([]);
    await run(modify(), { kind: 'delete', dn });
  });

  it.each(names)('rename to %s, and move', async (name) => {
    const newRdn = `cn=${escapeDnValue(name)}`;
    const people = 'ou=People,ou=Mail,dc=example,dc=net';
    const plain = entry('changes').attributes;
    await run({ kind: 'add', dn, attributes: plain });
    await run({ kind: 'rename', dn, newRdn, deleteOldRdn: false });
    const [renamed] = await stored(`${newRdn},${groups}`);
    expect(renamed && [...valuesOf(renamed, 'cn')].sort()).toEqual(sorted([name, 'changes']));
    const back = { newRdn: 'cn=changes', deleteOldRdn: true, newSuperior: people } as const;
    await run({ kind: 'rename', dn: `${newRdn},${groups}`, ...back });
    const [moved] = await stored(`cn=changes,${people}`);
    expect(moved && valuesOf(moved, 'cn')).toEqual(['changes']);
    await run({ kind: 'delete', dn: `cn=changes,${people}` });
  });
});
