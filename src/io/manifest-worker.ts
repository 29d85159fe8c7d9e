import { parentPort, workerData } from 'node:worker_threads';
import { judgeManifests } from '../manifest/resolve.ts';
import type { ManifestWork } from './resolve-in-parallel.ts';

const { files, options }: ManifestWork = workerData;
parentPort?.postMessage(judgeManifests(files, options));
