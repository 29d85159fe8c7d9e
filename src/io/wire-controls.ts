import { and, equals, type Filter } from '../ldap/filter.ts';
import { mergeAttributes } from '../ldap/merge-attributes.ts';
import { bytesOfValue, valueOfBytes } from '../ldap/utf8.ts';
import type { Entry, Value } from '../model/entry.ts';
import type { Precondition } from '../model/plan.ts';
import { entryAttributes } from './directory.ts';
import { Ber, type BerReader, BerWriter, Control, ProtocolOperation, SearchEntry } from './ldap-library.ts';
import { controlOids } from './server-facts.ts';
import { wireFilter } from './wire-filter.ts';

/**
 * Asks for the entry as it is right before or right after a write, in the same answer (RFC 4527); servers without it
 * ignore this.
 */
export class ReadControl extends Control {
  entry: Entry | undefined;

  constructor(moment: 'before' | 'after') {
    super(moment === 'before' ? controlOids.preRead : controlOids.postRead);
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
    this.entry = readEntry(entry);
  }
}

/** Lets the server carry out a write only while the filter matches the entry (RFC 4528); always critical. */
export class AssertionControl extends Control {
  readonly #filter: Filter;

  constructor(filter: Filter) {
    super(controlOids.assertion, { critical: true });
    this.#filter = filter;
  }

  override writeControl(writer: BerWriter): void {
    const value = new BerWriter();
    wireFilter(this.#filter).write(value);
    writer.writeBuffer(value.buffer, Ber.OctetString);
  }
}

/** Asks OpenLDAP to check a write in every way and not to carry it out; always critical. */
export class NoOpControl extends Control {
  constructor() {
    super(controlOids.noOp, { critical: true });
  }
}

/** What must still be so for an entry to be the one that was read; undefined when nothing of it was readable. */
export function assertionOf({ entryUuid, entryCsn }: Precondition): Filter | undefined {
  const parts = [
    ...(entryUuid === undefined ? [] : [equals('entryUUID', entryUuid)]),
    ...(entryCsn === undefined ? [] : [equals('entryCSN', entryCsn)]),
  ];
  return parts.length === 0 ? undefined : and(...parts);
}

/** An entry as the server sent it, attributes that came in pieces put together. */
export function readEntry({ name, attributes }: SearchEntry): Entry {
  const pieces = attributes.map(({ type, values, parsedBuffers }) => ({
    name: type,
    values: values.map((value, index) => exactValue(value, parsedBuffers[index])),
  }));
  return { dn: name, attributes: mergeAttributes(pieces) };
}

/** The library drops a byte order mark at the start of a value and leaves bytes as slices of larger buffers. */
function exactValue(value: Buffer | string, bytes: Buffer | undefined): Value {
  if (typeof value === 'string' && bytes?.[0] !== 0xef) return value;
  return valueOfBytes(bytes ?? bytesOfValue(value));
}
