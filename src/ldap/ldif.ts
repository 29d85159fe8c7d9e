import { ldifField, quote } from './ldif-field.ts';
import type { LdifFile, LdifProblem, LdifRecord, LdifReference } from './ldif-file.ts';
import { type LdifLine, ldifBlocks } from './ldif-lines.ts';
import { ldifRecord } from './ldif-record.ts';
import { isSearchResult, searchProblems, searchReferences } from './ldif-search.ts';

export type {
  ByteRange,
  ChangeRecord,
  ContentRecord,
  LdifControl,
  LdifFile,
  LdifProblem,
  LdifRecord,
  LdifReference,
} from './ldif-file.ts';

/** Longest file that is read, in bytes: the longest text that JavaScript can hold. */
const maxBytes = 0x1fffffe8;

/** After so many problems the rest of the file is not read. */
const maxProblems = 100;

/**
 * Reads an LDIF file (RFC 2849): content and change records, with what `slapcat`, `ldapsearch` and Apache Directory
 * Studio make of it (UTF-8 as it is, a BOM, the result of the search, a last `-` missing). Values in other files
 * (`:<`) are refused. Goes on behind a problem, so that all of them are found at once.
 */
export function parseLdif(bytes: Uint8Array): LdifFile {
  const unreadable = unreadableProblem(bytes);
  if (unreadable !== undefined) {
    return { version: undefined, lineEnd: '\n', records: [], references: [], problems: [unreadable] };
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const records: LdifRecord[] = [];
  const references: LdifReference[] = [];
  const results: (readonly LdifLine[])[] = [];
  const problems: LdifProblem[] = [];
  let version: number | undefined;
  for (const block of ldifBlocks(text, startsWithBom(text) ? 3 : 0, problems)) {
    if (problems.length >= maxProblems) break;
    const versionLine = block.find((line, index) => index === 0 && /^version:/i.test(line.text));
    if (versionLine !== undefined) version ??= versionOf(versionLine, problems);
    const [first, ...rest] = versionLine === undefined ? block : block.slice(1);
    if (first === undefined) continue;
    const found = searchReferences([first, ...rest]);
    if (found !== undefined) references.push(...found);
    else if (isSearchResult(block)) results.push(block);
    else pushDefined(records, ldifRecord(first, rest, problems));
  }
  problems.push(...searchProblems(results));
  problems.sort((a, b) => a.line - b.line);
  return { version, lineEnd: lineEndOf(text), records, references, problems: problems.slice(0, maxProblems) };
}

function unreadableProblem(bytes: Uint8Array): LdifProblem | undefined {
  if (bytes.length > maxBytes) {
    return {
      line: 1,
      message: `the file has more than ${maxBytes} bytes`,
      hint: 'Take a snapshot of fewer entries or attributes.',
    };
  }
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { line: 1, message: 'the file is UTF-16 text', hint: 'Convert it to UTF-8.' };
  }
  return undefined;
}

function versionOf(line: LdifLine, problems: LdifProblem[]): number | undefined {
  const field = ldifField(line);
  if ('message' in field) {
    problems.push(field);
    return undefined;
  }
  if (typeof field.value === 'string' && /^0*1 *$/.test(field.value)) return 1;
  problems.push({
    line: line.line,
    message: `${quote(line.text)} is not a version that can be read`,
    hint: 'The only version of LDIF is 1.',
  });
  return undefined;
}

function startsWithBom(text: string): boolean {
  return text.startsWith('\u00ef\u00bb\u00bf');
}

function lineEndOf(text: string): '\n' | '\r\n' {
  const newline = text.indexOf('\n');
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
}

function pushDefined<T>(list: T[], item: T | undefined): void {
  if (item !== undefined) list.push(item);
}
