import { describe, expect, it } from 'vitest';
import { lint, only, said } from '../lint-scene.ts';

const rules = only('folder-addresses');
const folders = { '.': ['*@x.example'], sales: ['sales-*@x.example'], 'sales/eu': ['sales-eu-*@x.example'] };
const at = (file: string, address: string): Record<string, string> => ({
  [file]: `address: ${address}@x.example\nmembers: []\n`,
});
const found = (file: string, address: string, root = 'groups'): readonly string[] =>
  lint(at(file, address), { rules, folders, root }).map(({ message }) => message);

describe('the rule folder-addresses', () => {
  it('finds an address in a folder that has others', () => {
    expect(said(lint(at('groups/sales/a.yaml', 'ceo'), { rules, folders }))).toEqual([
      'groups/sales/a.yaml:1:10 error folder-addresses',
    ]);
    expect(found('groups/sales/a.yaml', 'ceo')).toEqual([
      'the address "ceo@x.example" does not belong into the folder "sales"',
    ]);
    expect(found('groups/sales/eu/deep/a.yaml', 'sales-x')).toEqual([
      'the address "sales-x@x.example" does not belong into the folder "sales/eu"',
    ]);
  });

  it('finds an address of a folder elsewhere', () => {
    expect(found('groups/misc/a.yaml', 'Sales-x')).toEqual([
      'the address "Sales-x@x.example" belongs into the folder "sales"',
    ]);
    expect(found('groups/salesman/a.yaml', 'sales-x')).toHaveLength(1);
    expect(lint({ 'groups/a.yaml': 'address: hq@y.example\nmembers: []\n' }, { rules, folders })).toHaveLength(1);
  });

  it('finds a former address that belongs elsewhere: its entry would be taken', () => {
    const text = 'address: sales-x@x.example\npreviously: ceo@x.example\nmembers: []\n';
    expect(said(lint({ 'groups/sales/a.yaml': text }, { rules, folders }))).toEqual([
      'groups/sales/a.yaml:2:13 error folder-addresses',
    ]);
    const own = text.replace('ceo', 'sales-old');
    expect(lint({ 'groups/sales/a.yaml': own }, { rules, folders })).toEqual([]);
  });

  it('is content with addresses in their folder and below it', () => {
    for (const [file, address] of [
      ['groups/a.yaml', 'ceo'],
      ['groups/misc/a.yaml', 'ceo'],
      ['groups/sales/a.yaml', 'sales-x'],
      ['groups/sales/us/a.yaml', 'sales-us'],
      ['groups/sales/eu/a.yaml', 'sales-eu-x'],
    ] as const)
      expect(found(file, address)).toEqual([]);
  });

  it('knows the folder of the manifests by its name on the command line', () => {
    expect(found('sales/a.yaml', 'ceo', '.')).toHaveLength(1);
    expect(found('/srv/mail/groups/sales/a.yaml', 'ceo', '/srv/mail/groups')).toHaveLength(1);
  });

  it('takes no exception from a manifest', () => {
    const text = 'address: ceo@x.example\nmembers: []\nexceptions: [{ rule: folder-addresses, reason: Please }]\n';
    expect(
      said(lint({ 'groups/sales/a.yaml': text }, { rules, folders })).map((one) => one.split(' ').slice(1)),
    ).toEqual([
      ['error', 'RC231'],
      ['error', 'folder-addresses'],
    ]);
  });

  it('finds nothing when it is off', () => {
    const off = { ...rules, 'folder-addresses': 'off' } as const;
    expect(lint(at('groups/sales/a.yaml', 'ceo'), { rules: off, folders })).toEqual([]);
  });
});
