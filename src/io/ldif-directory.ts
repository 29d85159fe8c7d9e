import { readFileSync, realpathSync } from 'node:fs';
import { dnKey, isWithin } from '../ldap/dn.ts';
import { matches } from '../ldap/filter-match.ts';
import { type LdifFile, type LdifRecord, parseLdif } from '../ldap/ldif.ts';
import { formatEntry } from '../ldap/ldif-writer.ts';
import { placeAfter } from '../ldap/renamed-entry.ts';
import { type EntryMap, replay } from '../ldap/replay.ts';
import { type Entry, valuesOf } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Operation } from '../model/operation.ts';
import type { MatchingRule } from '../model/profile.ts';
import { writeFileAtomic } from './atomic-file.ts';
import type {
  Directory,
  DirectoryReader,
  DirectoryWriter,
  Presence,
  Rehearsal,
  Search,
  WriteResult,
} from './directory.ts';
import { fileProblem } from './file-problem.ts';

type RuleOf = (attribute: string) => MatchingRule;

/**
 * A directory in an LDIF file of content records (slapcat, ldapsearch). Writes are kept in memory until `settle`, which
 * rewrites the file atomically and leaves every record that did not change byte for byte. A link stays a link.
 */
export async function openLdifDirectory(path: string, shownPath: string, ruleOf: RuleOf): Promise<Directory> {
  const file = new LdifStore(path, shownPath, ruleOf);
  return { reader: new LdifReader(file), writer: new LdifWriter(file) };
}

class LdifStore {
  readonly path: string;
  readonly url: string;
  readonly ruleOf: RuleOf;
  readonly bytes: Buffer;
  readonly entries: EntryMap = new Map();
  readonly #records: ReadonlyMap<string, LdifRecord>;
  readonly #lineEnd: string;

  constructor(path: string, shownPath: string, ruleOf: RuleOf) {
    this.path = path;
    this.url = shownPath;
    this.ruleOf = ruleOf;
    this.bytes = readBytes(path, shownPath);
    const file = parseLdif(this.bytes);
    refuseProblems(file, shownPath);
    const records = new Map<string, LdifRecord>();
    for (const record of file.records) {
      if (record.kind === 'change') {
        const hint = 'Give a file of entries, as slapcat or ldapsearch write it; apply changes with ldapmodify.';
        throw new Failure('directory', `${shownPath}:${record.line} is a change record, not an entry`, hint);
      }
      const key = dnKey(record.entry.dn);
      if (records.has(key)) {
        throw new Failure(
          'directory',
          `${shownPath}:${record.line} repeats the entry ${record.entry.dn}`,
          'Keep one of them.',
        );
      }
      records.set(key, record);
      this.entries.set(key, record.entry);
    }
    this.#records = records;
    this.#lineEnd = file.lineEnd;
  }

