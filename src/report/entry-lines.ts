import { formatEntry } from '../ldap/ldif-writer.ts';
import type { Attribute, Entry, Value } from '../model/entry.ts';

/** One attribute value of an entry with its place in the order that both sides of a comparison share. */
export interface EntryLine {
  /** Compares like the place: attribute first, then value. */
  readonly rank: number;
  readonly value: string;
  /** LDIF text; a value that LDIF folds is kept in one piece. */
  readonly text: string;
}

/** Two entries as LDIF lines in one common order: attributes as in `before`, new ones after them, values sorted. */
export function entryLines(before: Entry | undefined, after: Entry | undefined): [EntryLine[], EntryLine[]] {
  const ranks = new Map<string, number>();
  for (const { name } of [...(before?.attributes ?? []), ...(after?.attributes ?? [])]) {
    const key = name.toLowerCase();
    if (!ranks.has(key)) ranks.set(key, ranks.size + 1);
  }
  return [linesOf(before, ranks), linesOf(after, ranks)];
}

/** Below 0, 0 or above 0: the order of the lines. */
export function compareLines(a: EntryLine, b: EntryLine): number {
  return a.rank - b.rank || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
}

function linesOf(entry: Entry | undefined, ranks: ReadonlyMap<string, number>): EntryLine[] {
  if (entry === undefined) return [];
  const lines = entry.attributes.flatMap((attribute) => attributeLines(attribute, ranks));
  return [
    { rank: 0, value: '', text: ldifLines({ dn: entry.dn, attributes: [] })[0] ?? '' },
    ...lines.sort(compareLines),
  ];
}

function attributeLines({ name, values }: Attribute, ranks: ReadonlyMap<string, number>): EntryLine[] {
  const rank = ranks.get(name.toLowerCase()) ?? 0;
  const texts = ldifLines({ dn: '', attributes: [{ name, values }] }).slice(1);
  return values.map((value, index) => ({ rank, value: sortText(value), text: texts[index] ?? '' }));
}

/** The lines of an entry's LDIF, unfolded. */
function ldifLines(entry: Entry): string[] {
  return formatEntry(entry).replace(/\n /g, '').split('\n');
}

function sortText(value: Value): string {
  return typeof value === 'string' ? value : String.fromCharCode(0xffff, ...value.subarray(0, 1000));
}
