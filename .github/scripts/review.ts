import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type Counts, countsOf, noCounts } from './report-counts.ts';
import { input, type Run, rollcall, textOf } from './rollcall-run.ts';
import { quotedLines } from './safe-markdown.ts';

/** What a pull request is looked at with. */
export interface ReviewOptions {
  /** The revision that it is compared with. */
  readonly base: string;
  /** An LDIF file with the directory, from the workspace; empty for none. It need not be there. */
  readonly snapshot: string;
  readonly settings: readonly string[];
  /** Where files of this run may be written. */
  readonly folder: string;
}

/** The report on a pull request, in one text that fits into a comment. */
export interface Review extends Run {
  readonly markdown: string;
  readonly counts: Counts;
}

/** How long each part may be, so that all of them fit into the 60,000 characters of a comment. */
const lengths = { problems: 4_000, difference: 38_000, plan: 16_000 };

/**
 * Looks at a pull request without the network: are the manifests valid, who joins and who leaves, and what would the
 * directory see of it, where a snapshot of it is at hand. Ends with the code of what must be put right before the merge.
 */
export async function review(options: ReviewOptions): Promise<Review> {
  const problems = await validate(options);
  if (problems.code !== 0) {
    const text = problems.markdown === '' ? quotedLines(problems.said, 40) : problems.markdown;
    const markdown = `### These manifests are not valid\n\n${text.trim()}\n\nWho joins and who leaves is told as soon as they are.\n`;
    return { ...problems, markdown, counts: noCounts };
  }
  const difference = await compare(options);
  const told = difference.markdown === '' ? quotedLines(difference.said, 40) : difference.markdown;
  const plan = difference.code === 0 ? await planned(options) : '';
  const parts = [`### Who gets which mail after the merge\n\n${told.trim()}`, plan, problems.markdown];
  const markdown = parts.filter((part) => part !== '').join('\n\n');
  return { ...difference, markdown: `${markdown.trim()}\n` };
}

interface Reported extends Run {
  readonly markdown: string;
}

async function validate({ settings, folder }: ReviewOptions): Promise<Reported> {
  const file = join(folder, 'problems.md');
  const length = `--max-length=${lengths.problems}`;
  const run = await rollcall(['validate', '--format=github', `--also=markdown=${file}`, length, ...settings]);
  const markdown = textOf(file);
  if (run.code !== 0) return { ...run, markdown };
  return { ...run, markdown: markdown.startsWith('**No problems') ? '' : `### Worth a look\n\n${markdown.trim()}` };
}

async function compare({ base, settings, folder }: ReviewOptions): Promise<Reported & { readonly counts: Counts }> {
  const [file, json] = [join(folder, 'difference.md'), join(folder, 'difference.json')];
  const also = [`--also=markdown=${file}`, `--also=json=${json}`, `--max-length=${lengths.difference}`];
  const run = await rollcall(['diff', '--full', ...also, ...settings, '--', base, 'HEAD']);
  return { ...run, markdown: textOf(file), counts: countsOf(textOf(json), '') };
}

/** The plan against the snapshot. What it holds back is for the reader to weigh: the snapshot may be older than the directory. */
async function planned({ snapshot, settings, folder }: ReviewOptions): Promise<string> {
  if (snapshot === '' || !existsSync(snapshot)) return '';
  const file = join(folder, 'plan.md');
  const url = relative(resolve(input('working-directory') || '.'), resolve(snapshot));
  const also = [`--also=markdown=${file}`, `--max-length=${lengths.plan}`];
  const run = await rollcall(['plan', '--full', `--url=${url}`, ...also, ...settings]);
  const text = textOf(file);
  const title = '### What the directory would see, by its snapshot';
  const note = text === '' ? '' : (notes[run.code] ?? '');
  return `${title}\n\n${note}${(text === '' ? quotedLines(run.said, 40) : text).trim()}`;
}

/** What the exit code of a plan means for the merge. */
const notes: Readonly<Record<number, string>> = {
  1: 'A rule finds an error: as it is, nothing will be written after the merge.\n\n',
  3: 'Something is held back: as it is, the merge will not change it.\n\n',
};