  /** The file with changed records rewritten in place, gone ones left out, and new ones at the end. */
  content(): Buffer {
    const parts: Buffer[] = [];
    let position = 0;
    const copyTo = (end: number): void => {
      parts.push(this.bytes.subarray(position, end));
      position = end;
    };
    for (const [key, record] of this.#records) {
      const now = this.entries.get(key);
      if (record.kind === 'content' && now === record.entry) continue;
      copyTo(record.range.start);
      position = record.range.end;
      if (now === undefined) position = this.#afterBlankLine(position);
      else parts.push(this.#text(now));
    }
    copyTo(this.bytes.length);
    let tail = Buffer.concat(parts);
    for (const [key, entry] of this.entries) {
      if (this.#records.has(key)) continue;
      tail = Buffer.concat([tail, this.#separator(tail), this.#text(entry)]);
    }
    return tail;
  }

  #text(entry: Entry): Buffer {
    return Buffer.from(formatEntry(entry).replaceAll('\n', this.#lineEnd));
  }

  #separator(before: Buffer): Buffer {
    if (before.length === 0) return before;
    const end = before.toString('latin1', Math.max(0, before.length - 4));
    if (/\r?\n\r?\n$/.test(end)) return Buffer.alloc(0);
    return Buffer.from(end.endsWith('\n') ? this.#lineEnd : this.#lineEnd.repeat(2));
  }

  #afterBlankLine(position: number): number {
    const next = this.bytes.toString('latin1', position, position + 2);
    return position + (next.startsWith('\n') ? 1 : next === '\r\n' ? 2 : 0);
  }
}

class LdifReader implements DirectoryReader {
  readonly url: string;
  readonly server = undefined;
  readonly #file: LdifStore;

  constructor(file: LdifStore) {
    this.url = file.url;
    this.#file = file;
  }

  async search(search: Search, onProgress: (entries: number) => void): Promise<readonly Entry[]> {
    const base = dnKey(search.base);
    const inScope = (entry: Entry): boolean =>
      search.scope === 'base' ? dnKey(entry.dn) === base : isWithin(entry.dn, search.base);
    const below = [...this.#file.entries.values()].filter(inScope);
    if (below.length === 0) {
      throw new Failure(
        'directory',
        `the base ${search.base} does not exist in ${this.url}`,
        `Correct ${search.key ?? 'directory.base'}, or take a snapshot that holds it.`,
      );
    }
    const found = below.filter((entry) => matches(search.filter, entry, this.#file.ruleOf));
    onProgress(found.length);
    return search.attributes.includes('*') ? found : found.map((entry) => withOnly(entry, search.attributes));
  }

  async read(dn: string): Promise<Entry | undefined> {
    return this.#file.entries.get(dnKey(dn));
  }

  async presence(dn: string, attribute: string): Promise<Presence> {
    const entry = this.#file.entries.get(dnKey(dn));
    return entry !== undefined && valuesOf(entry, attribute).length > 0 ? 'present' : 'absent';
  }

  async suffixes(): Promise<readonly string[]> {
    return [''];
  }

  async close(): Promise<void> {}
}

function withOnly({ dn, attributes }: Entry, names: readonly string[]): Entry {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return { dn, attributes: attributes.filter(({ name }) => wanted.has(withoutOptions(name))) };
}

/** The type of an attribute description: who asks for it gets the values under its options too (RFC 4511 §4.5.1.8). */
function withoutOptions(name: string): string {
  return name.toLowerCase().replace(/;.*/s, '');
}

class LdifWriter implements DirectoryWriter {
  /** Nothing is written unless the file still is what was read. */
  readonly guards = true;
  readonly session = 0;
  readonly #file: LdifStore;
  #changed = false;

  constructor(file: LdifStore) {
    this.#file = file;
  }

  async execute(operation: Operation): Promise<WriteResult> {
    const refusal = replay(this.#file.entries, operation, this.#file.ruleOf);
    if (refusal !== undefined) return { kind: 'refused', ...refusal };
    this.#changed = true;
    return { kind: 'done', before: undefined, after: this.#file.entries.get(dnKey(placeAfter(operation))) };
  }

  async check(operation: Operation): Promise<Rehearsal> {
    const { entries, ruleOf } = this.#file;
    const refusal = replay(new Map(entries), operation, ruleOf);
    return refusal === undefined ? { kind: 'would succeed' } : { kind: 'refused', ...refusal };
  }

  heed(): void {}

  async settle(): Promise<void> {
    const { path, url, bytes } = this.#file;
    if (!this.#changed) return;
    if (!readBytes(path, url).equals(bytes)) {
      const hint = 'Run the command again: it reads the new content.';
      throw new Failure('directory', `${url} was changed by somebody else in the meantime; nothing was written`, hint);
    }
    writeFileAtomic({ path: realpathSync(path), shown: url }, this.#file.content(), 0o600, 'flush');
  }
}

function readBytes(path: string, shownPath: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const hint = 'Correct directory.url: an ldap:// URL, or the path of an LDIF file.';
    throw new Failure('directory', fileProblem(shownPath, error), hint, { cause: error });
  }
}

function refuseProblems({ problems, references }: LdifFile, shownPath: string): void {
  const [problem] = problems;
  if (problem !== undefined) {
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more problems)` : '';
    throw new Failure('directory', `${shownPath}:${problem.line}: ${problem.message}${more}`, problem.hint);
  }
  const [reference] = references;
  if (reference !== undefined) {
    const hint = 'Take the snapshot from the server that has the whole tree.';
    throw new Failure(
      'directory',
      `${shownPath}:${reference.line} refers to ${reference.url}: the file is not complete`,
      hint,
    );
  }
}
