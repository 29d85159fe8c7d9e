import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readPostfix } from '../../src/io/postfix-facts.ts';
import type { PostfixFacts } from '../../src/plan/doctor/postfix-facts.ts';

let folder: string;
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(files: Readonly<Record<string, string>>): PostfixFacts {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-postfix-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    chmodSync(join(folder, path), 0o640);
  }
  return readPostfix({ path: folder, shown: 'copy' });
}

describe('a folder of Postfix', () => {
  it('stands for the folder that main.cf was made for', () => {
    const main = 'config_directory = /srv/postfix\nvirtual_alias_maps = ldap:/srv/postfix/maps/a.cf ldap:./b.cf\n';
    const { tables } = read({ 'main.cf': main, 'maps/a.cf': 'search_base = dc=a\n', 'b.cf': 'search_base = dc=b\n' });
    expect(tables.map(({ table }) => table.kind === 'known' && [table.fact.file, table.fact.parameters])).toEqual([
      ['copy/maps/a.cf', new Map([['search_base', 'dc=a']])],
      ['copy/b.cf', new Map([['search_base', 'dc=b']])],
    ]);
  });

  it('does not stand for folders beside it', () => {
    const { tables } = read({ 'main.cf': 'virtual_alias_maps = ldap:/nowhere/at/all.cf\n' });
    expect(tables).toMatchObject([{ table: { kind: 'failed', message: 'there is no file /nowhere/at/all.cf' } }]);
  });

  it('has maps whose parameters stand in main.cf, with their names filled in', () => {
    const main = 'base = dc=x\ngroups_search_base = ou=g,$base\nvirtual_alias_maps = ldap:groups\n';
    const [table] = read({ 'main.cf': main }).tables;
    expect(table).toMatchObject({ name: 'ldap:groups', worldReadable: true });
    expect(table?.table).toMatchObject({
      fact: { file: 'copy/main.cf', inMain: true, parameters: new Map([['search_base', 'ou=g,dc=x']]) },
    });
  });

  it('does not fill in names in the file of a map, as Postfix does not', () => {
    const main = 'base = dc=x\nvirtual_alias_maps = ldap:/etc/postfix/g.cf\n';
    const [table] = read({ 'main.cf': main, 'g.cf': 'search_base = $base\n' }).tables;
    expect(table?.table).toMatchObject({ fact: { parameters: new Map([['search_base', '$base']]) } });
  });

  it('without main.cf is a failure that says which file is missing', () => {
    expect(() => read({ 'other.cf': '' })).toThrow('there is no file copy/main.cf');
  });
});
