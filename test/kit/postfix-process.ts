import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guardChild } from './guard.ts';

const READY_WITHIN = 60_000;

/** The master(8) of one test's Postfix, with its log. It never outlives this process. */
export class PostfixProcess {
  readonly #child: ChildProcess;
  readonly #file: number;
  readonly #lines: string[] = [];
  #rest = '';

  constructor(master: string, folder: string, env: Readonly<Record<string, string>>) {
    const log = join(folder, 'log'); // a file: its daemons open their standard output by name, which a pipe does not allow
    const output = openSync(log, 'a');
    const args = ['-c', join(folder, 'etc'), '-s', '-d'];
    this.#child = spawn(master, args, { env: { ...env }, stdio: ['ignore', output, output] });
    closeSync(output);
    this.#file = openSync(log, 'r');
    if (this.#child.pid === undefined) throw new Error(`${master} cannot be run`);
    const guard = guardChild(this.#child.pid, folder);
    this.#child.once('exit', () => guard.dismiss());
  }

  /** What was logged so far. */
  get log(): readonly string[] {
    const bytes = Buffer.alloc(65_536);
    for (let length = readSync(this.#file, bytes); length > 0; length = readSync(this.#file, bytes)) {
      const lines = (this.#rest + bytes.toString('latin1', 0, length)).split('\n');
      this.#rest = lines.pop() ?? '';
      this.#lines.push(...lines);
    }
    return this.#lines;
  }

  /** Whether it listens on the port; false when it ended first, as it does when the port is taken. */
  async waitUntilReady(port: number): Promise<boolean> {
    for (const end = Date.now() + READY_WITHIN; Date.now() < end; await sleep(20)) {
      if (this.#ended) return false;
      if (this.log.some((line) => line.includes('daemon started')) && (await canConnect(port))) {
        this.#child.unref();
        return true;
      }
    }
    await this.end();
    throw new Error(`Postfix did not answer within ${READY_WITHIN / 1000} s:\n${this.log.slice(-20).join('\n')}`);
  }

  /** Waits for a line of the log. */
  async logged(pattern: RegExp, within: number): Promise<string> {
    for (const end = Date.now() + within; Date.now() < end; await sleep(10)) {
      const found = this.log.findLast((line) => pattern.test(line));
      if (found !== undefined) return found;
      if (this.#ended) break;
    }
    throw new Error(`Postfix did not log ${String(pattern)} within ${within} ms:\n${this.log.slice(-30).join('\n')}`);
  }

  /** Ends it and the daemons it started. */
  async end(): Promise<void> {
    if (this.#ended) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.ref();
    this.#child.kill('SIGTERM');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(late);
  }

  get #ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
