import {
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml';
import type { Diagnostic } from '../model/diagnostic.ts';
import { alikeLines, withAlike, withoutAlike } from './alike-lines.ts';
import { characterName, findHidden, replaceHidden } from './characters.ts';
import type { Code } from './codes.ts';
import { maxDiagnostics } from './limits.ts';
import { lineAt, positionAt, quoted, type SourceText, sourceText } from './source.ts';
import type { YamlMapping, YamlNode, YamlPair, YamlScalar, YamlSequence } from './yaml-node.ts';
import { closingEnd, skipSpace, trimmedEnd } from './yaml-scan.ts';
import { directiveLines, escapesOf, syntaxHint, syntaxReason, withoutDirectives } from './yaml-syntax.ts';

/** What a YAML file holds. `root` is undefined when the file could not be read or is empty; a diagnostic says why. */
export interface ParsedYaml {
  readonly source: SourceText;
  readonly root: YamlNode | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Collections inside collections: more is not a manifest, and not a settings file. */
const maxDepth = 20;
/** A file with more hidden characters than this is not worth a complete list. */
const maxHidden = 50;

/**
 * Reads one YAML document (1.2, core syntax) into nodes with offsets. Anchors, aliases, tags, merge keys, directives,
 * further documents, duplicate keys and hidden characters are refused: the tree is then only good for finding more
 * problems. A byte order mark at the start is ignored.
 */
export function parseYaml(file: string, text: string): ParsedYaml {
  const source = sourceText(file, text);
  const diagnostics: Diagnostic[] = [];
  const hidden = findHidden(text, maxHidden);
  for (const { offset, length, codePoint } of hidden) {
    const message = `the file contains the hidden character ${characterName(codePoint)}`;
    add(source, diagnostics, 'RC102', offset, offset + length, message, 'Delete the character.');
  }
  const directives = directiveLines(text);
  for (const { start, end } of directives) {
    add(source, diagnostics, 'RC107', start, end, 'YAML directives are not allowed', 'Delete the line.');
  }
  const readable = withoutDirectives(hidden.length === 0 ? text : replaceHidden(text), directives);
  const events = readEvents(source, readable, diagnostics);
  if (events === undefined) return { source, root: undefined, diagnostics };
  return {
    source,
    root: composeDocument({ source, text: readable, events, index: 0, last: 0, diagnostics }),
    diagnostics,
  };
}

/** The work of turning js-yaml's events into nodes. */
interface Composer {
  readonly source: SourceText;
  readonly text: string;
  readonly events: readonly Event[];
  /** Index of the next event. */
  index: number;
  /** Offset behind the last token that was seen. */
  last: number;
  readonly diagnostics: Diagnostic[];
}

function readEvents(source: SourceText, text: string, diagnostics: Diagnostic[]): Event[] | undefined {
  try {
    return readShorter(text) ?? parseEvents(text, { maxDepth });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const at = error.mark?.position ?? 0;
    if (error.reason.startsWith('nesting exceeded')) {
      const message = `collections are nested more than ${maxDepth} deep`;
      add(source, diagnostics, 'RC111', at, at, message, 'No key of this file needs so many levels.');
    } else {
      const message = `YAML syntax error: ${syntaxReason(error.reason)}`;
      add(source, diagnostics, 'RC101', at, at, message, syntaxHint(error.reason));
    }
    return undefined;
  }
}

/** The same events, made from a text without most of the lines that are alike; undefined when this cannot be done. */
function readShorter(text: string): Event[] | undefined {
  const alike = alikeLines(text);
  if (alike.length === 0) return undefined;
  try {
    return withAlike(parseEvents(withoutAlike(text, alike), { maxDepth }), alike);
  } catch (error) {
    if (error instanceof YAMLException) return undefined; // its places are those of the shorter text
    throw error;
  }
}

function composeDocument(c: Composer): YamlNode | undefined {
  const first = c.events[c.index++];
  if (first?.type === EVENT_ID.DOCUMENT && first.explicitStart) passMarker(c);
  const root = first === undefined || c.events.length < 3 ? undefined : composeNode(c);
  c.index++;
  const second = c.events[c.index];
  if (second?.type === EVENT_ID.DOCUMENT) {
    const start = passMarker(c);
    refuse(
      c,
      'RC108',
      start,
      c.last,
      'the file contains more than one document',
      'Keep one document; put the other in a file of its own.',
    );
  }
  if (root === undefined || (root.kind === 'scalar' && root.plain && root.text === '')) {
    if (second === undefined) refuse(c, 'RC112', 0, 0, 'the file is empty', 'Write the keys, or delete the file.');
    return undefined;
  }
  return root;
}

/** Moves behind the next `---` or `...` line and returns where the marker starts. */
function passMarker(c: Composer): number {
  const marker = /^\ufeff?[ \t]*(?:---|\.\.\.)(?=\s|$)/gm; // the parser lets blanks stand before the first one
  marker.lastIndex = c.last;
  const found = marker.exec(c.text);
  const start = found?.index ?? c.last;
  c.last = start + (found?.[0].length ?? 3);
  return start;
}

function composeNode(c: Composer): YamlNode {
  const event = c.events[c.index++];
  switch (event?.type) {
    case EVENT_ID.SCALAR:
      return composeScalar(c, event);
    case EVENT_ID.SEQUENCE:
      refuseProperties(c, event);
      return composeSequence(c, event.start);
    case EVENT_ID.MAPPING:
      refuseProperties(c, event);
      return composeMapping(c, event.start);
    case EVENT_ID.ALIAS: {
      const start = event.anchorStart - 1;
      c.last = event.anchorEnd;
      refuse(c, 'RC104', start, c.last, 'YAML aliases are not allowed', 'Write the value out.');
      return { kind: 'scalar', text: c.text.slice(start, c.last), plain: false, start, end: c.last };
    }
    default:
      throw new Error(`unexpected YAML event ${event?.type}`);
  }
}

function composeScalar(c: Composer, event: ScalarEvent): YamlScalar {
  if (event.anchorStart >= 0 || event.tagStart >= 0) refuseProperties(c, event);
  const { valueStart, valueEnd, style } = event;
  if (valueStart < 0) return absentScalar(c);
  const text = getScalarValue(c.text, event);
  switch (style) {
    case SCALAR_STYLE.PLAIN:
      c.last = valueEnd;
      return { kind: 'scalar', text, plain: true, start: valueStart, end: valueEnd };
    case SCALAR_STYLE.DOUBLE_QUOTED:
    case SCALAR_STYLE.SINGLE_QUOTED:
      if (style === SCALAR_STYLE.DOUBLE_QUOTED && !event.fast) refuseHiddenEscapes(c, text, valueStart, valueEnd);
      c.last = valueEnd + 1;
      return { kind: 'scalar', text, plain: false, start: valueStart - 1, end: valueEnd + 1 };
    case SCALAR_STYLE.LITERAL_BLOCK:
    case SCALAR_STYLE.FOLDED_BLOCK: {
      const start = skipSpace(c.text, c.last, /[\s:?-]/);
      c.last = valueEnd;
      return { kind: 'scalar', text, plain: false, start, end: trimmedEnd(c.text, valueStart, valueEnd) };
    }
  }
}

/** A value that is not there: an empty range behind the colon or dash that announced it. */
function absentScalar(c: Composer): YamlScalar {
  const next = skipSpace(c.text, c.last, /\s/);
  const mark = c.text[next];
  if (mark === ':' || mark === '-' || mark === '?') c.last = next + 1;
  return { kind: 'scalar', text: '', plain: true, start: c.last, end: c.last };
}

function composeSequence(c: Composer, start: number): YamlSequence {
  const flow = c.text.charCodeAt(start) === 0x5b;
  c.last = flow ? start + 1 : start;
  const items: YamlNode[] = [];
  while (c.events[c.index]?.type !== EVENT_ID.POP) items.push(composeNode(c));
  c.index++;
  if (flow) c.last = closingEnd(c.text, c.last);
  return { kind: 'sequence', items, flow, start, end: c.last };
}

function composeMapping(c: Composer, start: number): YamlMapping {
  const flow = c.text.charCodeAt(start) === 0x7b && !startsWithMapping(c, start);
  c.last = flow ? start + 1 : start;
  const pairs: YamlPair[] = [];
  const seen = new Map<string, YamlScalar>();
  while (c.events[c.index]?.type !== EVENT_ID.POP) {
    const key = composeNode(c);
    const value = composeNode(c);
    if (acceptKey(c, key, seen)) pairs.push({ key, value });
  }
  c.index++;
  if (flow) c.last = closingEnd(c.text, c.last);
  return { kind: 'mapping', pairs, flow, start, end: c.last };
}

/** Whether the next node is a mapping at the same place: then that one owns the brace, and this one has a mapping as key. */
function startsWithMapping(c: Composer, start: number): boolean {
  const next = c.events[c.index];
  return next?.type === EVENT_ID.MAPPING && next.start === start;
}

function acceptKey(c: Composer, key: YamlNode, seen: Map<string, YamlScalar>): key is YamlScalar {
  if (key.kind !== 'scalar' || key.start === key.end) {
    refuse(c, 'RC110', key.start, key.end, 'a key must be a single word', 'Write "key: value".');
    return false;
  }
  if (key.plain && key.text === '<<') {
    refuse(c, 'RC106', key.start, key.end, 'YAML merge keys are not allowed', 'Write the keys out.');
    return false;
  }
  const first = seen.get(key.text);
  if (first !== undefined) {
    const message = `the key ${quoted(key.text)} is already on line ${lineAt(c.source, first.start)}`;
    refuse(c, 'RC109', key.start, key.end, message, 'Keep one of the two.');
    return false;
  }
  seen.set(key.text, key);
  return true;
}

interface Properties {
  readonly anchorStart: number;
  readonly anchorEnd: number;
  readonly tagStart: number;
  readonly tagEnd: number;
}

function refuseProperties(c: Composer, { anchorStart, anchorEnd, tagStart, tagEnd }: Properties): void {
  if (anchorStart >= 0)
    refuse(c, 'RC103', anchorStart - 1, anchorEnd, 'YAML anchors are not allowed', 'Delete the anchor.');
  if (tagStart >= 0)
    refuse(
      c,
      'RC105',
      tagStart,
      tagEnd,
      'YAML tags are not allowed',
      'Delete the tag; quote the value if it must be a text.',
    );
  c.last = Math.max(c.last, anchorEnd, tagEnd);
}

function refuseHiddenEscapes(c: Composer, text: string, start: number, end: number): void {
  const escapes = escapesOf(c.text.slice(start, end));
  const beyond = escapes.find((one) => one.codePoint > 0x10ffff);
  const codePoint = beyond?.codePoint ?? findHidden(`"${text}`, 1)[0]?.codePoint;
  if (codePoint === undefined) return;
  const culprit = beyond ?? escapes.find((one) => one.codePoint === codePoint);
  const from = culprit === undefined ? start - 1 : start + culprit.offset;
  const to = culprit === undefined ? end + 1 : from + culprit.length;
  refuse(
    c,
    'RC102',
    from,
    to,
    `the text contains the hidden character ${characterName(codePoint)}`,
    'Delete the escape.',
  );
}

function refuse(c: Composer, code: Code, start: number, end: number, message: string, hint: string): void {
  add(c.source, c.diagnostics, code, start, end, message, hint);
}

function add(
  source: SourceText,
  list: Diagnostic[],
  code: Code,
  start: number,
  end: number,
  message: string,
  hint: string,
): void {
  if (list.length >= maxDiagnostics) return;
  list.push({ code, severity: 'error', message, hint, source: positionAt(source, start, end) });
}
