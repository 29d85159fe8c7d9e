import { and, equals, type Filter } from '../ldap/filter.ts';
import type { Entry } from '../model/entry.ts';
import type { Precondition } from '../model/plan.ts';
import { entryAttributes } from './directory.ts';
import { readEntry } from './entry-message.ts';
import { Ber, type BerReader, BerWriter, Control } from './ldap-library.ts';
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
    this.entry = readEntry(reader.remainingBuffer);
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
