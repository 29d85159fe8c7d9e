/**
 * Lines of a list that follow each other and are alike: the same indentation, a dash, one plain word. Whatever a reader of
 * YAML makes of the first of them it makes of each, so the ones between the first and the last need not be read again.
 */
export interface AlikeLines {
  /** How many characters stand before a word. */
  readonly lead: number;
  /** Where each line begins, and where the one behind the last begins. */
  readonly starts: readonly number[];
}

/** Fewer lines than this are read as they are. */
const worthwhile = 8;

/** A dash and a word that begins no other kind of YAML and has no sign in it that could end it. */
const item = /( *- )[A-Za-z0-9][\w.+@-]*\n/y;

/** All such lines of a text, in its order. */
export function alikeLines(text: string): AlikeLines[] {
  const found: AlikeLines[] = [];
  for (let at = 0; at < text.length; ) {
    item.lastIndex = at;
    const lead = item.exec(text)?.[1];
    if (lead === undefined) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end + 1;
      continue;
    }
    const starts = [at];
    do {
      at = item.lastIndex;
      starts.push(at);
    } while (text.startsWith(lead, at) && item.test(text));
    if (starts.length > worthwhile) found.push({ lead: lead.length, starts });
  }
  return found;
}

/** The text with only the first and the last line of each. */
export function withoutAlike(text: string, found: readonly AlikeLines[]): string {
  let shorter = '';
  let at = 0;
  for (const { starts } of found) {
    shorter += text.slice(at, starts[1]);
    at = starts.at(-2) ?? at;
  }
  return shorter + text.slice(at);
}

/** An event of a reader of YAML with the offsets that it may have; a negative one stands for none. */
export interface Located {
  readonly type: number;
  start?: number;
  valueStart?: number;
  valueEnd?: number;
  anchorStart?: number;
  anchorEnd?: number;
  tagStart?: number;
  tagEnd?: number;
}

/**
 * The events of the whole text, from those of the shorter one; these are changed. Undefined when the lines were not read as
 * items of one list, each a scalar of its own: inside a block of text, say.
 */
export function withAlike<E extends Located>(events: readonly E[], found: readonly AlikeLines[]): E[] | undefined {
  const whole: E[] = [];
  let passed = 0;
  let shift = 0;
  for (const [index, event] of events.entries()) {
    if (shift > 0) move(event, shift);
    whole.push(event);
    const lines = found[passed];
    if (lines === undefined || event.valueStart !== wordStart(lines, 0)) continue;
    const last = lines.starts.length - 2;
    const left = (lines.starts[last] ?? 0) - (lines.starts[1] ?? 0);
    const next = events[index + 1];
    if (event.valueEnd !== wordEnd(lines, 0) || next?.valueStart !== wordStart(lines, last) - shift - left)
      return undefined;
    for (let line = 1; line < last; line += 1) {
      whole.push({ ...event, valueStart: wordStart(lines, line), valueEnd: wordEnd(lines, line) });
    }
    shift += left;
    passed += 1;
  }
  return passed === found.length ? whole : undefined;
}

function wordStart({ lead, starts }: AlikeLines, line: number): number {
  return (starts[line] ?? 0) + lead;
}

function wordEnd({ starts }: AlikeLines, line: number): number {
  return (starts[line + 1] ?? 0) - 1;
}

const offsets = ['start', 'valueStart', 'valueEnd', 'anchorStart', 'anchorEnd', 'tagStart', 'tagEnd'] as const;

function move(event: Located, shift: number): void {
  for (const name of offsets) {
    const offset = event[name];
    if (offset !== undefined && offset >= 0) event[name] = offset + shift;
  }
}
