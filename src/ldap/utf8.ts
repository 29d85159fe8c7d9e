import type { Value } from '../model/entry.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** The value that some bytes are: text when they are valid UTF-8, a copy of the bytes themselves otherwise. */
export function valueOfBytes(bytes: Uint8Array): Value {
  try {
    return decoder.decode(bytes);
  } catch {
    return Uint8Array.from(bytes);
  }
}

/** The bytes of a value as LDAP carries them. */
export function bytesOfValue(value: Value): Uint8Array {
  return typeof value === 'string' ? encoder.encode(value) : value;
}

/** Two upper-case hexadecimal digits for one byte. */
export function hexPair(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
