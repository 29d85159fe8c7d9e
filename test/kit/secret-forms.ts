import { encodeTerminal, replaceHostile } from '../../src/report/encode-terminal.ts';

/**
 * How a secret could come out: as it is, escaped for JSON, for a URL or for a terminal, in hexadecimal, and in base64 at
 * any place of a longer text.
 */
export function secretForms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    encodeTerminal(secret),
    replaceHostile(secret),
    hex,
    hex.toUpperCase(),
    (hex.match(/../g) ?? []).join(' '),
    ...[0, 1, 2].map((shift) => inBase64(bytes, shift)),
  ];
}

/** The part of the base64 of a longer text that is the same whatever stands before and behind the secret. */
function inBase64(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  return text.slice(shift === 0 ? 0 : shift + 1, -1);
}
