import { describe, expect, it } from 'vitest';
import { mergeAttributes } from '../../src/ldap/merge-attributes.ts';

describe('mergeAttributes', () => {
  it('gives back the same list when every attribute stands once', () => {
    const attributes = [
      { name: 'mail', values: ['a@x'] },
      { name: 'cn', values: ['a'] },
    ];
    expect(mergeAttributes(attributes)).toBe(attributes);
  });

  it('puts the pieces of an attribute together, whatever the case of its name', () => {
    const pieces = [
      { name: 'mailGroupMember', values: ['a@x'] },
      { name: 'cn', values: ['a'] },
      { name: 'MAILGROUPMEMBER', values: ['b@x', 'c@x'] },
    ];
    expect(mergeAttributes(pieces)).toEqual([
      { name: 'mailGroupMember', values: ['a@x', 'b@x', 'c@x'] },
      { name: 'cn', values: ['a'] },
    ]);
  });
});
