import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindRequest, equals, ldapMessage, modifyRequest, searchRequest, unbindRequest } from './ldap-message.ts';
import { MessageReader } from './message-reader.ts';

const messages = [
  ldapMessage(1, bindRequest('cn=a', 'secret')),
  ldapMessage(2, searchRequest('', 'base', equals('cn', 'x'), [])),
  ldapMessage(300, modifyRequest('cn=a', [{ kind: 'add', attribute: 'mail', values: ['x'.repeat(70_000)] }])),
  ldapMessage(70_000, unbindRequest),
];
const stream = Buffer.concat(messages);

describe('the message reader', () => {
  it('finds the same messages wherever the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 12 }), (cuts) => {
        const found: Buffer[] = [];
        const reader = new MessageReader((bytes) => found.push(bytes));
        const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
        for (const [index, edge] of edges.slice(1).entries()) reader.push(stream.subarray(edges[index], edge));
        expect(found.map(({ length }) => length)).toEqual(messages.map(({ length }) => length));
        expect(Buffer.concat(found).equals(stream)).toBe(true);
        expect(reader.rest).toHaveLength(0);
      }),
    );
  });

  it('stops where something else begins, and keeps it', () => {
    const found: Buffer[] = [];
    const reader = new MessageReader((bytes) => found.push(bytes));
    const hello = Buffer.from([0x16, 0x03, 0x01]);
    expect(() => reader.push(Buffer.concat([stream, hello]))).toThrow(RangeError);
    expect(found).toHaveLength(4);
    expect(reader.rest).toEqual(hello);
  });
});
