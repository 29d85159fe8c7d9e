import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';

/** What the workflow gives a script, by name. A missing one is a mistake in the workflow. */
export function given(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

/** Somebody on the forge. */
export interface Author {
  readonly login: string;
  readonly type: string;
}

/** A request that the forge refused. */
export class Refused extends Error {}

/** Asks the forge by `gh api`; data goes through standard input, never through the command line. */
export function api<Answer>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Answer {
  const words = ['api', '--method', method, path, ...(body === undefined ? [] : ['--input', '-'])];
  const input = body === undefined ? '' : JSON.stringify(body);
  const { status, stdout, stderr, error } = spawnSync('gh', words, { input, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Refused(`${method} ${path}: ${stderr.trim()}`);
  const answer: Answer = stdout.trim() === '' ? undefined : JSON.parse(stdout);
  return answer;
}

/** Every item of a list, page by page. */
export function apiList<Item>(path: string): readonly Item[] {
  const items: Item[] = [];
  for (let page = 1; ; page++) {
    const found = api<readonly Item[]>('GET', `${path}${path.includes('?') ? '&' : '?'}per_page=100&page=${page}`);
    items.push(...found);
    if (found.length < 100) return items;
  }
}

/** What GitHub takes in one comment, less room for what is written around a report. */
const longest = 62_000;

/** A report that another job left. It is a small regular file; anything else is not read. */
export function readReport(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile() || found.size > 4 * longest) return undefined;
  const text = readFileSync(path, 'utf8');
  return text.length > longest ? undefined : text;
}

/** Where the run that this script belongs to can be seen. */
export function runUrl(): string {
  return `${given('GITHUB_SERVER_URL')}/${given('GITHUB_REPOSITORY')}/actions/runs/${given('GITHUB_RUN_ID')}`;
}
