import { describe, expect, it } from 'vitest';
import { dnKey } from '../../src/ldap/dn.ts';
import { type Value, valuesOf } from '../../src/model/entry.ts';
import type { Modification, Operation } from '../../src/model/operation.ts';
import { type ContractTools, hq, names, team } from './contract-tools.ts';
import { groupsBase } from './contract-tree.ts';

/** What writing does in every directory, as facts. */
export function describeWriting(tools: ContractTools): void {
  const { stored, values, done, refused } = tools;

  describe('add', () => {
    const attributes = [
      { name: 'objectClass', values: ['top', 'organizationalPerson', 'PostfixBookMailAccount'] },
      { name: 'cn', values: ['new'] },
      { name: 'sn', values: ['group'] },
    ];

    it('puts the value that the entry is named by into the entry', async () => {
      const dn = `mail=new@example.net,${groupsBase}`;
      await done({ kind: 'add', dn, attributes: [...attributes, { name: 'mail', values: ['other@example.net'] }] });
      expect([...(await values(dn, 'mail'))].sort()).toEqual(['new@example.net', 'other@example.net']);
      expect(await values(dn, 'cn')).toEqual(['new']);
    });

    it('does not repeat it when it is there in another spelling', async () => {
      const dn = `mail=new@example.net,${groupsBase}`;
      await done({ kind: 'add', dn, attributes: [...attributes, { name: 'mail', values: ['NEW@Example.net'] }] });
      expect(await values(dn, 'mail')).toEqual(['NEW@Example.net']);
    });

    it('unescapes it first', async () => {
      const dn = `mail=x\\+y\\2Cz\\ @example.net,${groupsBase}`;
      await done({ kind: 'add', dn, attributes });
      expect(await values(dn, 'mail')).toEqual(['x+y,z @example.net']);
    });

    it('of an existing entry is refused with 68, whatever its spelling', async () => {
      await refused({ kind: 'add', dn: hq, attributes }, 68);
      await refused({ kind: 'add', dn: `MAIL=HQ@example.net, ${groupsBase}`, attributes }, 68);
    });

    it('of one value twice is refused with 20', async () => {
      const twice = [...attributes, { name: 'mailGroupMember', values: ['a@x', ' a@x'] }];
      await refused({ kind: 'add', dn: `mail=new@example.net,${groupsBase}`, attributes: twice }, 20);
    });

    it('stores members that differ in letter case only', async () => {
      const members = ['User1@x', 'user1@x'];
      const dn = `mail=new@example.net,${groupsBase}`;
      await done({ kind: 'add', dn, attributes: [...attributes, { name: 'mailGroupMember', values: members }] });
      expect(await values(dn, 'mailGroupMember')).toEqual(members);
    });
  });

  describe('modify', () => {
    const modify = (...modifications: readonly Modification[]): Operation => ({
      kind: 'modify',
      dn: hq,
      modifications,
    });
    const one = (kind: Modification['kind'], attribute: string, ...values: readonly Value[]): Modification => ({
      kind,
      attribute,
      values,
    });
    const members = async (): Promise<readonly Value[]> => [...(await values(hq, 'mailGroupMember'))].sort();
    const [upper, ann, first] = ['User1@example.net', 'ann@example.net', 'user1@example.net'];

    it('adds and deletes values, leaves the others, and answers with the entry', async () => {
      const after = await done(modify(one('delete', 'mailGroupMember', upper), one('add', 'mailGroupMember', ann)));
      expect(after && [...valuesOf(after, 'mailGroupMember')].sort()).toEqual([ann, 'ops@example.net', first]);
      expect(await members()).toEqual([ann, 'ops@example.net', first]);
      expect(await values(hq, 'description')).toEqual(['Everyone at headquarters']);
    });

    it('takes attribute names in any letter case', async () => {
      await done(modify(one('add', 'MAILGROUPMEMBER', ann)));
      expect(await members()).toContain(ann);
    });

    it('takes the entry in any spelling of its name', async () => {
      const dn = `MAIL=HQ@example.net, ${groupsBase}`;
      await done({ kind: 'modify', dn, modifications: [one('add', 'mailGroupMember', ann)] });
      expect(await members()).toContain(ann);
    });

    it('refuses with 20 to add what is there, by the rule of the attribute', async () => {
      await refused(modify(one('add', 'mailGroupMember', first)), 20);
      await refused(modify(one('add', 'mailGroupMember', ` ${first}  `)), 20);
      await refused(modify(one('add', 'mail', 'HQ@EXAMPLE.net')), 20);
      await refused(modify(one('add', 'mailGroupMember', ann, ann)), 20);
      await done(modify(one('add', 'mailGroupMember', first.toUpperCase())));
      expect(await members()).toContain(first.toUpperCase());
    });

    it('refuses with 16 to delete what is not there, by the rule of the attribute', async () => {
      await refused(modify(one('delete', 'mailGroupMember', 'missing@example.net')), 16);
      await refused(modify(one('delete', 'mailGroupMember', 'USER1@example.net')), 16);
      await refused(modify(one('delete', 'mailGroupMember', first, 'missing@example.net')), 16);
      await refused(modify(one('delete', 'mailGroupMember', 'missing@example.net', first)), 16);
      await refused(modify(one('delete', 'telephoneNumber', '1')), 16);
      await refused(modify(one('delete', 'telephoneNumber')), 16);
    });

    it('finds the value to delete in another spacing, or another case where the rule ignores it', async () => {
      await done(modify(one('delete', 'mailGroupMember', ` ${first} `), one('add', 'mail', 'Alias@example.net')));
      await done(modify(one('delete', 'mail', 'alias@EXAMPLE.net')));
      expect(await members()).toEqual([upper, 'ops@example.net']);
      expect(await values(hq, 'mail')).toEqual(['hq@example.net']);
    });

    it('refuses with 20 to put one value twice, and with 2 to add none', async () => {
      await refused(modify(one('replace', 'mailGroupMember', ann, ` ${ann}`)), 20);
      await refused(modify(one('add', 'mailGroupMember')), 2);
    });

    it('deletes a value once that is named twice', async () => {
      await done(modify(one('delete', 'mailGroupMember', first, ` ${first}`)));
      expect(await members()).toEqual([upper, 'ops@example.net']);
    });

    it('does all of its parts or none', async () => {
      await refused(
        modify(
          one('replace', 'description', 'other'),
          one('add', 'mailGroupMember', ann),
          one('delete', 'mailGroupMember', 'missing@example.net'),
        ),
        16,
      );
      await refused(modify(one('add', 'mailGroupMember', ann), one('add', 'mailGroupMember', first)), 20);
    });

    it('does its parts in order: a spelling is changed by deleting first', async () => {
      const spelt = ` ${first}`;
      await done(modify(one('delete', 'mailGroupMember', first), one('add', 'mailGroupMember', spelt)));
      expect(await members()).toEqual([spelt, upper, 'ops@example.net']);
      await refused(modify(one('add', 'mailGroupMember', first), one('delete', 'mailGroupMember', first)), 20);
    });

    it('takes the attribute away with its last value, and with delete or replace by nothing', async () => {
      await done(modify(one('delete', 'mailGroupMember', first, upper, 'ops@example.net')));
      await done(modify(one('delete', 'description')));
      await done(modify(one('replace', 'mailUidNumber')));
      const [entry] = (await stored()).filter(({ dn }) => dnKey(dn) === dnKey(hq));
      expect(entry?.attributes.map(({ name }) => name).sort()).toEqual('cn mail mailEnabled objectClass sn'.split(' '));
    });

    it('replaces by other values, by nothing what is not there, and puts what was not there', async () => {
      await done(
        modify(
          one('replace', 'description', 'one', 'two'),
          one('replace', 'telephoneNumber'),
          one('replace', 'title', 'T'),
        ),
      );
      expect([...(await values(hq, 'description'))].sort()).toEqual(['one', 'two']);
      expect(await values(hq, 'title')).toEqual(['T']);
      expect(await values(hq, 'telephoneNumber')).toEqual([]);
    });

    it('refuses with 64 to take the value that the entry is named by', async () => {
      await refused(modify(one('add', 'mail', 'other@example.net'), one('delete', 'mail', 'hq@example.net')), 64);
      await refused(modify(one('replace', 'mail', 'other@example.net')), 64);
    });

    it('may spell that value differently', async () => {
      await done(modify(one('delete', 'mail', 'hq@example.net'), one('add', 'mail', 'HQ@example.net')));
      expect(await values(hq, 'mail')).toEqual(['HQ@example.net']);
    });

    it('of a missing entry is refused with 32', async () => {
      const modifications = [one('add', 'mailGroupMember', ann)];
      await refused({ kind: 'modify', dn: `mail=missing@example.net,${groupsBase}`, modifications }, 32);
    });
  });

  describe('delete', () => {
    it('takes an entry away', async () => {
      await done({ kind: 'delete', dn: hq });
      expect(names(await stored())).not.toContain('hq@example.net');
    });

    it('of a missing entry is refused with 32', async () => {
      await refused({ kind: 'delete', dn: `mail=missing@example.net,${groupsBase}` }, 32);
    });

    it('of an entry with others below it is refused with 66', async () => {
      await refused({ kind: 'delete', dn: team }, 66);
      await done({ kind: 'delete', dn: `mail=inner@example.net,${team}` });
      await done({ kind: 'delete', dn: team });
      expect(names(await stored())).not.toContain('Team');
    });

    it('makes room for an entry of the same name', async () => {
      const attributes = [
        { name: 'objectClass', values: ['organizationalPerson', 'PostfixBookMailAccount'] },
        { name: 'cn', values: ['second'] },
        { name: 'sn', values: ['group'] },
      ];
      await done({ kind: 'delete', dn: hq });
      await done({ kind: 'add', dn: hq, attributes });
      expect(await values(hq, 'cn')).toEqual(['second']);
      expect(await values(hq, 'mailGroupMember')).toEqual([]);
    });
  });

  describe('rename', () => {
    const renamed = `mail=all@example.net,${groupsBase}`;
    const rename = (deleteOldRdn: boolean): Operation => ({
      kind: 'rename',
      dn: hq,
      newRdn: 'mail=all@example.net',
      deleteOldRdn,
    });

    it('keeps the old name as a value, or takes it away', async () => {
      await done(rename(false));
      expect([...(await values(renamed, 'mail'))].sort()).toEqual(['all@example.net', 'hq@example.net']);
      expect(await values(hq, 'mail')).toEqual([]);
      await done({ kind: 'rename', dn: renamed, newRdn: 'mail=third@example.net', deleteOldRdn: true });
      const third = `mail=third@example.net,${groupsBase}`;
      expect([...(await values(third, 'mail'))].sort()).toEqual(['hq@example.net', 'third@example.net']);
      expect(await values(third, 'mailGroupMember')).toHaveLength(3);
    });

    it('moves an entry below another one', async () => {
      await done({
        kind: 'rename',
        dn: hq,
        newRdn: 'mail=hq@example.net',
        deleteOldRdn: false,
        newSuperior: team,
      });
      expect(await values(`mail=hq@example.net,${team}`, 'mail')).toEqual(['hq@example.net']);
      expect(await values(hq, 'mail')).toEqual([]);
    });

    it('changes the spelling of a name', async () => {
      await done({ kind: 'rename', dn: hq, newRdn: 'mail=HQ@example.net', deleteOldRdn: true });
      expect(await values(hq, 'mail')).toEqual(['HQ@example.net']);
    });

    it('of a missing entry is refused with 32', async () => {
      const newRdn = 'mail=all@example.net';
      await refused({ kind: 'rename', dn: renamed, newRdn, deleteOldRdn: true }, 32);
    });

    it('to the name of another entry is refused with 68', async () => {
      await refused({ kind: 'rename', dn: hq, newRdn: 'mail=OPS@example.net', deleteOldRdn: true }, 68);
    });
  });
}
