import { createHash } from 'node:crypto';
import type { Entry } from '../model/entry.ts';
import type { Plan } from '../model/plan.ts';

/** A step, or one in JSON: the requests look the same in both. */
export interface StepOperations {
  readonly operations: readonly object[];
}

/**
 * SHA-256 (hex) over the target and the operations in their order: two plans with one fingerprint send the same
 * requests to the same place.
 */
export function fingerprint(target: Plan['target'], steps: readonly StepOperations[]): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(target));
  for (const step of steps) hash.update(JSON.stringify(step.operations, bytesAsBase64));
  return hash.digest('hex');
}

/** SHA-256 (hex) over a value: the same for the same content, in whatever order its keys were put in. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, inOrder)).digest('hex');
}

/** SHA-256 (hex) over all that was read of an entry but its name. Attributes and values have no order (RFC 4512 §2.5). */
export function entryDigest({ attributes }: Entry): string {
  const lines = attributes.flatMap(({ name, values }) =>
    values.map((value) => JSON.stringify([name.toLowerCase(), bytesAsBase64('', value)])),
  );
  return digestOf(lines.sort());
}

function bytesAsBase64(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value;
}

function inOrder(key: string, value: unknown): unknown {
  if (value instanceof Map) return { map: [...value].sort(byKey) };
  const plain = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
  return plain ? Object.fromEntries(Object.entries(value).sort(byKey)) : bytesAsBase64(key, value);
}

function byKey([a]: readonly [unknown, unknown], [b]: readonly [unknown, unknown]): number {
  return String(a) < String(b) ? -1 : 1;
}
