import { describe, expect, it } from 'vitest';
import { decodeEntries } from '../../../src/ldap/decode.ts';
import { postfixBook } from '../../../src/ldap/profile.ts';
import { aliasMap, declaredGroups, storedGroups } from '../../../src/plan/mail/alias-map.ts';
import { desiredGroup, groupEntry } from '../directory.ts';

describe('a table of groups', () => {
  it('answers for aliases, whatever the letter case, and not for others', () => {
    const groups = [desiredGroup('HQ@x.example', { aliases: ['head@x.example'], members: ['ann@x.example'] })];
    const map = aliasMap(declaredGroups({ groups }), 'deliver');
    for (const key of ['hq@x.example', 'head@x.example']) {
      expect(map(key)).toEqual({ groups: ['HQ@x.example'], values: ['ann@x.example'], disabled: false });
    }
    expect(map('tail@x.example')).toBeUndefined();
  });

  it('leaves disabled groups out only where the map asks for the switch', () => {
    const groups = [desiredGroup('hq@x.example', { enabled: false, members: ['ann@x.example'] })];
    const declared = declaredGroups({ groups });
    expect(aliasMap(declared, 'deliver')('hq@x.example')).toMatchObject({ values: ['ann@x.example'], disabled: false });
    expect(aliasMap(declared, 'refuse')('hq@x.example')).toMatchObject({ values: [], disabled: true });
  });

  it('puts entries that share an address together', () => {
    const entries = [groupEntry('hq@x.example', ['ann@x.example']), groupEntry('HQ@x.example', ['bob@x.example'])];
    const { groups } = decodeEntries(entries, postfixBook);
    const map = aliasMap(storedGroups({ groups, unclear: [], elsewhere: [] }, postfixBook), 'deliver');
    expect(map('hq@x.example')).toEqual({
      groups: ['hq@x.example', 'HQ@x.example'],
      values: ['ann@x.example', 'bob@x.example'],
      disabled: false,
    });
  });

  it('takes a stored group without the switch for a disabled one', () => {
    const [group] = decodeEntries([groupEntry('hq@x.example', ['ann@x.example'])], postfixBook).groups;
    if (group === undefined) throw new Error('no group');
    const entry = { ...group.entry, attributes: group.entry.attributes.filter(({ name }) => name !== 'mailEnabled') };
    const state = { groups: [{ ...group, entry }], unclear: [], elsewhere: [] };
    expect(aliasMap(storedGroups(state, postfixBook), 'refuse')('hq@x.example')).toMatchObject({ disabled: true });
  });
});
