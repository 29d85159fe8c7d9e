import { markdownCode } from '../../src/report/encode-markdown.ts';
import { showText } from '../../src/report/show-value.ts';
import { count } from '../../src/report/wording.ts';

/** All that Rollcall's reports hold besides code: words, numbers, and the marks of lists, headings and tables. */
const ownWords = /^[\p{L}\p{N} .,;:()'’"+−\-*_#|→…?!%&=/~]*$/u;
/** What a forge would make a link, a mention or a closing keyword of. */
const living = /@|#\d|\bGH-\d|www\.|:\/\//i;
const codeSpan = /(?<!`)(`+)(?!`)(?:.*?[^`])??\1(?!`)/g;
const codeElement = /<code>[^<>]*<\/code>/g;
const folded = /<details><summary>|<\/summary>|<\/details>/g;

/**
 * The first line of a text that no report of Rollcall would hold; undefined when all are good. In a report, data is inside
 * of code only: what stands outside can be no mention, no link, no marker and no HTML.
 */
export function unexpectedLine(markdown: string): number | undefined {
  const lines = markdown.split('\n');
  const index = lines.findIndex((line) => {
    const words = line.replace(codeSpan, '').replace(codeElement, '').replace(folded, '');
    return !ownWords.test(words) || living.test(words) || /[\p{Cc}\p{Cf}]/u.test(line);
  });
  return index === -1 ? undefined : index + 1;
}

/** What a program said, line by line, for a summary; the last lines when they are many. */
export function quotedLines(text: string, most: number): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const left = Math.max(lines.length - most, 0);
  const first = left === 0 ? [] : [`- … ${count(left, 'more line')} before that in the log of the job\n`];
  return [...first, ...lines.slice(left).map((line) => `- ${markdownCode(showText(line))}\n`)].join('');
}
