import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { unexpectedLine } from '../../.github/scripts/safe-markdown.ts';
import { commandsIn, openStory, opsManifest, type Story, snapshot } from './story.ts';

let story: Story;
let server: Server | undefined;
afterEach(async () => {
  await story?.end();
  server?.close();
  server = undefined;
});

/** What validate --format github writes on purpose: one line, its data escaped. */
const annotation = /^::(?:error|warning) file=[^:#]*(?:#\\u\{23\}[^:#]*)*::(?!.*##\[)/;

/** Somewhere else, where nobody must go. */
async function elsewhere(): Promise<{ readonly url: string; readonly connections: () => number }> {
  let count = 0;
  const own = createServer((socket) => {
    count += 1;
    socket.destroy();
  });
  server = own;
  await new Promise<void>((done) => own.listen(0, '127.0.0.1', done));
  const address = own.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `ldap://127.0.0.1:${address.port}`, connections: () => count };
}

describe('a hostile pull request', { timeout: 300_000 }, () => {
  it('that names another server in the settings has nobody connect there, before or after the merge', async () => {
    story = await openStory({ files: { 'snapshot.ldif': snapshot } });
    const { url, connections } = await elsewhere();
    const lines = [
      'directory:',
      `  url: ${url}`,
      '  base: ou=Groups,ou=Mail,dc=example,dc=net',
      '  bind:',
      '    dn: cn=x',
    ];
    const files = { 'rollcall.yaml': `${lines.join('\n')}\n`, 'groups/ops.yaml': opsManifest(['ann@example.net']) };
    story.forge.push('server', files, 'Another server');
    const { jobs } = await story.pullRequest('pull-request', 'server');
    expect(jobs['review']?.result).toBe('success');
    expect(jobs['review']?.summary).toContain('### What the directory would see, by its snapshot\n\n**Plan: ');
    const { jobs: planned } = await story.pullRequest('plan', 'server');
    expect(planned['plan']?.result).toBe('success');
    expect(planned['plan']?.log).toContain(`Plan for ${story.slapd.url}`);
    story.forge.merge('server');
    const { jobs: applied } = await story.onMain('apply');
    expect(applied['apply']?.result).toBe('success');
    expect(await story.members('ops@example.net')).toEqual(['ann@example.net']);
    expect(connections()).toBe(0);
  });

  it.each(['groups/ops.yaml', 'groups'])('that makes a link of %s to a secret is shown nothing of it', async (path) => {
    story = await openStory();
    const folder = mkdtempSync(join(tmpdir(), 'secret-'));
    try {
      writeFileSync(join(folder, 'ops.yaml'), 'address: the-secret@example.net\nmembers: [a: b]\n');
      const clone = join(story.forge.root, 'clone');
      story.forge.git('checkout', '-q', '-B', 'link', 'origin/main');
      rmSync(join(clone, path), { recursive: true });
      symlinkSync(path === 'groups' ? folder : join(folder, 'ops.yaml'), join(clone, path));
      story.forge.git('add', '--all');
      story.forge.git('commit', '-qm', 'A link');
      story.forge.git('push', '-q', 'origin', 'link');
      for (const workflow of ['pull-request', 'plan']) {
        const { jobs } = await story.pullRequest(workflow, 'link');
        expect((jobs['review'] ?? jobs['plan'])?.result).toBe('failure');
        const texts = Object.values(jobs).flatMap(({ log, summary }) => [log, summary]);
        expect([...texts, JSON.stringify(story.forge.state())].join('\n')).not.toContain('the-secret');
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('that gets at the report has none of it shown', async () => {
    story = await openStory();
    const steps = (report: string): string => `on: { push: {} }
jobs:
  comment:
    permissions: { pull-requests: write }
    steps:
      - uses: actions/checkout@${'f'.repeat(40)}
        with: { persist-credentials: false }
      - run: ${report}
      - uses: ./.github/actions/comment
        with: { file: report.md, pull-request: 1, commit: abc }
`;
    const reports = [
      'echo "@o/owners look" > report.md',
      'ln -s /etc/passwd report.md',
      "head -c 300000 /dev/zero | tr '\\0' x > report.md",
    ];
    for (const report of [...reports, 'echo none']) {
      const { jobs } = await story.onMain(steps(report));
      expect(jobs['comment']?.result).toBe('success');
      const [comment, ...others] = story.forge.state().comments;
      expect(others).toEqual([]);
      expect(comment?.body).toMatch(/^<!-- rollcall:pull-request -->\nThere is no report that could be shown here\.\n/);
    }
  });

  it('with commands, mentions and markers in its texts is shown as it is, and obeyed in nothing', async () => {
    story = await openStory();
    const mallory = { login: 'mallory', type: 'User' };
    const forged = { id: 1, issue: 1, body: '<!-- rollcall:pull-request -->\nAll is well', user: mallory };
    story.forge.seed({ comments: [forged] });
    const text =
      '<!-- rollcall:pull-request --> @o/owners ##[error]x ::set-output name=outcome::done closes #1 `</details>`';
    const eve = `  - address: eve@example.net\n    reason: '${text}'\n`;
    const files = {
      'groups/ops.yaml': opsManifest(['ann@example.net'], [`attributes: { telephoneNumber: '::add-mask::x' }`]) + eve,
      'groups/::error::x ##[group]y `@o` <!-- rollcall:pull-request -->.yaml': `address: new@example.net\ndescription: '${text}'\nmembers: []\n`,
      'groups/::warning::bad.yaml': `address: '${text}'\n`,
    };
    const [bad] = ['groups/::warning::bad.yaml'];
    story.forge.push('texts', files, '::stop-commands::x\n\n::set-output name=outcome::done\n##[error]x @o/owners');
    const { jobs: invalid } = await story.pullRequest('pull-request', 'texts');
    expect(invalid['review']?.outputs['outcome']).toBe('invalid');
    expect(commandsIn(invalid['review']?.log ?? '').filter((line) => !annotation.test(line))).toEqual([]);
    story.forge.push('texts', { [bad ?? '']: null, 'groups/ops.yaml': opsManifest(['ann@example.net']) + eve }, text);
    const { jobs } = await story.pullRequest('pull-request', 'texts');
    expect([jobs['review']?.outputs['outcome'], jobs['comment']?.result]).toEqual(['done', 'success']);
    const { jobs: planned } = await story.pullRequest('plan', 'texts');
    const all = [...Object.values(jobs), ...Object.values(planned)];
    expect(all.flatMap(({ log }) => commandsIn(log)).filter((line) => !annotation.test(line))).toEqual([]);
    const [first, comment, ...others] = story.forge.state().comments;
    expect([first, others]).toEqual([forged, []]);
    expect(comment?.body.match(/<!--/g)).toHaveLength(1);
    expect(comment?.body).toContain('- joins: `eve@example.net`, reason: ');
    for (const { summary } of all) expect(unexpectedLine(summary)).toBe(undefined);
    await story.pullRequest('pull-request', 'texts');
    expect(story.forge.state().comments).toHaveLength(2);
  });
});
