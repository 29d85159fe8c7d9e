import { describe, expect, it } from 'vitest';
import { lint, only, said } from '../lint-scene.ts';

const rules = only('wildcard-addresses');
const texts = {
  'hq.yaml': 'address: hq@x.example\naliases: ["*@x.example"]\nmembers: [ann@x.example, "all*@x.example"]\n',
};

describe('the rule wildcard-addresses', () => {
  it('finds a star in aliases and members', () => {
    expect(said(lint(texts, { rules }))).toEqual([
      'hq.yaml:2:11 warning wildcard-addresses',
      'hq.yaml:3:26 warning wildcard-addresses',
    ]);
  });

  it('leaves a whole domain to the syntax, which says what it would do', () => {
    const [found] = lint({ 'hq.yaml': 'address: "@x.example"\nmembers: []\n' }, { rules });
    expect(found).toMatchObject({ code: 'RC210', hint: expect.stringContaining('mailboxes') });
  });

  it('is content without a star', () => {
    expect(lint({ 'hq.yaml': 'address: hq@x.example\nmembers: [ann@x.example]\n' }, { rules })).toEqual([]);
  });

  it('finds nothing when it is off', () => {
    expect(lint(texts, { rules: { ...rules, 'wildcard-addresses': 'off' } })).toEqual([]);
  });
});
