import { describe, expect, it } from 'vitest';
import { keepPassword } from '../../src/postfix/keep-password.ts';
import { parseParameters } from '../../src/postfix/parameters.ts';

const values = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...parseParameters(text).parameters].map(([name, { value }]) => [name, value]));

describe('a file of Postfix', () => {
  it('has names and values, without the white space around them', () => {
    expect(values('a=1\nb  =\t2 = 3  \nc =\n')).toEqual({ a: '1', b: '2 = 3', c: '' });
  });

  it('continues a line with one that begins with white space, over comments and empty lines', () => {
    const text = 'maps = hash:/x,\n# not this\n\n   # nor this\n\tldap:/y\n  ,ldap:/z\nnext = 1\r\n';
    expect(values(text)).toEqual({ maps: 'hash:/x,\tldap:/y  ,ldap:/z', next: '1' });
  });

  it('keeps a # inside of a value', () => {
    expect(values('bind_pw = a#b # c')).toEqual({ bind_pw: 'a#b # c' });
  });

  it('takes the last of several lines, and tells where it stands', () => {
    const { parameters, repeated } = parseParameters('a = 1\nb = 2\n# c\na =\n 3\n');
    expect(parameters.get('a')).toEqual({ value: '3', line: 4 });
    expect(repeated).toEqual(['a']);
  });

  it('says which lines set nothing', () => {
    expect(parseParameters('a = 1\nnothing\n= 2\ntwo words = 3\n').wrongLines).toEqual([2, 3, 4]);
  });
});

describe('a password in a map', () => {
  it('goes into the new text of the file, whatever characters it has', () => {
    const text = 'bind = yes\nbind_pw = PLACE\nscope = sub\n';
    expect(keepPassword('bind_pw = $& #1\n', text)).toBe('bind = yes\nbind_pw = $& #1\nscope = sub\n');
    expect(keepPassword('bind = yes\n', text)).toBe(text);
    expect(keepPassword('bind_pw = x\n', 'bind = no\n')).toBe('bind = no\n');
  });
});
