import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** The project's folder. */
export const project: string = resolve(import.meta.dirname, '../..');

/** One Markdown page. */
export interface Page {
  /** Path from the project's folder. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block of a page. */
export interface Fence {
  readonly page: string;
  /** 1-based line of the opening fence. */
  readonly line: number;
  /** The first word behind the backticks. */
  readonly language: string;
  /** The words behind it, such as `manifest` or `file=rollcall.yaml`. */
  readonly words: readonly string[];
  readonly text: string;
}

/** Every page of the project: those at the top and those below `docs`. */
export const pages: readonly Page[] = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(join(project, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`)
    .sort(),
].map((path) => ({ path, text: readFileSync(join(project, path), 'utf8') }));

/** One page by its path. */
export function page(path: string): Page {
  const found = pages.find((one) => one.path === path);
  if (found === undefined) throw new Error(`there is no page ${path}`);
  return found;
}

/** The fenced blocks of a page, in order. */
export function fences({ path, text }: Page): readonly Fence[] {
  return [...text.matchAll(/^```(\S*)(.*)\n([\s\S]*?)^```$/gm)].map((match) => {
    const [, language = '', words = '', body = ''] = match;
    const line = text.slice(0, match.index).split('\n').length;
    return { page: path, line, language, words: words.split(' ').filter((word) => word !== ''), text: body };
  });
}

/** The fenced blocks of all pages. */
export const allFences: readonly Fence[] = pages.flatMap(fences);

/** The value of `name=value` behind a fence. */
export function fenceOption({ words }: Fence, name: string): string | undefined {
  return words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** The text of a section, from below its heading to the next one of the same or a higher level. */
export function section({ path, text }: Page, title: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.replace(/^#+ /, '') === title && line.startsWith('#'));
  if (start < 0) throw new Error(`${path} has no section ${title}`);
  const level = lines[start]?.indexOf(' ') ?? 1;
  const length = lines.slice(start + 1).findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= level);
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join('\n');
}

/** The rows of the tables in a text, as trimmed cells; heads are left out. */
export function tableRows(text: string): readonly (readonly string[])[] {
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  return rows
    .filter((row, index) => !/^\|[ :|-]+\|$/.test(row) && !/^\|[ :|-]+\|$/.test(rows[index + 1] ?? ''))
    .map((row) =>
      row
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    );
}

/** The text inside a cell's first pair of backticks; empty without one. */
export function codeIn(cell: string | undefined): string {
  return /`([^`]+)`/.exec(cell ?? '')?.[1] ?? '';
}

/** Whether a path from the project's folder exists. */
export function existsInProject(path: string): boolean {
  return existsSync(join(project, path)) && !relative(project, join(project, path)).startsWith('..');
}
