/** Whose review a path needs; paths are from the top of the repository, with slashes; a folder ends in one. */
export interface PathOwners {
  readonly path: string;
  readonly handles: readonly string[];
}

/** What a CODEOWNERS file becomes, or why it cannot be told which part of it is ours. */
export type MergedCodeowners = { readonly text: string } | { readonly problem: string };

const begin = '# begin rollcall';
const end = '# end rollcall';
const words =
  '# Written by "rollcall codeowners" from the owners in the manifests: change them there, and run it again.';

/**
 * The part of a CODEOWNERS file that is ours, between two marks, one line a path in the given order: of the lines that fit a
 * file, forges take the last.
 */
export function codeownersBlock(owners: readonly PathOwners[]): string {
  const lines = owners
    .filter(({ handles }) => handles.length > 0)
    .map(({ path, handles }) => `${codeownersPattern(path)} ${handles.join(' ')}`);
  return `${[begin, words, ...lines, end].join('\n')}\n`;
}

/**
 * A path as a pattern that fits it, or the folder with all in it, and nothing else (gitignore(5)): every character with a
 * meaning of its own is escaped.
 */
export function codeownersPattern(path: string): string {
  if (path === '/') return '*';
  return `/${path.replace(/[\\\s#!*?[\]]/g, '\\$&')}`;
}

/** Puts our part into a file in the place of the one before, else at its end. All other lines stay as they are. */
export function mergeCodeowners(existing: string, block: string): MergedCodeowners {
  const [begins, ends] = [placesOf(existing, begin), placesOf(existing, end)];
  const [first, last] = [begins[0], ends[0]];
  if (first === undefined && last === undefined) return { text: `${endedLine(existing)}${block}` };
  if (first === undefined || last === undefined || begins.length + ends.length > 2 || last.start < first.start) {
    return { problem: `the lines "${begin}" and "${end}" are not there once each, in this order` };
  }
  return { text: `${existing.slice(0, first.start)}${block}${existing.slice(last.end)}` };
}

interface Place {
  readonly start: number;
  /** Behind the line end. */
  readonly end: number;
}

/** The lines that are this mark, with their line ends. */
function placesOf(text: string, mark: string): readonly Place[] {
  return [...text.matchAll(/[^\n]*\n|[^\n]+$/g)]
    .filter(({ 0: line }) => line.trimEnd() === mark)
    .map(({ index, 0: line }) => ({ start: index, end: index + line.length }));
}

function endedLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
