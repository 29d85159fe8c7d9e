import type { LdifProblem, LdifReference } from './ldif-file.ts';
import type { LdifLine } from './ldif-lines.ts';

/** Whether a block is the end of a search as `ldapsearch` prints it: `search: 2`, then `result: 0 Success`. */
export function isSearchResult(block: readonly LdifLine[]): boolean {
  return /^search: *\d+$/.test(block[0]?.text ?? '') && block.some(({ text }) => /^result:/.test(text));
}

/** The references that a block of `ref:` lines alone holds, as `ldapsearch` prints them; undefined for other blocks. */
export function searchReferences(block: readonly LdifLine[]): readonly LdifReference[] | undefined {
  if (!block.every(({ text }) => /^ref: /.test(text))) return undefined;
  return block.map(({ text, line }) => ({ line, url: text.slice('ref: '.length).trim() }));
}

/**
 * What the ends of the searches say about the entries above them: a problem for each search that was not completed,
 * and one when the last page is missing.
 */
export function searchProblems(results: readonly (readonly LdifLine[])[]): LdifProblem[] {
  const problems = results.flat().flatMap(({ text, line }) => {
    const result = /^result: *(.*)$/.exec(text)?.[1];
    return result === undefined || /^0(?: |$)/.test(result) ? [] : [incomplete(result, line)];
  });
  const cookie = results.at(-1)?.find(({ text }) => /^pagedresults:.*cookie=./.test(text));
  return cookie === undefined ? problems : [...problems, incomplete('a page that is not the last one', cookie.line)];
}

function incomplete(result: string, line: number): LdifProblem {
  return {
    line,
    message: `the search that wrote this file ended with ${result.slice(0, 80)}: entries are missing`,
    hint: 'Take the snapshot again with rights and limits that let the search come to its end.',
  };
}
