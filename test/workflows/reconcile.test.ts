import { afterEach, describe, expect, it } from 'vitest';
import { groupDn } from '../kit/texts.ts';
import type { ForgeIssue } from './forge.ts';
import { openStory, type Story } from './story.ts';

let story: Story;
afterEach(() => story?.end());

const addEve = `dn: ${groupDn('ops@example.net')}\nchangetype: modify\nadd: mailGroupMember\nmailGroupMember: eve@example.net\n`;

describe('the nightly run', { timeout: 400_000 }, () => {
  it('with check opens one issue, edits it, and closes it when the directory agrees', async () => {
    story = await openStory({ vars: { ROLLCALL_RECONCILE: 'check' } });
    await story.slapd.ldapmodify(addEve);
    const { jobs } = await story.onMain('reconcile', 'schedule');
    expect([jobs['reconcile']?.result, jobs['issue']?.result]).toEqual(['success', 'success']);
    expect(await story.members('ops@example.net')).toContain('eve@example.net');
    const [issue, ...others] = story.forge.state().issues;
    expect([others, story.forge.state().labels]).toEqual([[], ['rollcall-drift']]);
    expect(issue).toMatchObject({ title: 'The directory differs from the manifests', state: 'open' });
    expect(issue?.body).toMatch(/^<!-- rollcall:drift -->\n### rollcall reconcile: pending\n\n/);
    expect(issue?.body).toContain('- leaves: `eve@example.net`');
    expect(issue?.body).toContain('drift: never declared here');
    expect(issue?.body).toContain('`cn=admin,dc=example,dc=net`');

    await story.onMain('reconcile', 'schedule');
    expect(story.forge.state().issues.map(({ number, state }) => [number, state])).toEqual([[issue?.number, 'open']]);

    await story.slapd.ldapmodify(addEve.replace('\nadd:', '\ndelete:'));
    await story.onMain('reconcile', 'schedule');
    const [closed, ...more] = story.forge.state().issues;
    expect([closed?.state, more]).toEqual(['closed', []]);
    expect(story.forge.state().comments.map(({ body }) => body)).toEqual([
      'The directory agrees with the manifests again, says [this run](https://forge.example/o/r/actions/runs/42).',
    ]);
  });

  it('finds drift, names it, repairs it, and needs no issue', async () => {
    story = await openStory();
    await story.slapd.ldapmodify(addEve);
    const { jobs } = await story.onMain('reconcile', 'schedule');
    expect([jobs['reconcile']?.result, jobs['issue']?.result]).toEqual(['success', 'success']);
    expect(jobs['reconcile']?.summary).toContain('- leaves: `eve@example.net`');
    expect(jobs['issue']?.log).toBe('The directory agrees, and no issue is open.\n');
    expect(await story.members('ops@example.net')).toEqual(['ann@example.net', 'bob@example.net']);
    const { jobs: again } = await story.onMain('reconcile', 'schedule');
    expect(again['reconcile']?.log).toContain('Nothing to do: 2 groups agree with the directory.');
  });

  it("that cannot read the directory fails and says so in the issue; somebody else's issue stays as it is", async () => {
    story = await openStory({ vars: { ROLLCALL_BIND_DN: 'cn=nobody,dc=example,dc=net' } });
    const forged: ForgeIssue & { user: object } = {
      number: 7,
      state: 'open',
      ...{ title: 'x', body: '<!-- rollcall:drift -->', labels: ['rollcall-drift'] },
      user: { login: 'mallory', type: 'User' },
    };
    story.forge.seed({ issues: [forged] });
    const { jobs } = await story.onMain('reconcile', 'schedule');
    expect([jobs['reconcile']?.result, jobs['issue']?.result]).toEqual(['failure', 'success']);
    const [first, issue] = story.forge.state().issues;
    expect(first).toEqual(forged);
    expect(issue?.title).toBe('The directory could not be read or refused a change');
    expect(issue?.body).toContain('invalidCredentials (49)');
  });

  it('by hand only looks, unless it is told otherwise', async () => {
    story = await openStory();
    await story.slapd.ldapmodify(addEve);
    await story.onMain('reconcile', 'workflow_dispatch', { inputs: { check: true } });
    expect(await story.members('ops@example.net')).toContain('eve@example.net');
    await story.onMain('reconcile', 'workflow_dispatch', { inputs: { check: false } });
    expect(await story.members('ops@example.net')).toEqual(['ann@example.net', 'bob@example.net']);
    expect(story.forge.state().issues.map(({ state }) => state)).toEqual(['closed']);
  });
});
