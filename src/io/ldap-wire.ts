import { connect as connectSocket, Socket } from 'node:net';
import {
  AddRequest,
  AndFilter,
  ApproximateFilter,
  Ber,
  type BerReader,
  BerWriter,
  Change,
  Client,
  Control,
  DeleteRequest,
  EqualityFilter,
  ExtensibleFilter,
  GreaterThanEqualsFilter,
  LessThanEqualsFilter,
  ModifyDNRequest,
  ModifyRequest,
  NotFilter,
  OrFilter,
  PagedResultsControl,
  PresenceFilter,
  ProtocolOperation,
  SearchEntry,
  SearchRequest,
  SearchResponse,
  SubstringFilter,
  Attribute as WireAttribute,
  type Filter as WireFilter,
} from 'ldapts';
import type { Filter } from '../ldap/filter.ts';
import { mergeAttributes } from '../ldap/merge-attributes.ts';
import { bytesOfValue, valueOfBytes } from '../ldap/utf8.ts';
import type { Entry, Value } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Operation } from '../model/operation.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import { checkCredentials, connectionTarget, tlsOptions } from './connection-target.ts';
import { entryAttributes, type Search } from './directory.ts';
import { brokenFailure, connectFailure, openFailure, resultCodeOf } from './ldap-failure.ts';

type Request = SearchRequest | AddRequest | ModifyRequest | DeleteRequest | ModifyDNRequest;

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

/** The answer to a write, with the entry as it is now when the server told. */
export interface Written extends Answer {
  readonly after: Entry | undefined;
}

/** Connects, upgrades to TLS where asked, and binds; each exactly once. Anything but success is a Failure. */
export async function openWire(settings: ConnectionSettings): Promise<Wire> {
  checkCredentials(settings);
  const { url, bind } = settings;
  const target = connectionTarget(url);
  const milliseconds = settings.timeout * 1000;
  const tls = tlsOptions(settings, target);
  const client = new Client({
    url: target.clientUrl,
    timeout: milliseconds,
    connectTimeout: milliseconds,
    ...(target.secure ? { tlsOptions: tls } : {}),
    ...(target.socketPath === undefined ? {} : { createConnection: socketConnector(target.socketPath) }),
  });
  try {
    if (settings.startTls) await client.startTLS({ ...tls });
    if (bind.kind === 'external') await client.bind('EXTERNAL');
    else if (bind.kind === 'simple') await client.bind(bind.dn, bind.password);
    else await client.bind('', '');
    return new Wire(client, url);
  } catch (error) {
    await client.unbind().catch(() => undefined);
    const code = resultCodeOf(error);
    throw code === undefined ? connectFailure(url, error) : openFailure(settings, code);
  }
}

function socketConnector(path: string): typeof connectSocket {
  const connector = (): Socket => connectSocket(path);
  return connector;
}

/**
 * One connection for one run. Requests go straight to the wire: the client's own methods would reconnect without a
 * bind after a loss, end a paged search at an empty page, and hide half of an answer.
 */
export class Wire {
  readonly url: string;
  readonly #client: Client;
  readonly #send: (request: Request) => unknown;
  readonly #socket: Socket;
  #lastId = 100;

