import { describe, expect, it } from 'vitest';
import { editManifest, type MemberDetails } from '../../src/manifest/edit.ts';

const details: MemberDetails = [
  ['reason', 'ticket 12: #1'],
  ['until', '2027-01-31'],
];
const add = (text: string, members: readonly string[] = ['ann@example.net']): string | undefined =>
  editManifest(text, { removeMembers: [], addMembers: members, set: [] }, details);

describe('a new member with details', () => {
  it('goes behind the others, its keys below each other', () => {
    expect(add('address: a@b.c\nmembers:\n    -   bob@example.net # he\nowners: [x@y.z]\n')).toBe(
      'address: a@b.c\nmembers:\n    -   bob@example.net # he\n    -   address: ann@example.net\n        reason: "ticket 12: #1"\n        until: 2027-01-31\nowners: [x@y.z]\n',
    );
  });

  it('begins an empty list', () => {
    expect(add('address: a@b.c\nmembers: []\n', ['ann@example.net', 'cy@example.net'])).toBe(
      'address: a@b.c\nmembers:\n  - address: ann@example.net\n    reason: "ticket 12: #1"\n    until: 2027-01-31\n  - address: cy@example.net\n    reason: "ticket 12: #1"\n    until: 2027-01-31\n',
    );
  });

  it('makes a list where there is none', () => {
    expect(add('address: a@b.c\ninclude: [x@y.z]\n')).toBe(
      'address: a@b.c\nmembers:\n  - address: ann@example.net\n    reason: "ticket 12: #1"\n    until: 2027-01-31\ninclude: [x@y.z]\n',
    );
  });

  it('stands in braces inside of brackets', () => {
    expect(add('address: a@b.c\nmembers: [bob@example.net]\n')).toBe(
      'address: a@b.c\nmembers: [bob@example.net, { address: ann@example.net, reason: "ticket 12: #1", until: 2027-01-31 }]\n',
    );
  });

  it('keeps the line ends of the file', () => {
    expect(add('address: a@b.c\r\nmembers:\r\n- bob@example.net')).toBe(
      'address: a@b.c\r\nmembers:\r\n- bob@example.net\r\n- address: ann@example.net\r\n  reason: "ticket 12: #1"\r\n  until: 2027-01-31',
    );
  });
});
