/** A part of a Markdown text that may be cut between two rows, never inside one. */
export interface MarkdownSection {
  /** What stands before the rows; written only together with at least one row. */
  readonly open: string;
  /** Whole lines or blocks, each with its line end. */
  readonly rows: readonly string[];
  /** What must follow the rows, so that everything opened is closed. */
  readonly close: string;
  /** What a row is, for the line that says how many are left out. */
  readonly row: 'group' | 'line';
}

/**
 * The head and as many rows as fit into the budget (UTF-16 units), in order. The head is never cut. Where rows are left out, a
 * line says how many; a section none of whose rows fit is counted in the last line.
 */
export function fitSections(head: string, sections: readonly MarkdownSection[], budget: number): string {
  let text = head;
  let missing = 0;
  for (const section of sections) {
    const part = fitSection(section, budget - text.length - longestNote);
    if (part === undefined) missing++;
    else text += part;
  }
  return missing === 0 ? text : `${text}\n${missingNote(missing)}\n`;
}

/** Room kept for the last line. */
const longestNote = 120;

function missingNote(missing: number): string {
  return `_${missing} more ${missing === 1 ? 'section is' : 'sections are'} left out: this text has a limited length._`;
}

function fitSection({ open, rows, close, row }: MarkdownSection, room: number): string | undefined {
  const whole = open + rows.join('') + close;
  if (whole.length <= room) return whole;
  const kept: string[] = [];
  let length = open.length + close.length + longestNote;
  for (const text of rows) {
    if (length + text.length > room) break;
    length += text.length;
    kept.push(text);
  }
  if (kept.length === 0) return undefined;
  return `${open}${kept.join('')}${close}\n${leftOut(rows.length - kept.length, row)}\n`;
}

function leftOut(number: number, row: MarkdownSection['row']): string {
  return `_… and ${number} more ${number === 1 ? row : `${row}s`}, left out here because this text has a limited length._`;
}
