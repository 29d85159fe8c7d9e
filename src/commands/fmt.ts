import { resolve } from 'node:path';
import { writeFileAtomic } from '../io/atomic-file.ts';
import { canonicalText } from '../manifest/canonical.ts';
import { withoutExpired } from '../manifest/drop-expired.ts';
import type { ManifestFile } from '../manifest/resolve.ts';
import { dayOf } from '../model/calendar.ts';
import { Failure } from '../model/failure.ts';
import { showText, showValue } from '../report/show-value.ts';
import { textDiff } from '../report/text-diff.ts';
import { count } from '../report/wording.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { soundInputs } from './inputs.ts';
import { type ManifestInputOptions, withoutDirectory } from './judging.ts';

/** Options of `fmt`. */
export interface FmtOptions extends ManifestInputOptions {
  /** Manifests to look at; all when there are none. */
  readonly files: readonly string[];
  readonly check: boolean;
  readonly stdout: boolean;
  readonly dropExpired: boolean;
}

/** Writes manifests in their canonical order and form, or shows what would change. */
export async function run(context: Context, options: FmtOptions): Promise<ExitCode> {
  const inputs = await soundInputs(context, withoutDirectory(options));
  if (inputs === undefined) return exitCode.input;
  const today = dayOf(context.now, inputs.settings.calendar.timeZone);
  const files = chosen(context, inputs.files, options.files);
  const formatted = files.map((file) => formatFile(context, file, options, today));
  const changed = formatted.filter(({ before, text }) => before !== text);
  if (options.stdout) {
    for (const { file, text } of formatted) context.out(`---\n# ${JSON.stringify(file)}\n${text}`);
    return exitCode.done;
  }
  if (options.check) {
    for (const { file, before, text } of changed) context.out(textDiff(file, before, text, context.outStyle));
    if (changed.length === 0) context.out(`${count(files.length, 'manifest')} in canonical form.\n`);
    else context.err(`${count(changed.length, 'manifest')} not in canonical form; rollcall fmt writes them.\n`);
    return changed.length === 0 ? exitCode.done : exitCode.input;
  }
  for (const { file, text } of changed) {
    writeFileAtomic({ path: resolve(context.cwd, file), shown: file }, text, 0o644, 'rename');
    context.out(`~ ${showText(file)}\n`);
  }
  context.out(`Formatted ${count(files.length, 'manifest')}: ${changed.length} changed.\n`);
  return exitCode.done;
}

interface FormattedFile {
  readonly file: string;
  readonly before: string;
  readonly text: string;
}

function formatFile(
  context: Context,
  { file, text: before }: ManifestFile,
  { dropExpired }: FmtOptions,
  today: string,
): FormattedFile {
  // In canonical form every member has a line of its own, so that a dropped one takes nothing else along.
  const whole = canonicalText(before);
  const rest =
    dropExpired && whole !== undefined ? withoutExpired(whole, today) : { text: whole, dropped: [], kept: [] };
  const text = rest?.text === undefined ? undefined : canonicalText(rest.text);
  if (rest === undefined || text === undefined) {
    const hint = 'Edit it by hand: one key and one member a line. Nothing was written.';
    throw new Failure('input', `${file} is written in a way that cannot be formatted`, hint);
  }
  for (const { member, until } of rest.dropped) {
    context.err(`${showText(file)}: drops ${showValue(member)}, whose last day was ${until}\n`);
  }
  for (const { member, until } of rest.kept) {
    const why = 'nobody else is in the list. Write members: [] when nobody is to be in it';
    context.err(`${showText(file)}: keeps ${showValue(member)}, whose last day was ${until}: ${why}.\n`);
  }
  return { file, before, text };
}

function chosen(context: Context, files: readonly ManifestFile[], names: readonly string[]): readonly ManifestFile[] {
  if (names.length === 0) return files;
  const byPath = new Map(files.map((one) => [resolve(context.cwd, one.file), one]));
  return [...new Set(names.map((name) => resolve(context.cwd, name)))].map((path, index) => {
    const found = byPath.get(path);
    if (found !== undefined) return found;
    const hint = 'Name files below the folder of the manifests, or give --groups.';
    throw new Failure('usage', `${showValue(names[index] ?? '')} is no manifest of this folder`, hint);
  });
}
