import { describe, expect, it } from 'vitest';
import { lint, lintOptions, only, said } from './lint-scene.ts';

const exception = "exceptions: [{ rule: external-members, for: [guest@else.example], reason: 'Ticket 12' }]\n";
const text = (name: string, members: string, more: string): string =>
  `address: ${name}@x.example\nmembers: [${members}]\n${more}`;

describe('members that nobody has asked for', () => {
  const rules = only('external-members');
  const given = { ...lintOptions, rules, domains: ['x.example'], internal: ['*@x.example'] };

  it('may need an exception, in the group and in those that hold it', () => {
    const texts = {
      'a.yaml': text('a', '', `query: sales\n${exception}`),
      'b.yaml': text('b', 'A@x.example', exception),
      'c.yaml': text('c', 'b@x.example', exception),
    };
    expect(said(lint(texts, given))).toEqual([]);
  });

  it('are no reason to keep an exception anywhere else', () => {
    const texts = {
      'a.yaml': text('a', '', `query: sales\n`),
      'd.yaml': text('d', 'dora@x.example', exception),
    };
    expect(said(lint(texts, given))).toEqual(['d.yaml:3:22 warning external-members']);
  });

  it('may be owners, and those whom the settings pin', () => {
    const owners = text('a', '', 'query: sales\nowners: [ann@x.example]\n');
    expect(said(lint({ 'a.yaml': owners }, { rules: only('absent-owners') }))).toEqual([]);
    const source = { file: 'rollcall.yaml', line: 1, column: 1, endColumn: 2, text: '' };
    const pins = [{ address: 'a@x.example', members: ['ann@x.example'], source }];
    expect(said(lint({ 'a.yaml': owners }, { rules: only('pinned-members'), pins }))).toEqual([]);
    const other = text('a', 'eve@x.example', 'query: sales\n');
    expect(lint({ 'a.yaml': other }, { rules: only('pinned-members'), pins })).toMatchObject([
      { message: expect.stringContaining('"eve@x.example" is not among those') },
    ]);
  });
});
