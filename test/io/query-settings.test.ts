import { describe, expect, it } from 'vitest';
import { least, settingsScene } from './settings-scene.ts';

const { settings, complaints } = settingsScene();
const sales = (more: string): string =>
  `${least}queries:\n  sales: { base: "ou=People,dc=x", filter: (uid=*), attribute: mail, limit: 5${more} }\n`;

describe('queries in the settings', () => {
  it('have a minimum of one and take one value of an entry, unless they say otherwise', async () => {
    expect((await settings(sales(''))).queries).toEqual({
      sales: {
        ...{ name: 'sales', base: 'ou=People,dc=x', filter: { kind: 'present', attribute: 'uid' } },
        ...{ attribute: 'mail', limit: 5, minimum: 1, values: 'one' },
      },
    });
    expect((await settings(sales(', minimum: 0, values: all'))).queries).toMatchObject({
      sales: { minimum: 0, values: 'all' },
    });
    expect((await settings(least)).queries).toEqual({});
  });

  it('of an environment are laid over key by key, and new ones are added', async () => {
    const text = `${sales(', minimum: 2')}environments:
  big: { queries: { sales: { limit: 50 }, hr: { base: "dc=x", filter: (a=b), attribute: mail, limit: 1 } } }
`;
    const { queries } = await settings(text, { environment: 'big' });
    expect(queries).toMatchObject({ sales: { limit: 50, minimum: 2, attribute: 'mail' }, hr: { limit: 1 } });
    expect(Object.keys((await settings(text)).queries)).toEqual(['sales']);
  });

  it.each<[yaml: string, complaint: RegExp]>([
    [sales(', minimum: 6'), /^rollcall\.yaml:5:\d+ RC304 queries.sales.minimum is 6, and its limit is 5/],
    [sales(', scope: one'), /^rollcall\.yaml:5:\d+ RC301 /],
    [sales(', values: first'), /^rollcall\.yaml:5:\d+ RC302 /],
    [sales('').replace('limit: 5', 'limit: 0'), /^rollcall\.yaml:5:\d+ RC302 /],
    [sales('').replace(', limit: 5', ''), /5:10 RC303 queries.sales.limit is missing/],
    [sales('').replace('base: "ou=People,dc=x", ', ''), /5:10 RC303 queries.sales.base is missing/],
    [sales('').replace('filter: (uid=*), ', ''), /5:10 RC303 queries.sales.filter is missing/],
    [sales('').replace('attribute: mail, ', ''), /5:10 RC303 queries.sales.attribute is missing/],
    [sales('').replace('ou=People,dc=x', ''), /5:18 RC302 /],
    [sales('').replace('ou=People,dc=x', 'People'), /5:18 RC302 queries.sales.base is not a DN/],
    [sales('').replace('(uid=*)', '(uid=*'), /RC302 queries.sales.filter is not a filter: a "\)" is missing here/],
    [sales('').replace('mail,', '"mail;binary",'), /RC302 queries.sales.attribute: "mail;binary" is not the name/],
    [sales('').replace('mail,', '"*",'), /RC302 queries.sales.attribute: "\*" is not the name/],
    [sales('').replace('sales:', '"a b":'), /RC302 queries: "a b" is not a name for a query/],
  ])('that make no sense are placed: %j', async (yaml, complaint) => {
    expect(await complaints(yaml)).toEqual([expect.stringMatching(complaint)]);
  });

  it('have a reader that names every problem at once', async () => {
    expect(await complaints(`${least}queries: { sales: {} }\n`)).toHaveLength(4);
  });
});
