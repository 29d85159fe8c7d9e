import { expect, it } from 'vitest';
import { equals } from '../../src/ldap/filter.ts';
import { least, settingsScene } from './settings-scene.ts';

const { settings, complaints } = settingsScene();

it('accounts have an address under mail, and all of them take mail, unless told otherwise', async () => {
  const { mail } = await settings(`${least}mail: { domains: [x.example], accounts: { base: "ou=People" } }\n`);
  expect(mail.accounts).toEqual({ base: 'ou=People', filter: undefined, attributes: ['mail'] });
  expect((await settings(least)).mail.accounts).toBeUndefined();
});

it('accounts can have several attributes, and a filter for those that take mail', async () => {
  const text = 'accounts: { base: "ou=People", filter: (mailEnabled=TRUE), attribute: [mail, mailAlias] }';
  const { mail } = await settings(`${least}mail: { domains: [x.example], ${text} }\n`);
  expect(mail.accounts).toMatchObject({ filter: equals('mailEnabled', 'TRUE'), attributes: ['mail', 'mailAlias'] });
});

it('what cannot find an account is refused', async () => {
  const find = async (accounts: string, more = 'domains: [x.example], '): Promise<readonly string[]> =>
    (await complaints(`${least}mail: { ${more}accounts: ${accounts} }\n`)).map((one) => one.replace(/^\S+ /, ''));
  expect(await find('{}')).toEqual(['RC303 mail.accounts.base is missing']);
  expect(await find('{ base: "ou=People" }', '')).toEqual(['RC304 mail.accounts needs mail.domains']);
  expect(await find('{ base: people, filter: mail, attribute: [mail;lang-de] }')).toEqual([
    'RC302 mail.accounts.filter is not a filter: an attribute and one of = >= <= ~= := are expected here (at character 1)',
    'RC302 mail.accounts.attribute: "mail;lang-de" is not the name of an attribute',
    'RC302 mail.accounts.base is not a DN',
  ]);
  expect(await find('{ base: "ou=People", attribute: [] }')).toHaveLength(1);
});
