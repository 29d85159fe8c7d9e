import { describe, expect, it } from 'vitest';
import { readBelow } from '../../src/io/read-below.ts';
import { present } from '../../src/ldap/filter.ts';
import { Failure } from '../../src/model/failure.ts';
import { type ContractTools, names, ops, team } from './contract-tools.ts';
import { groupsBase } from './contract-tree.ts';

/** What reading below another base does in every directory, as facts. */
export function describeReadingBelow({ directory, done }: ContractTools): void {
  describe('reading below another base', () => {
    const place = { key: 'other.base', base: groupsBase, filter: present('mail'), attributes: ['MAIL', 'cn'] };

    it('gives every entry that matches, with the attributes that are asked for and no others', async () => {
      const counts: number[] = [];
      const entries = await readBelow(directory().reader, place, (count) => counts.push(count));
      expect(names(entries).map((name) => name.replace(/[+@\\].*$/, ''))).toEqual([
        'Photo',
        'hq',
        'inner',
        'odd',
        'ops',
      ]);
      expect(counts.at(-1)).toBe(5);
      const read = entries.flatMap(({ attributes }) => attributes.map(({ name }) => name.toLowerCase()));
      expect([...new Set(read)].sort()).toEqual(['cn', 'mail']);
      expect(names(await readBelow(directory().reader, { ...place, base: team }, () => undefined))).toEqual([
        'inner@example.net',
      ]);
    });

    it('takes values under an option as values of the attribute', async () => {
      await done({
        kind: 'modify',
        dn: ops,
        modifications: [{ kind: 'add', attribute: 'mail;lang-de', values: ['old@example.net'] }],
      });
      const filter = { kind: 'equals', attribute: 'cn', value: 'Ops' } as const;
      const [entry] = await readBelow(directory().reader, { ...place, filter, attributes: ['mail'] }, () => undefined);
      expect(entry?.attributes).toHaveLength(1);
      expect(entry?.attributes[0]?.name.toLowerCase()).toBe('mail');
      expect([...(entry?.attributes[0]?.values ?? [])].sort()).toEqual([
        'old@example.net',
        'operations@example.net',
        'ops@example.net',
      ]);
    });

    it('fails when the base does not exist, and names the key that holds it', async () => {
      const missing = { ...place, base: `ou=Missing,${groupsBase}` };
      const failure = await readBelow(directory().reader, missing, () => undefined).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Failure);
      expect(failure).toMatchObject({ kind: 'directory', hint: expect.stringContaining('other.base') });
    });
  });
}
