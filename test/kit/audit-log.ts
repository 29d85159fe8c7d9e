/** One attribute of a logged write, with the values exactly as logged. */
export interface AuditChange {
  /** `add`, `delete` or `replace` in a modify; `value` in an added entry, a rename or a deletion. */
  readonly op: 'add' | 'delete' | 'replace' | 'value';
  readonly attribute: string;
  readonly values: readonly string[];
}

/** One write that the server carried out, as slapo-auditlog recorded it. */
export interface AuditRecord {
  readonly dn: string;
  /** `add`, `modify`, `delete` or `modrdn`. */
  readonly changetype: string;
  /** What the client asked for; the server's own bookkeeping (entryCSN, modifiersName and so on) is left out. */
  readonly changes: readonly AuditChange[];
  /** The record as written, comments included. */
  readonly text: string;
}

const BOOKKEEPING = new Set(
  'entrycsn entryuuid creatorsname createtimestamp modifiersname modifytimestamp structuralobjectclass'.split(' '),
);

/** Reads the file that slapo-auditlog writes; records come in the order in which the server did them. */
export function parseAuditLog(text: string): readonly AuditRecord[] {
  return text
    .split(/\n\n+/)
    .filter((block) => /^dn:/m.test(block))
    .map(parseRecord);
}

function parseRecord(text: string): AuditRecord {
  const lines = text
    .replace(/\n /g, '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const [dn, changetype, ...body] = lines.map((line) => (line === '-' ? (['-', ''] as const) : parseLine(line)));
  const changes = changetype?.[1] === 'modify' ? modifications(body) : plainValues(body);
  const wanted = changes.filter((change) => !BOOKKEEPING.has(change.attribute.toLowerCase()));
  return { dn: dn?.[1] ?? '', changetype: changetype?.[1] ?? '', changes: wanted, text };
}

type Line = readonly [name: string, value: string];

function parseLine(line: string): Line {
  const [, name = '', encoded, value = ''] = /^([^:]+):(:?) ?(.*)$/s.exec(line) ?? [];
  return [name, encoded === ':' ? Buffer.from(value, 'base64').toString() : value];
}

function modifications(lines: readonly Line[]): readonly AuditChange[] {
  const changes: AuditChange[] = [];
  let values: string[] | undefined;
  for (const [name, value] of lines) {
    if (name === '-') values = undefined;
    else if (values !== undefined) values.push(value);
    else if (name === 'add' || name === 'delete' || name === 'replace') {
      values = [];
      changes.push({ op: name, attribute: value, values });
    }
  }
  return changes;
}

function plainValues(lines: readonly Line[]): readonly AuditChange[] {
  const names = [...new Set(lines.map(([name]) => name))];
  return names.map((attribute) => {
    const values = lines.filter(([name]) => name === attribute).map(([, value]) => value);
    return { op: 'value', attribute, values };
  });
}
