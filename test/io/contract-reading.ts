import { describe, expect, it } from 'vitest';
import { dnKey } from '../../src/ldap/dn.ts';
import { userAttributes } from '../../src/ldap/encode.ts';
import { equals } from '../../src/ldap/filter.ts';
import { valuesOf } from '../../src/model/entry.ts';
import { Failure } from '../../src/model/failure.ts';
import { type ContractTools, everything, hq, names, ops, team } from './contract-tools.ts';
import { groupsBase, photo } from './contract-tree.ts';

/** What reading does in every directory, as facts. */
export function describeReading(tools: ContractTools): void {
  const { search, found, values, done } = tools;

  describe('search', () => {
    it('finds the base and everything below it in a subtree', async () => {
      expect(names(await search({ base: team }))).toEqual(['Team', 'inner@example.net']);
    });

    it('finds one entry or none in the scope of the base', async () => {
      expect(names(await search({ base: team, scope: 'base' }))).toEqual(['Team']);
      expect(await search({ base: team, scope: 'base', filter: equals('ou', 'Groups') })).toEqual([]);
    });

    it('finds nothing where nothing matches', async () => {
      expect(await search({ filter: equals('mail', 'nobody@example.net') })).toEqual([]);
    });

    it('fails when the base does not exist, and names it', async () => {
      const base = `ou=Missing,${groupsBase}`;
      for (const scope of ['base', 'subtree'] as const) {
        const failure = await search({ base, scope }).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(Failure);
        expect(failure).toMatchObject({ kind: 'directory' });
        expect(String(failure)).toContain(`the base ${base} does not exist`);
      }
    });

    it.each<[filter: string, names: readonly string[]]>([
      ['(mail=*)', ['Photo', 'hq', 'inner', 'odd', 'ops']],
      ['(ou=*)', ['Groups', 'Team']],
      ['(mail=HQ@Example.NET)', ['hq']],
      ['(mail=operations@example.net)', ['ops']],
      ['(MAIL=hq@example.net)', ['hq']],
      ['(mailGroupMember=User1@example.net)', ['hq']],
      ['(mailGroupMember=USER1@example.net)', []],
      ['(mailGroupMember=spaced@example.net)', ['ops']],
      ['(mailGroupMember=a b@example.net)', ['ops']],
      ['(mailGroupMember=ab@example.net)', []],
      ['(mailGroupMember=)', ['ops']],
      ['(mail=*@example.net)', ['Photo', 'hq', 'inner', 'odd', 'ops']],
      ['(mail=o*)', ['odd', 'ops']],
      ['(mail=O*R*@example.net)', ['ops']],
      ['(mail=*p*s*@*)', ['ops']],
      ['(mail=hq*hq@example.net)', []],
      ['(&(mail=*)(mailEnabled=TRUE))', ['hq']],
      ['(|(mailEnabled=TRUE)(mailEnabled=FALSE))', ['hq', 'ops']],
      ['(!(mail=*))', ['Groups', 'Team']],
      ['(&(mail=*)(!(mailEnabled=TRUE)))', ['Photo', 'inner', 'odd', 'ops']],
      ['(!(|(mail=*)(ou=Team)))', ['Groups']],
      ['(sn=\\2a\\28\\29\\5c star)', ['odd']],
      ['(sn=\\2a*)', ['odd']],
      ['(sn=*\\29\\5c*)', ['odd']],
      ['(sn=\\2a)', []],
      ['(description=zürich ☎ 24/7)', ['ops']],
      ['(description=Z\\c3\\bcrich*)', ['ops']],
      ['(description=*☎*)', ['ops']],
      ['(description=\\28&\\28a=\\2a\\29\\28b=\\5c\\29\\29)', ['odd']],
      ['(objectClass=postfixbookmailaccount)', ['Photo', 'hq', 'inner', 'odd', 'ops']],
    ])('finds by %s', async (filter, wanted) => {
      const shortNames = (await found(filter)).map((name) => name.replace(/[+@\\].*$/, ''));
      expect(shortNames).toEqual(wanted);
    });

    it('counts what it found', async () => {
      const counts: number[] = [];
      const all = await tools.directory().reader.search(everything, (count) => counts.push(count));
      expect(counts.at(-1)).toBe(all.length);
    });

    it('gives all user attributes for *, and only those asked for otherwise', async () => {
      const base = hq;
      const [all] = await search({ base });
      const shown = (all === undefined ? [] : userAttributes(all)).map((attribute) => attribute.name);
      expect(shown.sort()).toEqual(
        'cn description mail mailEnabled mailGroupMember mailUidNumber objectClass sn'.split(' '),
      );
      const [some] = await search({ base, attributes: ['MAIL', 'description', 'jpegPhoto'] });
      const names = some?.attributes.map((attribute) => attribute.name.toLowerCase());
      expect(names?.sort()).toEqual(['description', 'mail']);
    });
  });

  describe('values', () => {
    it('come back exactly: empty, with blanks around, beyond ASCII, with a backslash', async () => {
      const [entry] = await search({ base: ops });
      expect(entry && [...valuesOf(entry, 'mailGroupMember')].sort()).toEqual([
        '',
        ' spaced@example.net ',
        'a  b@example.net',
      ]);
      expect(entry && valuesOf(entry, 'description')).toEqual(['Zürich ☎ 24/7']);
      const [odd] = await search({ filter: equals('cn', 'odd') });
      expect(odd && valuesOf(odd, 'mail')).toEqual(['odd+comma,and\\"quote@example.net']);
      expect(odd && valuesOf(odd, 'sn')).toEqual(['*()\\ star']);
    });

    it('come back as bytes when they are no text', async () => {
      const [entry] = await search({ filter: equals('cn', 'Photo') });
      const [value] = entry === undefined ? [] : valuesOf(entry, 'jpegPhoto');
      expect(value).toBeInstanceOf(Uint8Array);
      expect([...(value ?? [])]).toEqual([...photo]);
    });

    it('are written exactly: empty, with blanks around, beyond ASCII, bytes', async () => {
      const members = ['', ' a@x ', ':a@x', '<a@x', 'b@x\n', '\u0001', 'x'.repeat(5000)];
      const dn = `mail=new@example.net,${groupsBase}`;
      const other = Uint8Array.from([...photo, 0x80]);
      await done({
        kind: 'add',
        dn,
        attributes: [
          { name: 'objectClass', values: ['inetOrgPerson', 'PostfixBookMailAccount'] },
          { name: 'mail', values: ['new@example.net'] },
          { name: 'cn', values: ['ñ ☎'] },
          { name: 'sn', values: ['group'] },
          { name: 'jpegPhoto', values: [other] },
          { name: 'mailGroupMember', values: members },
        ],
      });
      expect([...(await values(dn, 'mailGroupMember'))].sort()).toEqual([...members].sort());
      expect(await values(dn, 'cn')).toEqual(['ñ ☎']);
      expect((await values(dn, 'jpegPhoto')).map((value) => [...value])).toEqual([[...other]]);
    });
  });

  describe('names', () => {
    it.each([
      `MAIL=HQ@Example.net,OU=groups,ou=mail,DC=example,dc=NET`,
      `mail = hq@example.net , ou=Groups, ou=Mail, dc=example, dc=net`,
      `mail=\\68q@example.net,${groupsBase}`,
      `mail=hq\\@example.net,${groupsBase}`.replace('\\@', '\\40'),
    ])('are the same in every spelling: %s', async (dn) => {
      const entry = await tools.directory().reader.read(dn);
      expect(entry && valuesOf(entry, 'mail')).toEqual(['hq@example.net']);
    });

    it.each([
      `mail=odd\\+comma\\,and\\\\\\"quote@example.net,${groupsBase}`,
      `mail=odd\\2bcomma\\2cand\\5c\\22quote@example.net,${groupsBase}`,
    ])('are found with escapes: %s', async (dn) => {
      expect(await tools.directory().reader.read(dn)).toBeDefined();
    });

    it('of two parts are the same in both orders', async () => {
      for (const rdn of ['cn=photo+mail=photo@example.net', 'mail=photo@example.net+cn=Photo']) {
        expect(await tools.directory().reader.read(`${rdn},${groupsBase}`), rdn).toBeDefined();
      }
      expect(await tools.directory().reader.read(`cn=Photo,${groupsBase}`)).toBeUndefined();
    });

    it('without an entry read as undefined', async () => {
      expect(await tools.directory().reader.read(`mail=missing@example.net,${groupsBase}`)).toBeUndefined();
      expect(await tools.directory().reader.read(`mail=hq@example.net,ou=Missing,${groupsBase}`)).toBeUndefined();
    });

    it('lie below the suffixes', async () => {
      const all = await Promise.all((await tools.directory().reader.suffixes()).map((base) => search({ base })));
      expect(all.flat().map(({ dn }) => dnKey(dn))).toEqual(expect.arrayContaining([dnKey(hq), dnKey(team)]));
    });
  });
}
