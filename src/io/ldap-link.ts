import { Failure } from '../model/failure.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import { openWire } from './ldap-open.ts';
import type { Wire } from './ldap-wire.ts';
import { PassingFailure, withPatience } from './patience.ts';

/**
 * The way to one server for one run. The first URL that answers is kept: a replica may be behind another, so what was
 * read at one server is never written to another. A lost connection is replaced by a new one, bound anew.
 */
export class Link {
  readonly url: string;
  readonly #settings: ConnectionSettings;
  #wire: Wire;
  #opening: Promise<Wire> | undefined;
  #session = 0;
  #signal: AbortSignal = never;
  /** The server's no to binding anew. It is never asked again: each try may bring the account nearer to being locked. */
  #refused: Failure | undefined;
  #closed = false;

  private constructor(url: string, settings: ConnectionSettings, wire: Wire) {
    this.url = url;
    this.#settings = settings;
    this.#wire = wire;
  }

  /** Connects to the first URL that can be reached. What is wrong at one (password, certificate) is not tried at the next. */
  static async open(settings: ConnectionSettings): Promise<Link> {
    const wire = await withPatience(settings.retry, never, () => openFirst(settings));
    return new Link(wire.url, settings, wire);
  }

  /** The connection that there is, up or broken: a write never opens another one by itself. */
  get wire(): Wire {
    return this.#wire;
  }

  /** How often the connection was replaced. */
  get session(): number {
    return this.#session;
  }

  /** Asks something that changes nothing; all of it again, on a new connection if need be, when it fails in passing. */
  read<T>(ask: (wire: Wire) => Promise<T>): Promise<T> {
    return withPatience(this.#settings.retry, this.#signal, async () => ask(await this.#live()));
  }

  /** From now on, an aborted signal means that what fails in passing is not tried again. */
  heed(signal: AbortSignal): void {
    this.#signal = signal;
  }

  /** Ends the connection. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#wire.close();
  }

  /** A connection that is up. Many may wait for one new connection. */
  async #live(): Promise<Wire> {
    if (!this.#wire.isBroken) return this.#wire;
    if (this.#refused !== undefined) throw this.#refused;
    if (this.#closed) {
      const hint = 'Run the command again.';
      throw new Failure('directory', `nothing more can be asked of ${this.url}: the connection is closed`, hint);
    }
    this.#opening ??= this.#reopen().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #reopen(): Promise<Wire> {
    try {
      this.#wire = await openWire(this.url, this.#settings);
    } catch (error) {
      if (error instanceof Failure && !(error instanceof PassingFailure)) this.#refused = error;
      throw error;
    }
    this.#session += 1;
    return this.#wire;
  }
}

/** Reading is not interrupted by a signal: until writing begins, an interrupt ends the process. */
const never: AbortSignal = new AbortController().signal;

async function openFirst(settings: ConnectionSettings): Promise<Wire> {
  const failures: Failure[] = [];
  for (const url of settings.urls) {
    try {
      return await openWire(url, settings);
    } catch (error) {
      if (!(error instanceof Failure) || !isUnreachable(error)) throw error;
      failures.push(error);
    }
  }
  const [first, ...others] = failures;
  if (first === undefined) throw new Error('there is no URL to connect to');
  if (others.length === 0) throw first;
  const kind = failures.some((failure) => failure instanceof PassingFailure) ? PassingFailure : Failure;
  throw new kind('directory', failures.map(({ message }) => message).join('; '), first.hint);
}

/** The server could not be reached at all, so that another one may be asked. */
function isUnreachable(error: Failure): boolean {
  return error instanceof PassingFailure || /: the host name is not known$/.test(error.message);
}
