import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './accounts.ts';
import { freePorts } from './free-ports.ts';
import { guardChild } from './guard.ts';
import type { OpenLdap } from './openldap.ts';
import { runProgram } from './run-program.ts';

/** Where a test server listens. */
export interface Endpoints {
  readonly port: number;
  /** ldap:// on 127.0.0.1; StartTLS works there when the server has TLS. */
  readonly url: string;
  readonly ldapsPort: number;
  readonly ldapsUrl: string;
  /** The path of the unix socket. */
  readonly socket: string;
  /** The socket as OpenLDAP's programs want it, with an encoded path. */
  readonly ldapiUrl: string;
}

const ATTEMPTS = 8;
const READY_WITHIN = 30_000;

/** The slapd process of one test server: a child in the foreground that never outlives this process. */
export class SlapdProcess {
  readonly #openLdap: OpenLdap;
  readonly #conf: string;
  readonly #folder: string;
  readonly #admin: Account;
  #endpoints: Endpoints | undefined;
  #child: ChildProcess | undefined;
  readonly #loglevel: 'none' | 'stats';
  readonly #log: string[] = [];
  #complaints = '';

  constructor(openLdap: OpenLdap, conf: string, folder: string, admin: Account, loglevel: 'none' | 'stats') {
    this.#openLdap = openLdap;
    this.#conf = conf;
    this.#folder = folder;
    this.#admin = admin;
    this.#loglevel = loglevel;
  }

  /** What the server logged so far, in all its lives; next to nothing at the level `none`. */
  get log(): string {
    return this.#log.join('');
  }

  /** How the process ended: its exit code or the signal; undefined while it runs. A crash is a SIGSEGV or SIGABRT. */
  get ended(): number | NodeJS.Signals | undefined {
    return this.#child?.signalCode ?? this.#child?.exitCode ?? undefined;
  }

  /** Starts on ports that nobody uses; tries others when somebody was faster. */
  async startOnFreePorts(): Promise<Endpoints> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const [port = 0, ldapsPort = 0] = await freePorts(2);
      this.#endpoints = endpoints(this.#folder, port, ldapsPort);
      if (await this.#start(this.#endpoints)) return this.#endpoints;
    }
    throw new Error(`slapd does not start: ${this.#complaints.trim()}`);
  }

  /** Starts once more where it listened before. */
  async startAgain(): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (this.#endpoints !== undefined && (await this.#start(this.#endpoints))) return;
      await sleep(250); // an old connection may hold the port for a moment
    }
    throw new Error(`slapd does not start again: ${this.#complaints.trim()}`);
  }

  /** Sends a signal and waits until the process is gone; does nothing when none runs. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.ref();
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000); // a server may hang while it shuts down
    await gone;
    clearTimeout(late);
  }

  /** Whether it answers; false when the process ended first, as it does when a port is taken. */
  async #start({ url, ldapsUrl, ldapiUrl, socket }: Endpoints): Promise<boolean> {
    await rm(socket, { force: true });
    const args = ['-d', this.#loglevel, '-f', this.#conf, '-h', `${url}/ ${ldapsUrl}/ ${ldapiUrl}`];
    const child = spawn(this.#openLdap.slapd, args, { env: this.#openLdap.env, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    this.#complaints = '';
    child.stderr.on('data', (chunk: Buffer) => {
      this.#log.push(chunk.toString());
      this.#complaints = (this.#complaints + chunk.toString()).slice(-4000);
    });
    if (child.pid === undefined) throw new Error(`${this.#openLdap.slapd} cannot be run`);
    const guard = guardChild(child.pid, this.#folder);
    child.once('exit', () => guard.dismiss());
    const ready = await this.#waitUntilReady(child, url);
    child.unref();
    return ready;
  }

  /** Binding proves more than an open port: the password is this server's own, so no other one can answer. */
  async #waitUntilReady(child: ChildProcess, url: string): Promise<boolean> {
    const args = ['-x', '-H', url, '-D', this.#admin.dn, '-y', this.#admin.passwordFile];
    for (const end = Date.now() + READY_WITHIN; Date.now() < end; await sleep(20)) {
      if (child.exitCode !== null || child.signalCode !== null) return false;
      const answer = await runProgram(this.#openLdap.ldapwhoami, args, { env: this.#openLdap.env });
      if (answer.code === 0) return true;
    }
    await this.end('SIGKILL');
    throw new Error(`slapd did not answer within ${READY_WITHIN / 1000} s: ${this.#complaints.trim()}`);
  }
}

function endpoints(folder: string, port: number, ldapsPort: number): Endpoints {
  const socket = join(folder, 'ldapi');
  return {
    port,
    url: `ldap://127.0.0.1:${port}`,
    ldapsPort,
    ldapsUrl: `ldaps://127.0.0.1:${ldapsPort}`,
    socket,
    ldapiUrl: `ldapi://${encodeURIComponent(socket)}`,
  };
}
