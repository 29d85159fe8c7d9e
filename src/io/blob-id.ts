import { createHash } from 'node:crypto';

/** The id that git gives to a text, in the kind of hash that a repository uses: ids of 64 digits are SHA-256. */
export function blobId(text: string, sample: string): string {
  const bytes = Buffer.from(text);
  const hash = createHash(sample.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
