import { ber, berBoolean, berNumber, berSequence, berSet, berText } from './ber.ts';

/** A control as it is sent (RFC 4511 §4.1.11). */
export interface WireControl {
  readonly oid: string;
  readonly critical: boolean;
  readonly value?: Buffer;
}

/** One LDAPMessage (RFC 4511 §4.1.1): an id, an operation from this file, and controls. */
export function ldapMessage(id: number, operation: Buffer, controls: readonly WireControl[] = []): Buffer {
  const list = controls.map(({ oid, critical, value }) =>
    berSequence(
      berText(oid),
      ...(critical ? [berBoolean(true)] : []),
      ...(value === undefined ? [] : [berText(value)]),
    ),
  );
  return berSequence(berNumber(id), operation, ...(list.length === 0 ? [] : [ber(0xa0, ...list)]));
}

/** A simple bind; anonymous with two empty texts. */
export function bindRequest(dn: string, password: string): Buffer {
  return ber(0x60, berNumber(3), berText(dn), berText(password, 0x80));
}

/** A SASL EXTERNAL bind as whoever the channel says; without the empty credentials slapd would ask for them (14). */
export function externalBindRequest(): Buffer {
  return ber(0x60, berNumber(3), berText(''), ber(0xa3, berText('EXTERNAL'), berText('')));
}

/** Goodbye. */
export const unbindRequest: Buffer = Buffer.from([0x42, 0x00]);

/** A search; `filter` in BER, from `equals` and the like. */
export function searchRequest(
  base: string,
  scope: 'base' | 'one' | 'sub',
  filter: Buffer,
  attributes: readonly string[],
): Buffer {
  const scopeNumber = { base: 0, one: 1, sub: 2 }[scope];
  const limits = [berNumber(0), berNumber(0), berBoolean(false)];
  const wanted = berSequence(...attributes.map((name) => berText(name)));
  return ber(0x63, berText(base), berNumber(scopeNumber, 0x0a), berNumber(0, 0x0a), ...limits, filter, wanted);
}

/** One change of a modify. */
export interface WireChange {
  readonly kind: 'add' | 'delete' | 'replace';
  readonly attribute: string;
  readonly values: readonly string[];
}

/** A modify. */
export function modifyRequest(dn: string, changes: readonly WireChange[]): Buffer {
  const list = changes.map(({ kind, attribute, values }) =>
    berSequence(berNumber({ add: 0, delete: 1, replace: 2 }[kind], 0x0a), attributeWithValues(attribute, values)),
  );
  return ber(0x66, berText(dn), berSequence(...list));
}

/** An add. */
export function addRequest(dn: string, attributes: Readonly<Record<string, readonly string[]>>): Buffer {
  const list = Object.entries(attributes).map(([name, values]) => attributeWithValues(name, values));
  return ber(0x68, berText(dn), berSequence(...list));
}

/** A delete. */
export function deleteRequest(dn: string): Buffer {
  return berText(dn, 0x4a);
}

/** A compare. */
export function compareRequest(dn: string, attribute: string, value: string): Buffer {
  return ber(0x6e, berText(dn), berSequence(berText(attribute), berText(value)));
}

/** An extended request. */
export function extendedRequest(oid: string, value?: Buffer): Buffer {
  return ber(0x77, berText(oid, 0x80), ...(value === undefined ? [] : [berText(value, 0x81)]));
}

/** The filter `(attribute=value)`. */
export function equals(attribute: string, value: string): Buffer {
  return ber(0xa3, berText(attribute), berText(value));
}

/** The filter `(attribute=*)`. */
export function isPresent(attribute: string): Buffer {
  return berText(attribute, 0x87);
}

/** All of these filters. */
export function allOf(...filters: readonly Buffer[]): Buffer {
  return ber(0xa0, ...filters);
}

function attributeWithValues(name: string, values: readonly string[]): Buffer {
  return berSequence(berText(name), berSet(Buffer.concat(values.map((value) => berText(value))))); // too many to spread
}

/** What a result says. */
export interface WireResult {
  readonly code: number;
  readonly text?: string;
  readonly matchedDn?: string;
  /** Where the server sends the client instead; only with code 10. */
  readonly referral?: readonly string[];
}

/** A result under any tag: 0x61 bind, 0x65 search, 0x67 modify, 0x69 add, 0x6b delete, 0x6d rename, 0x6f compare, 0x78 extended. */
export function resultResponse(tag: number, result: WireResult): Buffer {
  const { code, text = '', matchedDn = '', referral } = result;
  const uris = referral === undefined ? [] : [ber(0xa3, ...referral.map((uri) => berText(uri)))];
  return ber(tag, berNumber(code, 0x0a), berText(matchedDn), berText(text), ...uris);
}

/** An entry that a search found. */
export function entryResponse(dn: string, attributes: Readonly<Record<string, readonly string[]>>): Buffer {
  const list = Object.entries(attributes).map(([name, values]) => attributeWithValues(name, values));
  return ber(0x64, berText(dn), berSequence(...list));
}

/** Other servers where a search goes on. */
export function referenceResponse(uris: readonly string[]): Buffer {
  return ber(0x73, ...uris.map((uri) => berText(uri)));
}

/** News in the middle of an operation (RFC 4511 §4.13). */
export function intermediateResponse(oid: string): Buffer {
  return ber(0x79, berText(oid, 0x80));
}

/** The server's own goodbye, a whole message with the id 0 (RFC 4511 §4.4.1). */
export function noticeOfDisconnection(code: number, text: string): Buffer {
  const result = [berNumber(code, 0x0a), berText(''), berText(text)];
  return ldapMessage(0, ber(0x78, ...result, berText('1.3.6.1.4.1.1466.20036', 0x8a)));
}
