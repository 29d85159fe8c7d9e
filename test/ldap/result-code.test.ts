import { describe, expect, it } from 'vitest';
import { resultHint, resultName } from '../../src/ldap/result-code.ts';

/** RFC 4511 §4.1.9 and RFC 4528 §5. */
const names = new Map([
  [1, 'operationsError'],
  [2, 'protocolError'],
  [3, 'timeLimitExceeded'],
  [4, 'sizeLimitExceeded'],
  [10, 'referral'],
  [11, 'adminLimitExceeded'],
  [16, 'noSuchAttribute'],
  [19, 'constraintViolation'],
  [20, 'attributeOrValueExists'],
  [21, 'invalidAttributeSyntax'],
  [32, 'noSuchObject'],
  [49, 'invalidCredentials'],
  [50, 'insufficientAccessRights'],
  [53, 'unwillingToPerform'],
  [64, 'namingViolation'],
  [65, 'objectClassViolation'],
  [66, 'notAllowedOnNonLeaf'],
  [67, 'notAllowedOnRDN'],
  [68, 'entryAlreadyExists'],
  [80, 'other'],
  [122, 'assertionFailed'],
]);

describe('a result code', () => {
  it.each([...names])('%d is shown as %s, with a hint of its own', (code, name) => {
    expect(resultName(code)).toBe(`${name} (${code})`);
    expect(resultHint(code)).toMatch(/^[A-Z].*\.$|^[A-Z].*\)\.$/);
  });

  it('that is not known is shown by its number', () => {
    expect(resultName(4711)).toBe('result code (4711)');
    expect(resultHint(4711)).toBe('Look into the log of the server.');
  });

  it('of two different troubles has two different hints', () => {
    expect(new Set([4, 16, 20, 32, 49, 50, 65, 122].map(resultHint)).size).toBe(8);
  });
});
