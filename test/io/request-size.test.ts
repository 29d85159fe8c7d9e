import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AssertionControl, assertionOf, ReadControl } from '../../src/io/wire-controls.ts';
import { wireRequest } from '../../src/io/wire-request.ts';
import { operationSize } from '../../src/ldap/operation-size.ts';
import type { Operation } from '../../src/model/operation.ts';

const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.uint8Array({ minLength: 1, maxLength: 200 }),
);
const attributes = fc.array(
  fc.record({
    name: fc.constantFrom('mail', 'mailGroupMember'),
    values: fc.array(value, { minLength: 1, maxLength: 40 }),
  }),
  { maxLength: 4 },
);
const dn = fc.string({ minLength: 5, maxLength: 300 }).map((text) => `mail=${text},dc=example,dc=net`);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), dn, attributes }),
  fc.record({ kind: fc.constant('delete' as const), dn }),
  fc.record({
    kind: fc.constant('modify' as const),
    dn,
    modifications: attributes.map((list) =>
      list.map(({ name, values }) => ({ kind: 'add' as const, attribute: name, values })),
    ),
  }),
);

it('a request is never larger on the wire than it was reckoned to be', () => {
  const condition = assertionOf({
    entryUuid: 'd1c6a9f8-5e0c-103f-8d5c-7b1c5f3b2a10',
    entryCsn: '20261122120000.000000Z#000000#000#000000',
  });
  if (condition === undefined) expect.unreachable();
  fc.assert(
    fc.property(operation, (one) => {
      const request = wireRequest(one, 2_000_000_000, [
        new AssertionControl(condition),
        new ReadControl('before'),
        new ReadControl('after'),
      ]);
      expect(request.write().length).toBeLessThanOrEqual(operationSize(one));
    }),
    { numRuns: 300 },
  );
});
