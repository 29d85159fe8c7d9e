import { describe, expect, it } from 'vitest';
import { expandValue } from '../../src/postfix/expand-value.ts';
import { mainValue } from '../../src/postfix/main-parameters.ts';
import { parseParameters } from '../../src/postfix/parameters.ts';

const known: Readonly<Record<string, string>> = { a: '1', empty: '', nested: '<$a>', loop: '$loop' };
/** Texts with `§` in place of `$`, which is no template here. */
const dollars = (text: string): string => text.replaceAll('§', '$');
const expand = (text: string): string => expandValue(dollars(text), (name) => known[name]).text;

describe('a value of main.cf', () => {
  it.each([
    ['plain', 'plain'],
    ['§a', '1'],
    ['x§a-y', 'x1-y'],
    ['§{a}b', '1b'],
    ['§(a)b', '1b'],
    ['§nested', '<1>'],
    ['§§a', '§a'],
    ['100§', '100§'],
    ['§{a', '§{a'],
    ['§{a?yes}§{empty?no}', 'yes'],
    ['§{a:no}§{empty:yes}', 'yes'],
    ['§{a?{yes §a}:{no}}', 'yes 1'],
    ['§{empty ? {yes} : {no §{a}}}', 'no 1'],
    ['§{a?{x}}', 'x'],
  ])('%s is %s', (text, expanded) => expect(expand(text)).toBe(dollars(expanded)));

  it('says what it does not know, and leaves it as it is', () => {
    expect(expandValue(dollars('§x/§{y?z} §{{§a} == {1} ? {b}}'), (name) => known[name])).toEqual({
      text: dollars('§x/§{y?z} §{{§a} == {1} ? {b}}'),
      unknown: ['x', 'y', dollars('§{{§a} == {1} ? {b}}')],
    });
  });

  it('ends with a name that means itself', () => {
    expect(expandValue('$loop', (name) => known[name]).unknown).toEqual(['$loop']);
  });

  it('has the defaults of Postfix, and the folder', () => {
    const value = (text: string, name: string): string => mainValue(parseParameters(text), '/etc/postfix', name).text;
    expect(value('', 'virtual_alias_expansion_limit')).toBe('1000');
    expect(value('virtual_maps = hash:$config_directory/x', 'virtual_alias_maps')).toBe('hash:/etc/postfix/x');
    expect(value('config_directory = /srv\nvirtual_alias_maps = ldap:$config_directory/x', 'virtual_alias_maps')).toBe(
      'ldap:/srv/x',
    );
  });
});
