import { describe, expect, it } from 'vitest';
import { parseAddresses } from '../../../src/plan/mail/parse-addresses.ts';
import { quoteLocalPart, unquoteLocalPart } from '../../../src/plan/mail/quoting.ts';

describe('what Postfix finds in a stored value', () => {
  it.each<[string, readonly string[]]>([
    ['a@x.example', ['a@x.example']],
    [' a@x.example ', ['a@x.example']],
    ['a@x.example,b@x.example', ['a@x.example', 'b@x.example']],
    ['a@x.example\nb@x.example', ['a@x.example', 'b@x.example']],
    ['a@x.example;b@x.example', ['a@x.example', 'b@x.example']],
    ['Ann Example <a@x.example>', ['a@x.example']],
    ['"Example, Ann" <a@x.example>, b@x.example', ['a@x.example', 'b@x.example']],
    ['a@x.example (Ann, of course)', ['a@x.example']],
    ['a b@x.example', ['a@mx.example', 'b@x.example']],
    ['bare', ['bare@mx.example']],
    ['a@x.example.', ['a@x.example']],
    ['@relay.example:a@x.example', ['a@x.example']],
    ['x.example!a', ['a@x.example']],
    ['a%x.example', ['a@x.example']],
    ['a@[192.0.2.1]', ['a@[192.0.2.1]']],
    ['"a b"@x.example', ['a b@x.example']],
    ['friends: a@x.example, b@x.example;', ['a@x.example', 'b@x.example']],
    ['|/bin/cmd', ['|/bin/cmd@mx.example']],
    ['/var/mail/x', ['/var/mail/x@mx.example']],
    ['a@x.example,,b@x.example', ['a@x.example', 'b@x.example']],
    [' ', []],
    [',', []],
    ['(nobody)', []],
    ['a@x.example, (open', ['a@x.example']],
    ['"a@x.example,b@x.example', ['a@x.example,b@x.example@mx.example']],
  ])('%j is %j', (text, addresses) => {
    expect(parseAddresses(text, 'mx.example')).toEqual(addresses);
  });
});

describe('quoting', () => {
  it.each([
    ['a@x.example', 'a@x.example'],
    ['a b@x.example', '"a b"@x.example'],
    ['a"b@x.example', '"a\\"b"@x.example'],
    ['a@b@x.example', '"a@b"@x.example'],
    ['.a@x.example', '".a"@x.example'],
    ['a..b@x.example', '"a..b"@x.example'],
    ['a', 'a'],
  ])('%j is %j and back', (internal, external) => {
    expect(quoteLocalPart(internal)).toBe(external);
    expect(unquoteLocalPart(external)).toBe(internal);
  });
});
