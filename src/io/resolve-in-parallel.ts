import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import {
  type JudgedManifests,
  joinManifests,
  judgeManifests,
  type ManifestFile,
  type Resolved,
  resolveManifests,
} from '../manifest/resolve.ts';
import type { ManifestOptions } from '../manifest/rules/rule.ts';

/** What a second thread is given; it answers with `JudgedManifests`. */
export interface ManifestWork {
  readonly files: readonly ManifestFile[];
  readonly options: ManifestOptions;
}

/** Below this many characters of manifests, starting a thread costs more than it gains. */
const worthwhile = 4_000_000;

/** The part that this thread reads itself: more than half, because the other one has to start first. */
const ownShare = 0.56;

/** The same as `resolveManifests`, with a part of a large set read by a second thread where there is one. */
export async function resolveInParallel(files: readonly ManifestFile[], options: ManifestOptions): Promise<Resolved> {
  const total = files.reduce((sum, { text }) => sum + text.length, 0);
  const middle = middleOf(files, total);
  if (total < worthwhile || middle === files.length || availableParallelism() < 2) {
    return resolveManifests(files, options);
  }
  const others = judgeElsewhere({ files: files.slice(middle), options });
  const own = judgeManifests(files.slice(0, middle), options);
  return joinManifests([own, await others], files, options);
}

function middleOf(files: readonly ManifestFile[], total: number): number {
  let sum = 0;
  for (const [index, { text }] of files.entries()) {
    sum += text.length;
    if (sum > total * ownShare) return index + 1;
  }
  return files.length;
}

function judgeElsewhere(work: ManifestWork): Promise<JudgedManifests> {
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
  const worker = new Worker(new URL(`manifest-worker${extension}`, import.meta.url), { workerData: work });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
