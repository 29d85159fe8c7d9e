import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Client } from '../../src/io/ldap-library.ts';
import { guardMessages, type MessageGuard } from '../../src/io/message-guard.ts';
import { isServerMessage } from '../../src/io/message-shape.ts';
import { ber, berSequence, berSet, berText } from '../kit/ber.ts';
import { entryResponse, ldapMessage, referenceResponse, resultResponse } from '../kit/ldap-message.ts';

const paging = '1.2.840.113556.1.4.319';
const preRead = '1.3.6.1.1.13.1';
const postRead = '1.3.6.1.1.13.2';
const entry = entryResponse('cn=a', { mail: ['a@x', 'b@x'], cn: [], 'jpegPhoto;binary': ['\u0000'] });
const control = (oid: string, value: Buffer): Parameters<typeof ldapMessage>[2] => [{ oid, critical: false, value }];
const sound: readonly Buffer[] = [
  ldapMessage(7, entry),
  ldapMessage(7, resultResponse(0x65, { code: 0 }), control(paging, Buffer.from('3009020100040461626364', 'hex'))),
  ldapMessage(7, resultResponse(0x67, { code: 0 }), control(postRead, entry)),
  ldapMessage(7, resultResponse(0x6b, { code: 10, text: 'elsewhere', referral: ['ldap://a', 'ldap://b'] })),
  ldapMessage(7, referenceResponse(['ldap://a/'])),
  ldapMessage(0, ber(0x78, ...[ber(0x0a, Buffer.from([52])), berText(''), berText('bye'), berText('1.3.6', 0x8a)])),
];

/** Hands chunks to the library's reader through the guard; how many messages it read, and what the guard says. */
function readThrough(chunks: readonly Buffer[]): { readonly count: number; readonly guard: MessageGuard } {
  const client = new Client({ url: 'ldap://localhost' });
  const guard = guardMessages(client);
  const parser = Object(Reflect.get(client, 'messageParser'));
  let count = 0;
  parser.on('message', () => {
    count += 1;
  });
  for (const chunk of chunks) parser.read(chunk, new Map());
  return { count, guard };
}

describe('a message of a server', () => {
  it('of every kind is sound, and each of its beginnings is not', () => {
    for (const message of sound) {
      expect(isServerMessage(message)).toBe(true);
      for (let end = 0; end < message.length; end += 1) expect(isServerMessage(message.subarray(0, end))).toBe(false);
    }
  });

  it.each([
    ['without an operation', ldapMessage(1, Buffer.alloc(0))],
    ['that is a result without a code', ldapMessage(1, ber(0x67))],
    [
      'with something between a set and its values',
      ldapMessage(1, ber(0x64, berText('cn=a'), berSequence(berText('a')))),
    ],
    [
      'with an attribute without values',
      ldapMessage(1, ber(0x64, berText('cn=a'), berSequence(berSequence(berText('a'))))),
    ],
    [
      'with a value that is a list',
      ldapMessage(1, ber(0x64, berText(''), berSequence(berSequence(berText('a'), berSet(berSet()))))),
    ],
    [
      'with a page of no size',
      ldapMessage(1, resultResponse(0x65, { code: 0 }), control(paging, Buffer.from('30020400', 'hex'))),
    ],
    [
      'with half an entry as it was before',
      ldapMessage(1, resultResponse(0x67, { code: 0 }), control(preRead, entry.subarray(0, -1))),
    ],
    [
      'with three parts behind its operation',
      Buffer.from('30110201016507 0a010004000400 a000 a000'.replaceAll(' ', ''), 'hex'),
    ],
  ])('%s is not sound', (_, message) => {
    expect(isServerMessage(message)).toBe(false);
  });
});

describe('the guard', () => {
  it('gives every message to the library, however the stream is cut', () => {
    const stream = Buffer.concat(sound);
    const cuts = fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 20 });
    fc.assert(
      fc.property(cuts, (places) => {
        const at = [0, ...places.sort((a, b) => a - b), stream.length];
        const { count, guard } = readThrough(at.slice(1).map((end, index) => stream.subarray(at[index], end)));
        expect({ count, begun: guard.begun(), problem: guard.problem() }).toEqual({
          count: sound.length,
          begun: sound.length,
          problem: undefined,
        });
      }),
    );
  });

  it('counts a message that is not whole, and takes nothing after a bad one', () => {
    expect(readThrough([Buffer.concat([sound[0] ?? expect.unreachable(), Buffer.from([0x30])])]).guard.begun()).toBe(2);
    const bad = readThrough([ldapMessage(1, ber(0x67)), ...sound]);
    expect(bad).toMatchObject({ count: 0 });
    expect(bad.guard.problem()?.code).toBe('MALFORMED');
  });

  it('lets the library come to an end, whatever bytes are wrong', () => {
    const message = fc.constantFrom(...sound);
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(message, damage, (good, places) => {
        const bytes = Buffer.from(good);
        for (const [at, byte] of places) bytes[at % bytes.length] = byte;
        expect(readThrough([bytes]).count).toBeLessThanOrEqual(1);
      }),
      { numRuns: 5000 },
    );
  });
});
