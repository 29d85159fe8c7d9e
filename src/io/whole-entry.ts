import type { Entry } from '../model/entry.ts';
import type { EntryMessage } from './entry-message.ts';
import { SearchEntry } from './ldap-library.ts';

/** An answer to a search as the client library hands it about, with an entry that was read by us. */
export class WholeEntry extends SearchEntry {
  readonly entry: Entry;

  constructor({ messageId, entry }: EntryMessage) {
    super({ messageId });
    this.entry = entry;
  }
}

/** The entry that was read by us; an entry that came another way is a change of the library. */
export function entryOf(found: SearchEntry): Entry {
  if (found instanceof WholeEntry) return found.entry;
  throw new Error('the LDAP client library changed: it read an entry by itself');
}
