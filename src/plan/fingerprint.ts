import { createHash } from 'node:crypto';
import type { Plan, Step } from '../model/plan.ts';

/**
 * SHA-256 (hex) over the target and the operations in their order: two plans with one fingerprint send the same
 * requests to the same place.
 */
export function fingerprint(target: Plan['target'], steps: readonly Step[]): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(target));
  for (const step of steps) hash.update(JSON.stringify(step.operations, bytesAsBase64));
  return hash.digest('hex');
}

function bytesAsBase64(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value;
}