  constructor(client: Client, url: string) {
    this.url = url;
    this.#client = client;
    const send: unknown = Reflect.get(client, '_send');
    if (typeof send !== 'function') throw new Error('the LDAP client library changed: it has no _send');
    this.#send = (request) => Reflect.apply(send, client, [request]);
    const socket: unknown = Reflect.get(client, 'socket');
    if (!(socket instanceof Socket)) throw new Error('the LDAP client library changed: it has no socket');
    this.#socket = socket;
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
      entries: response.searchEntries.map((entry) => ({ dn: entry.name, attributes: readAttributes(entry) })),
      references: response.searchReferences.flatMap(({ uris }) => uris),
      cookie: control?.value?.cookie,
    };
  }

  /** Sends one write and waits for its result. */
  async write(operation: Operation): Promise<Written> {
    const control = new PostReadControl();
    const request = wireRequest(operation, this.#nextId(), operation.kind === 'delete' ? [] : [control]);
    const { status, errorMessage } = await this.#ask(request, `the ${operation.kind} of ${operation.dn}`);
    return { status, errorMessage, after: control.entry };
  }

  /** Says goodbye and closes the connection. */
  async close(): Promise<void> {
    if (!this.#socket.destroyed) await this.#client.unbind().catch(() => undefined);
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Requests of one turn of the event loop go out in one packet: a system call for each would cost more than the rest. */
  #gather(): void {
    if (this.#socket.writableCorked > 0) return;
    this.#socket.cork();
    setImmediate(() => this.#socket.uncork());
  }

  async #ask(request: Request, doing: string): Promise<Answer> {
    // The client does not notice that a connection under StartTLS is gone; its socket does.
    if (!this.#client.isConnected || this.#socket.destroyed)
      throw brokenFailure(this.url, doing, new Error('the connection is closed'));
    try {
      this.#gather();
      const answer = await this.#send(request);
      if (isAnswer(answer)) return answer;
    } catch (error) {
      throw brokenFailure(this.url, doing, error);
    }
    throw brokenFailure(this.url, doing, new Error('no result in the answer'));
  }
}

/** Asks for the entry as it is right after a write, in the same answer (RFC 4527); servers without it ignore this. */
class PostReadControl extends Control {
  entry: Entry | undefined;

  constructor() {
    super('1.3.6.1.1.13.2');
  }

  override writeControl(writer: BerWriter): void {
    const value = new BerWriter();
    value.startSequence();
    for (const name of entryAttributes) value.writeString(name);
    value.endSequence();
    writer.writeBuffer(value.buffer, Ber.OctetString);
  }

  override parseControl(reader: BerReader): void {
    reader.readSequence(ProtocolOperation.LDAP_RES_SEARCH_ENTRY);
    const entry = new SearchEntry({ messageId: 0 });
    entry.parseMessage(reader);
    this.entry = { dn: entry.name, attributes: readAttributes(entry) };
  }
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'status' in value && 'errorMessage' in value;
}

function readAttributes(entry: SearchResponse['searchEntries'][number]): Entry['attributes'] {
  const pieces = entry.attributes.map(({ type, values, parsedBuffers }) => ({
    name: type,
    values: values.map((value, index) => exactValue(value, parsedBuffers[index])),
  }));
  return mergeAttributes(pieces);
}

/** The library drops a byte order mark at the start of a value and leaves bytes as slices of larger buffers. */
function exactValue(value: Buffer | string, bytes: Buffer | undefined): Value {
  if (typeof value === 'string' && bytes?.[0] !== 0xef) return value;
  return valueOfBytes(bytes ?? bytesOfValue(value));
}

function wireRequest(operation: Operation, messageId: number, controls: Control[]): Request {
  const { dn } = operation;
  const common = { messageId, dn, controls };
  switch (operation.kind) {
    case 'add':
      return new AddRequest({ ...common, attributes: operation.attributes.map(wireAttribute) });
    case 'modify': {
      const changes = operation.modifications.map(({ kind, attribute, values }) => {
        if (kind === 'increment') throw new Error('increment is never planned');
        return new Change({ operation: kind, modification: wireAttribute({ name: attribute, values }) });
      });
      return new ModifyRequest({ ...common, changes });
    }
    case 'delete':
      return new DeleteRequest(common);
    case 'rename': {
      const { newRdn, deleteOldRdn, newSuperior } = operation;
      const superior = newSuperior === undefined ? {} : { newSuperior };
      return new ModifyDNRequest({ ...common, newRdn, deleteOldRdn, ...superior });
    }
  }
}

function wireAttribute({ name, values }: Entry['attributes'][number]): WireAttribute {
  const texts = values.every((value) => typeof value === 'string');
  return new WireAttribute({ type: name, values: texts ? [...values] : values.map(wireBytes) });
}

function wireBytes(value: Value): Buffer {
  return Buffer.from(bytesOfValue(value));
}

const comparisons = {
  greaterOrEqual: GreaterThanEqualsFilter,
  lessOrEqual: LessThanEqualsFilter,
  approx: ApproximateFilter,
} as const;

function wireFilter(filter: Filter): WireFilter {
  switch (filter.kind) {
    case 'and':
      return new AndFilter({ filters: filter.filters.map(wireFilter) });
    case 'or':
      return new OrFilter({ filters: filter.filters.map(wireFilter) });
    case 'not':
      return new NotFilter({ filter: wireFilter(filter.filter) });
    case 'present':
      return new PresenceFilter({ attribute: filter.attribute });
    case 'equals':
      return new EqualityFilter({ attribute: filter.attribute, value: wireBytes(filter.value) });
    case 'greaterOrEqual':
    case 'lessOrEqual':
    case 'approx':
      return new comparisons[filter.kind]({ attribute: filter.attribute, value: textOf(filter.value) });
    case 'substrings': {
      const { attribute, initial, any, final } = filter;
      return new SubstringFilter({
        attribute,
        initial: initial === undefined ? '' : textOf(initial),
        any: any.map(textOf),
        final: final === undefined ? '' : textOf(final),
      });
    }
    case 'extensible':
      return new ExtensibleFilter({
        matchType: filter.attribute ?? '',
        rule: filter.rule ?? '',
        dnAttributes: filter.dnAttributes,
        value: textOf(filter.value),
      });
  }
}

function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  throw new Failure('input', 'a filter compares with bytes that are not text', 'Use text in directory.filter.');
}
