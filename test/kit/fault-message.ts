import { type BerPart, berParts } from './ber.ts';

const requestTags = {
  bind: 0x60,
  unbind: 0x42,
  search: 0x63,
  modify: 0x66,
  add: 0x68,
  delete: 0x4a,
  rename: 0x6c,
  compare: 0x6e,
  abandon: 0x50,
  extended: 0x77,
} as const;

const responseTags = {
  bindResult: 0x61,
  entry: 0x64,
  done: 0x65,
  reference: 0x73,
  modifyResult: 0x67,
  addResult: 0x69,
  deleteResult: 0x6b,
  renameResult: 0x6d,
  compareResult: 0x6f,
  extendedResult: 0x78,
  intermediate: 0x79,
} as const;

/** What a message is; `opaque` for everything from the first byte on that is no LDAP, such as TLS. */
export type MessageKind = keyof typeof requestTags | keyof typeof responseTags | 'opaque';

/** The requests that write. */
export const writeKinds: readonly MessageKind[] = ['modify', 'add', 'delete', 'rename'];

/** The answers to the requests that write. */
export const writeResultKinds: readonly MessageKind[] = ['modifyResult', 'addResult', 'deleteResult', 'renameResult'];

/** One LDAP message on its way. */
export interface FaultMessage {
  readonly direction: 'request' | 'response';
  readonly kind: MessageKind;
  /** The number of the connection, from 1. */
  readonly connection: number;
  readonly id: number;
  /** The DN that the request names: of the entry, of a search's base, of who binds. In an answer, that of its request. */
  readonly dn: string;
  /** The DN of an entry that a search found. */
  readonly entryDn: string | undefined;
  /** The result code of an answer. */
  readonly code: number | undefined;
  /** How somebody binds; `unauthenticated` is a DN with an empty password. */
  readonly bind: 'anonymous' | 'unauthenticated' | 'simple' | 'sasl' | undefined;
  /** As whom the connection was bound at that time: a DN, `sasl`, or nothing for anonymous. */
  readonly boundAs: string;
  /** The OID of an extended request. */
  readonly oid: string | undefined;
  /** The OIDs of the controls, in order. */
  readonly controls: readonly string[];
  /** Bytes on the wire. */
  readonly size: number;
  /** Milliseconds since the proxy started. */
  readonly at: number;
}

/** What can be read from a message alone. */
export type MessageContent = Pick<FaultMessage, 'kind' | 'id' | 'entryDn' | 'code' | 'bind' | 'oid' | 'controls'> & {
  readonly dn: string | undefined;
};

const kinds = new Map<number, MessageKind>();
for (const [kind, tag] of Object.entries({ ...requestTags, ...responseTags })) {
  if (isKind(kind)) kinds.set(tag, kind);
}
const requestKinds: readonly string[] = Object.keys(requestTags);
const withoutResult: readonly MessageKind[] = ['entry', 'reference', 'intermediate'];

/** Reads a whole LDAPMessage. Throws a RangeError when it is none. */
export function readMessage(bytes: Buffer): MessageContent {
  const [envelope] = berParts(bytes);
  const [id, operation, controls] = berParts(envelope?.content ?? Buffer.alloc(0));
  const kind = kinds.get(operation?.tag ?? 0);
  if (id === undefined || operation === undefined || kind === undefined) throw new RangeError('no LDAP message');
  const isRequest = requestKinds.includes(kind);
  const parts = hasParts(kind) ? berParts(operation.content) : [];
  return {
    kind,
    id: numberOf(id),
    dn: isRequest ? dnOf(kind, operation, parts) : undefined,
    entryDn: kind === 'entry' ? textOf(parts[0]) : undefined,
    code: isRequest || withoutResult.includes(kind) ? undefined : numberOf(parts[0]),
    bind: kind === 'bind' ? bindOf(parts) : undefined,
    oid: kind === 'extended' ? textOf(parts.find(({ tag }) => tag === 0x80)) : undefined,
    controls: berParts(controls?.content ?? Buffer.alloc(0)).map(({ content }) => textOf(berParts(content)[0])),
  };
}

/** The tag of the answer to a request, or of an answer itself; for a search that of its end. */
export function resultTag(kind: MessageKind): number {
  switch (kind) {
    case 'bind':
    case 'bindResult':
      return responseTags.bindResult;
    case 'search':
    case 'entry':
    case 'reference':
    case 'intermediate':
    case 'done':
      return responseTags.done;
    case 'modify':
    case 'modifyResult':
      return responseTags.modifyResult;
    case 'add':
    case 'addResult':
      return responseTags.addResult;
    case 'delete':
    case 'deleteResult':
      return responseTags.deleteResult;
    case 'rename':
    case 'renameResult':
      return responseTags.renameResult;
    case 'compare':
    case 'compareResult':
      return responseTags.compareResult;
    case 'extended':
    case 'extendedResult':
      return responseTags.extendedResult;
    case 'unbind':
    case 'abandon':
    case 'opaque':
      throw new Error(`nothing answers: ${kind}`);
  }
}

function isKind(name: string): name is keyof typeof requestTags | keyof typeof responseTags {
  return name in requestTags || name in responseTags;
}

function hasParts(kind: MessageKind): boolean {
  return kind !== 'delete' && kind !== 'unbind' && kind !== 'abandon';
}

function dnOf(kind: MessageKind, operation: BerPart, parts: readonly BerPart[]): string {
  if (kind === 'delete') return operation.content.toString();
  if (kind === 'bind') return textOf(parts[1]);
  return kind === 'extended' ? '' : textOf(parts[0]);
}

function bindOf(parts: readonly BerPart[]): FaultMessage['bind'] {
  const [, name, credentials] = parts;
  if (credentials?.tag !== 0x80) return 'sasl';
  if (credentials.content.length > 0) return 'simple';
  return name?.content.length === 0 ? 'anonymous' : 'unauthenticated';
}

function textOf(part: BerPart | undefined): string {
  return part?.content.toString() ?? '';
}

function numberOf(part: BerPart | undefined): number {
  if (part === undefined || part.content.length === 0 || part.content.length > 6) throw new RangeError('no number');
  return part.content.readIntBE(0, part.content.length);
}
