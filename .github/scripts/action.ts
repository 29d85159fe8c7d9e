// Runs one command of Rollcall for action.yml: the report goes to the log, to the summary of the job and to outputs.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Counts, countsOf } from './report-counts.ts';
import { review } from './review.ts';
import {
  input,
  option,
  outcomeOf,
  type Run,
  rollcall,
  setOutputs,
  sha256Of,
  summarize,
  textOf,
} from './rollcall-run.ts';
import { quotedLines } from './safe-markdown.ts';

/** What a command left. */
interface Result extends Run {
  readonly markdown: string;
  readonly counts: Counts;
}

const folder = mkdtempSync(join(process.env['RUNNER_TEMP'] ?? tmpdir(), 'rollcall-'));
const files = {
  markdown: join(folder, 'report.md'),
  json: join(folder, 'report.json'),
  metrics: join(folder, 'report.prom'),
};
const settings = [...option('--config', input('config')), ...option('--groups', input('groups'))];
const detailed = input('detailed-exit-code') === 'true';
const planFile = input('plan-file') === '' ? '' : resolve(input('working-directory') || '.', input('plan-file'));

refuseOtherVersion();
await finish(await carryOut(input('command')));

function carryOut(command: string): Promise<Result> {
  const also = [`--also=markdown=${files.markdown}`, `--also=json=${files.json}`];
  switch (command) {
    case 'review':
      return review({ base: input('base-ref') || 'HEAD^1', snapshot: input('snapshot'), settings, folder });
    case 'validate':
      return reported(['validate', '--format=github', ...also, ...settings]);
    case 'diff':
      return reported(['diff', '--full', ...also, ...settings, ...words('--', input('base-ref'))]);
    case 'plan':
      return reported(['plan', '--full', '--detailed-exitcode', ...option('--out', planFile), ...also, ...settings]);
    case 'apply': {
      const undo = option('--undo', input('undo-file'));
      const sha256 = option('--plan-sha256', input('plan-sha256'));
      return reported(['apply', '--yes', ...undo, ...sha256, ...settings, ...words('--', planFile)]);
    }
    case 'reconcile': {
      const files_ = [`--summary=${files.markdown}`, `--metrics=${files.metrics}`];
      const check = input('check') === 'true' ? ['--check'] : [];
      const [tip, undo] = [option('--tip', input('tip')), option('--undo', input('undo-file'))];
      return reported(['reconcile', ...check, ...tip, ...undo, ...files_, ...settings]);
    }
    default:
      throw new Error('the input command is none of review, validate, diff, plan, apply and reconcile');
  }
}

/** Words behind the end of the options, when there are any. */
function words(end: string, text: string): readonly string[] {
  return text === '' ? [] : [end, text];
}

/** Runs a command. One that ended without a report has said on standard error why. */
async function reported(line: readonly string[]): Promise<Result> {
  const run = await rollcall(line);
  const markdown = textOf(files.markdown);
  const counts = countsOf(textOf(files.json), textOf(files.metrics));
  return { ...run, counts, markdown: markdown === '' ? quotedLines(run.said, 40) : markdown };
}

async function finish({ code, markdown, counts }: Result): Promise<void> {
  const text = markdown === '' ? '' : `### rollcall ${input('command')}: ${outcomeOf(code)}\n\n${markdown}`;
  const report = input('command') === 'review' ? markdown : text;
  if (report !== '') {
    writeFileSync(files.markdown, report, { mode: 0o600 });
    summarize(report);
  }
  setOutputs({
    outcome: outcomeOf(code),
    'exit-code': String(code),
    adds: counts.adds,
    removals: counts.removals,
    'groups-changed': counts.groups,
    'plan-file': sha256Of(planFile) === '' ? '' : planFile,
    'plan-sha256': sha256Of(planFile),
    'markdown-file': report === '' ? '' : files.markdown,
  });
  process.exitCode = code === 2 && !detailed ? 0 : code;
}

/** A workflow that was written for one version is told when it gets another. */
function refuseOtherVersion(): void {
  const wanted = input('version');
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8'),
  );
  if (wanted === '' || wanted === manifest.version) return;
  throw new Error(`this is Rollcall ${manifest.version}, and the workflow asks for version ${JSON.stringify(wanted)}`);
}
