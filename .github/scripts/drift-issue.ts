// Opens, edits and closes the one issue about drift. Called by .github/actions/drift-issue.
import { type Author, api, apiList, given, Refused, readReport, runUrl } from './forge.ts';
import { unexpectedLine } from './safe-markdown.ts';

interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly user: Author;
  readonly pull_request?: object;
}

/** What a run found out, as the action's output `outcome` has it, in the words of the issue. */
const titles: Readonly<Record<string, string>> = {
  pending: 'The directory differs from the manifests',
  held: 'Changes of the directory are held by a safety limit',
  failed: 'Some changes of the directory failed',
  directory: 'The directory could not be read or refused a change',
  stale: 'The nightly run did not have the newest commit',
  invalid: 'The nightly run could not start: manifests or settings are not valid',
  defect: 'The nightly run ended with an error of Rollcall itself',
};

const marker = '<!-- rollcall:drift -->';
const repository = given('GITHUB_REPOSITORY');
const label = given('ISSUE_LABEL');
const author = given('ISSUE_AUTHOR');
const outcome = process.env['ISSUE_OUTCOME'] ?? '';

console.log(tell());

function tell(): string {
  const [issue, ...others] = openIssues();
  for (const { number } of others) close(number, `Issue ${issue?.number} says the same.`);
  if (outcome === 'done') {
    if (issue === undefined) return 'The directory agrees, and no issue is open.';
    close(issue.number, `The directory agrees with the manifests again, says [this run](${runUrl()}).`);
    return `Closed issue ${issue.number}.`;
  }
  const title = titles[outcome] ?? 'The nightly run ended before it could tell anything';
  const body = issueBody();
  if (issue === undefined) {
    makeLabel();
    const { number } = api<Issue>('POST', `repos/${repository}/issues`, { title, body, labels: [label] });
    return `Opened issue ${number}.`;
  }
  api('PATCH', `repos/${repository}/issues/${issue.number}`, { title, body });
  return `Edited issue ${issue.number}.`;
}

function issueBody(): string {
  const report = readReport(given('ISSUE_FILE'));
  const sound = report !== undefined && unexpectedLine(report) === undefined;
  const text = sound ? report.trim() : 'There is no report that could be shown here.';
  return `${marker}\n${text}\n\n---\nSeen by [this run](${runUrl()}). Later runs edit this issue, and close it when the directory agrees.\n`;
}

/** Ours carry the label, begin with the marker, and were written by us: anybody can write the marker. */
function openIssues(): readonly Issue[] {
  const labelled = `repos/${repository}/issues?state=open&labels=${encodeURIComponent(label)}`;
  return apiList<Issue>(labelled)
    .filter(({ pull_request, user }) => pull_request === undefined && user.login === author && user.type === 'Bot')
    .filter(({ body }) => body?.startsWith(marker))
    .sort((a, b) => a.number - b.number);
}

function close(number: number, body: string): void {
  api('POST', `repos/${repository}/issues/${number}/comments`, { body });
  api('PATCH', `repos/${repository}/issues/${number}`, { state: 'closed', state_reason: 'completed' });
}

function makeLabel(): void {
  const body = { name: label, color: 'b60205', description: 'The directory and the manifests differ' };
  try {
    api('POST', `repos/${repository}/labels`, body);
  } catch (error) {
    if (!(error instanceof Refused) || !/HTTP 422/.test(error.message)) throw error; // it is there already
  }
}
