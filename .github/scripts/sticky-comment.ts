// Writes the report on a pull request as one comment, which later runs edit. Called by .github/actions/comment.
import { type Author, api, apiList, given, Refused, readReport, runUrl } from './forge.ts';
import { unexpectedLine } from './safe-markdown.ts';

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: Author;
}

const marker = '<!-- rollcall:pull-request -->';
const repository = given('GITHUB_REPOSITORY');
const number = given('COMMENT_NUMBER');
const author = given('COMMENT_AUTHOR');
const onlyUpdate = process.env['COMMENT_ONLY_UPDATE'] === 'true';

try {
  console.log(write(commentBody()));
} catch (error) {
  if (!(error instanceof Refused) || !/HTTP 403/.test(error.message)) throw error;
  console.log('::notice::The token of this run may not write comments. The summary of the job says the same.');
}

function commentBody(): string {
  const report = readReport(given('COMMENT_FILE'));
  const sound = report !== undefined && unexpectedLine(report) === undefined;
  const text = sound ? report.trim() : 'There is no report that could be shown here.';
  const commit = given('COMMENT_COMMIT');
  const foot = `For commit ${commit.slice(0, 12)}. The [run](${runUrl()}) has the whole report. A further push edits this comment.`;
  return `${marker}\n${text}\n\n---\n${foot}\n`;
}

/** Ours are told by the marker at their beginning and by who wrote them: anybody can write the marker. */
function ours({ body, user }: Comment): boolean {
  return body.startsWith(marker) && user.login === author && user.type === 'Bot';
}

function write(body: string): string {
  if (!/^\d+$/.test(number)) throw new Error('COMMENT_NUMBER is not a number');
  const [first, ...others] = apiList<Comment>(`repos/${repository}/issues/${number}/comments`).filter(ours);
  for (const { id } of others) api('DELETE', `repos/${repository}/issues/comments/${id}`);
  if (first === undefined && onlyUpdate) return 'Nothing to say, and nothing said before.';
  if (first === undefined) {
    api('POST', `repos/${repository}/issues/${number}/comments`, { body });
    return 'Wrote a comment.';
  }
  if (first.body.trim() === body.trim()) return 'The comment says it already.';
  api('PATCH', `repos/${repository}/issues/comments/${first.id}`, { body });
  return 'Edited the comment.';
}
