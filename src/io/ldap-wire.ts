import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Filter } from '../ldap/filter.ts';
import type { Entry, Value } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Operation } from '../model/operation.ts';
import type { Search } from './directory.ts';
import { Gathering } from './gathering.ts';
import { brokenFailure, isUnreadable } from './ldap-failure.ts';
import {
  type Client,
  CompareRequest,
  type Control,
  ExtendedRequest,
  ExtendedResponse,
  PagedResultsControl,
  SearchRequest,
  SearchResponse,
} from './ldap-library.ts';
import { extensionOids } from './server-facts.ts';
import { type TlsFacts, tlsFactsOf } from './tls-facts.ts';
import { entryOf } from './whole-entry.ts';
import { AssertionControl, NoOpControl, ReadControl } from './wire-controls.ts';
import { wireFilter } from './wire-filter.ts';
import { wireRequest } from './wire-request.ts';

/** What every answer of the server carries (RFC 4511 §4.1.9). */
export interface Answer {
  readonly status: number;
  readonly errorMessage: string;
}

/** One page of a search: what came, where the server would send us for the rest, and how to ask for the next page. */
export interface Page extends Answer {
  readonly entries: readonly Entry[];
  readonly references: readonly string[];
  /** Empty or undefined after the last page (RFC 2696). */
  readonly cookie: Buffer | undefined;
}

/** The answer to a write, with the entry as it was and as it is now when the server told. */
export interface Written extends Answer {
  readonly before: Entry | undefined;
  readonly after: Entry | undefined;
}

/** What goes with a write. */
export interface Terms {
  /** What must hold for the entry; undefined when nothing must. */
  readonly condition: Filter | undefined;
  /** Whether it is carried out, or only checked in every way (OpenLDAP's no-op control). */
  readonly purpose: 'carry out' | 'check';
  /** Whether the answer should show the entry as it was before. */
  readonly showBefore: boolean;
}

/**
 * One bound connection. Requests go straight to the wire: the client's own methods would reconnect without a bind after
 * a loss, end a paged search at an empty page, and hide half of an answer. A loss fails everything under way at once.
 */
export class Wire {
  readonly url: string;
  readonly #client: Client;
  readonly #send: (request: unknown) => unknown;
  readonly #socket: Socket;
  readonly #waiting = new Set<(reason: Error) => void>();
  readonly #problem: () => Error | undefined;
  readonly #gathering: Gathering;
  #lastId = 100;

  /** `problem` tells why the connection was ended from here, if it was. */
  constructor(client: Client, url: string, problem: () => Error | undefined) {
    this.url = url;
    this.#problem = problem;
    this.#client = client;
    const send: unknown = Reflect.get(client, '_send');
    if (typeof send !== 'function') throw new Error('the LDAP client library changed: it has no _send');
    this.#send = (request) => Reflect.apply(send, client, [request]);
    const socket: unknown = Reflect.get(client, 'socket');
    if (!(socket instanceof Socket)) throw new Error('the LDAP client library changed: it has no socket');
    this.#socket = socket;
    this.#gathering = new Gathering(socket);
    // The client does not notice that a connection under StartTLS is gone; its socket does.
    socket.once('close', () => {
      for (const fail of this.#waiting) fail(new Error('connection closed'));
    });
  }

  /** Whether nothing more can be asked here. */
  get isBroken(): boolean {
    return !this.#client.isConnected || this.#socket.destroyed;
  }

  /** Asks for one page of a search, or for all of it when `pageSize` is undefined. */
  async searchPage(search: Search, pageSize: number | undefined, cookie: Buffer | undefined): Promise<Page> {
    const paging = pageSize === undefined ? undefined : { size: pageSize, ...(cookie === undefined ? {} : { cookie }) };
    const request = new SearchRequest({
      messageId: this.#nextId(),
      baseDN: search.base,
      scope: search.scope === 'base' ? 'base' : 'sub',
      filter: wireFilter(search.filter),
      attributes: [...search.attributes],
      sizeLimit: 0,
      timeLimit: 0,
      ...(paging === undefined ? {} : { controls: [new PagedResultsControl({ value: paging })] }),
    });
    const response = await this.#ask(request, `the search below ${search.base}`);
    if (!(response instanceof SearchResponse)) throw new Error('a search was answered by something else');
    const control = response.controls?.find((candidate) => candidate instanceof PagedResultsControl);
    return {
      status: response.status,
      errorMessage: response.errorMessage,
      entries: response.searchEntries.map(entryOf),
      references: response.searchReferences.flatMap(({ uris }) => uris),
      cookie: control?.value?.cookie,
    };
  }

  /** Sends one write and waits for its result. */
  async write(operation: Operation, { condition, purpose, showBefore }: Terms): Promise<Written> {
    const [before, after] = [new ReadControl('before'), new ReadControl('after')];
    const controls: Control[] = [
      ...(condition === undefined ? [] : [new AssertionControl(condition)]),
      ...(purpose === 'check' ? [new NoOpControl()] : operation.kind === 'delete' ? [] : [after]),
      ...(purpose === 'carry out' && showBefore && operation.kind !== 'add' ? [before] : []),
    ];
    const request = wireRequest(operation, this.#nextId(), controls);
    const { status, errorMessage } = await this.#ask(request, `the ${operation.kind} of ${operation.dn}`);
    return { status, errorMessage, before: before.entry, after: after.entry };
  }

  /** Asks whether an entry has a value (RFC 4511 §4.10): 6 yes, 5 no, 16 it has no such attribute. */
  async compare(dn: string, attribute: string, value: Value): Promise<Answer> {
    const text = typeof value === 'string' ? value : Buffer.from(value).toString('utf8');
    const request = new CompareRequest({ messageId: this.#nextId(), dn, attribute, value: text });
    return this.#ask(request, `the comparison of ${attribute} in ${dn}`);
  }

  /** Who the server says we are (RFC 4532): empty for nobody, undefined when it does not tell. */
  async whoAmI(): Promise<string | undefined> {
    const request = new ExtendedRequest({ messageId: this.#nextId(), oid: extensionOids.whoAmI });
    const answer = await this.#ask(request, 'the question who we are');
    return answer.status === 0 && answer instanceof ExtendedResponse ? (answer.value ?? '') : undefined;
  }

  /** What TLS was agreed on; undefined on a connection without it. */
  tls(): TlsFacts | undefined {
    return this.#socket instanceof TLSSocket ? tlsFactsOf(this.#socket) : undefined;
  }

  /** Says goodbye and closes the connection. */
  async close(): Promise<void> {
    this.#gathering.send();
    if (!this.#socket.destroyed) await this.#client.unbind().catch(() => undefined);
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  async #ask(request: unknown, doing: string): Promise<Answer> {
    if (this.isBroken) throw brokenFailure(this.url, doing, new Error('the connection is closed'));
    let answer: unknown;
    try {
      this.#gathering.add();
      answer = await this.#orLoss(this.#send(request));
    } catch (error) {
      if (error instanceof Failure) throw error;
      if (isUnreadable(error)) this.#socket.destroy(); // what came behind the answer is lost
      throw brokenFailure(this.url, doing, this.#problem() ?? error);
    }
    if (isAnswer(answer)) return answer;
    throw brokenFailure(this.url, doing, new Error('no result in the answer'));
  }

  /** The answer, or the loss of the connection, whichever comes first. */
  #orLoss(answer: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      const done = (): void => {
        this.#waiting.delete(reject);
        this.#gathering.answered();
      };
      Promise.resolve(answer).then(resolve, reject).finally(done);
    });
  }
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'status' in value && 'errorMessage' in value;
}
