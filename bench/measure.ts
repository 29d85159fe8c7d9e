import { spawn } from 'node:child_process';
import { open, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** A program to measure. */
export interface Contender {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The exit code that counts as success. */
  readonly exit: number;
  /** Puts the world back before each run; not measured. */
  readonly before?: () => Promise<void>;
  /** Proves after each run that the work was done; not measured. */
  readonly after?: () => Promise<void>;
}

/** One run of a program. */
export interface Run {
  readonly seconds: number;
  /** Peak resident size; 0 when it ended before it could be read. */
  readonly peakMiB: number;
}

/** A program's runs, in the order in which they were made. */
export interface Measured {
  readonly name: string;
  readonly runs: readonly Run[];
}

/** Runs the contenders in turn, `rounds` times, so that a slow minute of the machine hits all of them alike. */
export async function measureInTurn(contenders: readonly Contender[], rounds: number): Promise<readonly Measured[]> {
  const results = contenders.map(({ name }) => ({ name, runs: [] as Run[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [n, contender] of contenders.entries()) {
      await contender.before?.();
      results[n]?.runs.push(await measure(contender));
      await contender.after?.();
      process.stderr.write('.');
    }
  }
  process.stderr.write('\n');
  return results;
}

/** Runs one program to its end with its output in `outputFile(cwd)`; throws when it does not end as it should. */
export async function measure({ name, file, args, env, cwd, exit }: Contender): Promise<Run> {
  const peakFile = join(cwd, 'peak-memory');
  await rm(peakFile, { force: true });
  const output = await open(outputFile(cwd), 'w');
  const errors = await open(join(cwd, 'errors'), 'w');
  const isNode = file === process.execPath;
  const preload = isNode ? ['--import', resolve(import.meta.dirname, 'peak-memory.mjs')] : [];
  const start = performance.now();
  const child = spawn(file, [...preload, ...args], {
    cwd,
    env: { ...env, BENCH_PEAK_FILE: peakFile },
    stdio: ['ignore', output.fd, errors.fd],
  });
  const watch = isNode ? undefined : watchMemory(child.pid);
  const code = await new Promise((done, reject) => child.once('error', reject).once('close', done));
  const seconds = (performance.now() - start) / 1000;
  await Promise.all([output.close(), errors.close()]);
  if (code !== exit)
    throw new Error(`${name}: exit ${code} instead of ${exit}: ${await readFile(join(cwd, 'errors'), 'utf8')}`);
  const peak = watch === undefined ? Number(await readFile(peakFile, 'utf8').catch(() => '0')) : watch.stop();
  return { seconds, peakMiB: peak / 1024 };
}

/** Where a measured program's standard output is. */
export function outputFile(cwd: string): string {
  return join(cwd, 'output');
}

interface MemoryWatch {
  /** Ends the watch; the peak in KiB. */
  readonly stop: () => number;
}

/** The kernel keeps the peak, so the last look before the end is what counts. */
function watchMemory(pid: number | undefined): MemoryWatch {
  let peak = 0;
  const look = async (): Promise<void> => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    peak = Math.max(peak, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0));
  };
  const timer = setInterval(look, 4);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}
