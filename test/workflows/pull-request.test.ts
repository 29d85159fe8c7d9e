import { afterEach, describe, expect, it } from 'vitest';
import { openStory, opsManifest, type Story, snapshot } from './story.ts';

let story: Story;
afterEach(() => story?.end());

const carl = '  - address: carl@partner.example\n    reason: Migration, ticket 12\n';

describe('a pull request', { timeout: 300_000 }, () => {
  it('is told in one comment, which further pushes edit', async () => {
    story = await openStory();
    const head = story.forge.push('carl', { 'groups/ops.yaml': opsManifest(['ann@example.net']) + carl }, 'Carl comes');
    const { jobs } = await story.pullRequest('pull-request', 'carl');
    expect([jobs['review']?.result, jobs['comment']?.result]).toEqual(['success', 'success']);
    const [comment, ...others] = story.forge.state().comments;
    expect(others).toEqual([]);
    expect(
      comment?.body.replace(/`[0-9a-f]{12} → [0-9a-f]{12}`/, '`BASE → MERGE`'),
    ).toBe(`<!-- rollcall:pull-request -->
### Who gets which mail after the merge

**1 changed group; 1 member joins, 1 member leaves. 1 unchanged.**

Manifests \`BASE → MERGE\`.

**Mail, through groups in groups (2)**

- \`hq@example.net\`: \`carl@partner.example\` starts to get its mail through \`ops@example.net\`
- \`hq@example.net\`: \`bob@example.net\` stops getting its mail, which came through \`ops@example.net\`

#### \`ops@example.net\` 1 member joins, 1 leaves

- owned by \`ann@example.net\`
- joins: \`carl@partner.example\`, reason: \`Migration, ticket 12\`
- leaves: \`bob@example.net\`

---
For commit ${head.slice(0, 12)}. The [run](https://forge.example/o/r/actions/runs/42) has the whole report. A further push edits this comment.
`);
    expect(jobs['review']?.summary).toContain('- joins: `carl@partner.example`, reason: `Migration, ticket 12`\n');

    story.forge.push(
      'carl',
      { 'groups/ops.yaml': opsManifest(['ann@example.net', 'bob@example.net']) + carl },
      'Bob stays',
    );
    await story.pullRequest('pull-request', 'carl');
    const [edited, ...more] = story.forge.state().comments;
    expect([edited?.id, more]).toEqual([comment?.id, []]);
    expect(edited?.body).toContain('1 member joins. 1 unchanged.');
    expect(edited?.body).not.toContain('bob@example.net');
    const asked = story.forge.state().requests.length;
    await story.pullRequest('pull-request', 'carl');
    expect(story.forge.state().requests.slice(asked)).toEqual(['GET repos/o/r/issues/1/comments']);
  });

  it('that is not valid fails, with annotations, and says so in the comment', async () => {
    story = await openStory();
    story.forge.push('bad', { 'groups/ops.yaml': opsManifest(['ann@example,net']) }, 'A comma');
    const { jobs } = await story.pullRequest('pull-request', 'bad');
    expect([jobs['review']?.result, jobs['comment']?.result]).toEqual(['failure', 'success']);
    expect(jobs['review']?.outputs).toEqual({ 'groups-changed': '', outcome: 'invalid' });
    expect(jobs['review']?.log).toMatch(/^::error file=groups\/ops\.yaml,line=5,/m);
    const [comment] = story.forge.state().comments;
    expect(comment?.body).toContain('### These manifests are not valid\n\n**1 error.**');
    expect(comment?.body).toContain('- `groups/ops.yaml` line 5: ');
  });

  it('that changes no group gets no comment, but one that is there is told', async () => {
    story = await openStory();
    story.forge.push('docs', { 'README.md': 'Hello\n' }, 'Words');
    await story.pullRequest('pull-request', 'docs');
    expect(story.forge.state().comments).toEqual([]);
    story.forge.push('docs', { 'groups/ops.yaml': opsManifest(['ann@example.net']) }, 'Bob goes');
    await story.pullRequest('pull-request', 'docs');
    story.forge.push('docs', { 'groups/ops.yaml': opsManifest(['ann@example.net', 'bob@example.net']) }, 'Bob is back');
    await story.pullRequest('pull-request', 'docs');
    expect(story.forge.state().comments.map(({ body }) => body)).toEqual([
      expect.stringContaining('**No group changes. 2 unchanged.**'),
    ]);
  });

  it('from a fork gets the same in the summary, and no comment', async () => {
    story = await openStory();
    story.forge.push('fork', { 'groups/ops.yaml': opsManifest(['ann@example.net']) }, 'Bob goes');
    const { jobs } = await story.pullRequest('pull-request', 'fork', 'fork');
    expect([jobs['review']?.result, jobs['comment']?.result]).toEqual(['success', 'skipped']);
    expect(jobs['review']?.summary).toContain('- leaves: `bob@example.net`\n');
    expect(story.forge.state().requests).toEqual([]);
    const { jobs: planned } = await story.pullRequest('plan', 'fork', 'fork');
    expect([planned['plan']?.result, planned['not-configured']?.result]).toEqual(['skipped', 'skipped']);
  });

  it('of a bot whose token may not comment is told in the summary alone, and nothing fails', async () => {
    story = await openStory();
    story.forge.push('bot', { 'groups/ops.yaml': opsManifest(['ann@example.net']) }, 'Bob goes');
    const { jobs } = await story.pullRequest('pull-request', 'bot', 'bot');
    expect([jobs['review']?.result, jobs['comment']?.result]).toEqual(['success', 'success']);
    expect(jobs['comment']?.log).toMatch(/^::notice::The token of this run may not write comments\./);
    expect(story.forge.state().comments).toEqual([]);
  });

  it('is planned against the snapshot of the target branch', async () => {
    story = await openStory({ files: { 'snapshot.ldif': snapshot } });
    const files = { 'groups/ops.yaml': opsManifest(['ann@example.net']), 'snapshot.ldif': null };
    story.forge.push('snapshot', files, 'Bob goes, and so does the snapshot');
    await story.pullRequest('pull-request', 'snapshot');
    const [comment] = story.forge.state().comments;
    expect(comment?.body).toContain('### What the directory would see, by its snapshot\n\n**Plan: ');
    expect(comment?.body).toContain('- leaves: `old@example.net`');
  });

  it('has what rules find in that snapshot', async () => {
    const split = snapshot.replace('old@example.net', 'old@example.net, older@example.net');
    story = await openStory({ files: { 'snapshot.ldif': split } });
    const text = opsManifest(['ann@example.net'], ['mode: additive']);
    story.forge.push('additive', { 'groups/ops.yaml': text }, 'Others may add to it');
    const { jobs } = await story.pullRequest('pull-request', 'additive');
    expect(jobs['review']?.result).toBe('success');
    const [comment] = story.forge.state().comments;
    expect(comment?.body).toContain(
      '\n\nA rule finds an error: as it is, nothing will be written after the merge.\n\n**Plan: ',
    );
    expect(comment?.body).toContain('- `groups/ops.yaml:1:10` error `RC517`: ');
  });

  it('is planned against the directory of now, by an account that only reads', async () => {
    story = await openStory();
    story.forge.push('carl', { 'groups/ops.yaml': opsManifest(['ann@example.net']) + carl }, 'Carl comes');
    const { jobs } = await story.pullRequest('plan', 'carl');
    expect([jobs['plan']?.result, jobs['not-configured']?.result]).toEqual(['success', 'skipped']);
    expect(jobs['plan']?.summary).toContain(
      '### rollcall plan: pending\n\n**Plan: 0 to create, 1 to update, 0 to delete; 1 member to add, 1 to remove.',
    );
    expect(jobs['plan']?.log).toContain('+ carl@partner.example  (reason: Migration, ticket 12)');
    expect(await story.members('ops@example.net')).toEqual(['ann@example.net', 'bob@example.net']);
  });
});
