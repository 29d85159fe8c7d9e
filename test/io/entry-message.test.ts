import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { MessageParser, SearchEntry } from 'ldapts';
import { describe, expect, it } from 'vitest';
import { readEntry, readEntryMessage } from '../../src/io/entry-message.ts';
import { isServerMessage } from '../../src/io/message-shape.ts';
import { bytesOfValue } from '../../src/ldap/utf8.ts';
import { ber, berSequence, berSet, berText } from '../kit/ber.ts';
import { ldapMessage, resultResponse } from '../kit/ldap-message.ts';

interface Sent {
  readonly name: string;
  readonly values: readonly Buffer[];
}

function entryBytes(dn: string, attributes: readonly Sent[]): Buffer {
  const list = attributes.map(({ name, values }) =>
    berSequence(berText(name), berSet(...values.map((value) => berText(value)))),
  );
  return ber(0x64, berText(dn), berSequence(...list));
}

/** What the library itself makes of a message. */
function byLibrary(message: Buffer): SearchEntry {
  const parser = new MessageParser();
  const found: unknown[] = [];
  parser.on('message', (one) => found.push(one));
  parser.read(message, new Map());
  const [entry] = found;
  return entry instanceof SearchEntry ? entry : expect.unreachable();
}

describe('the entry in a message', () => {
  it('has every byte that was sent, as text exactly where it is UTF-8', () => {
    const value = fc.oneof(
      fc.string({ maxLength: 200 }).map((text) => Buffer.from(text)),
      fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom('', '\ufeffa@example.net', 'a\u0000b').map((text) => Buffer.from(text)),
    );
    const attributes = fc.uniqueArray(
      fc.record({ name: fc.stringMatching(/^[a-z]{1,8}(;binary)?$/), values: fc.array(value, { maxLength: 8 }) }),
      { maxLength: 6, selector: ({ name }) => name },
    );
    fc.assert(
      fc.property(fc.nat(), fc.string({ unit: 'grapheme' }), attributes, (id, dn, sent) => {
        const message = ldapMessage(id, entryBytes(dn, sent));
        expect(isServerMessage(message)).toBe(true);
        const found = readEntryMessage(message) ?? expect.unreachable();
        const library = byLibrary(message);
        expect({ id: found.messageId, dn: found.entry.dn }).toEqual({ id: library.messageId, dn: library.name });
        expect(found.entry.attributes.map(({ name }) => name)).toEqual(library.attributes.map(({ type }) => type));
        for (const [index, { values }] of found.entry.attributes.entries()) {
          const bytes = sent[index]?.values ?? [];
          expect(values.map((one) => Buffer.from(bytesOfValue(one)))).toEqual(bytes);
          expect(values.map((one) => typeof one === 'string')).toEqual(bytes.map(isUtf8));
        }
      }),
    );
  });

  it('has an attribute once, also when it came in pieces', () => {
    const pieces = ['a', 'b', 'c'].map((text) => ({ name: text === 'b' ? 'CN' : 'cn', values: [Buffer.from(text)] }));
    expect(readEntry(entryBytes('cn=a', pieces)).attributes).toEqual([{ name: 'cn', values: ['a', 'b', 'c'] }]);
  });

  it('is not found in an answer of another kind', () => {
    expect(readEntryMessage(ldapMessage(7, resultResponse(0x65, { code: 0 })))).toBeUndefined();
  });

  it('does not hold on to the message', () => {
    const message = ldapMessage(
      7,
      entryBytes('cn=a', [
        { name: 'cn', values: [Buffer.from('a')] },
        { name: 'jpegPhoto', values: [Buffer.from([0xff, 0xfe])] },
      ]),
    );
    const { entry } = readEntryMessage(message) ?? expect.unreachable();
    message.fill(0);
    expect(entry).toEqual({
      dn: 'cn=a',
      attributes: [
        { name: 'cn', values: ['a'] },
        { name: 'jpegPhoto', values: [Uint8Array.from([0xff, 0xfe])] },
      ],
    });
  });
});
