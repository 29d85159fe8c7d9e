import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { groupDn, manifest } from '../kit/texts.ts';
import { openStory, opsManifest, type Story } from './story.ts';

let story: Story;
afterEach(() => story?.end());

describe('what is merged', { timeout: 300_000 }, () => {
  it('is applied, leaves a file that takes it back, and is then nothing to do', async () => {
    story = await openStory();
    story.forge.push(
      'carl',
      { 'groups/ops.yaml': opsManifest(['ann@example.net', 'carl@example.net']) },
      'Carl for Bob',
    );
    story.forge.merge('carl');
    const { jobs, artifacts } = await story.onMain('apply');
    expect([jobs['apply']?.result, jobs['not-configured']?.result]).toEqual(['success', 'skipped']);
    expect(await story.members('ops@example.net')).toEqual(['ann@example.net', 'carl@example.net']);
    expect(jobs['apply']?.summary).toContain('### rollcall reconcile: done\n\n');
    expect(jobs['apply']?.summary).toContain('- joins: `carl@example.net`');
    const undo = readFileSync(join(artifacts['undo'] ?? '', 'undo.ldif'), 'utf8');
    expect(undo).toContain(`dn: ${groupDn('ops@example.net')}`);

    const { jobs: again, artifacts: none } = await story.onMain('apply', 'workflow_dispatch');
    expect(again['apply']?.log).toContain('Nothing to do: 2 groups agree with the directory.');
    expect(Object.keys(none)).toEqual([]);

    await story.slapd.ldapmodify(undo);
    expect(await story.members('ops@example.net')).toEqual(['ann@example.net', 'bob@example.net']);
  });

  it('is that of the newest commit, whichever push started the run', async () => {
    story = await openStory();
    story.forge.push('a', { 'groups/ops.yaml': opsManifest(['ann@example.net', 'carl@example.net']) }, 'Carl for Bob');
    const sha = story.forge.merge('a');
    story.forge.push('b', { 'groups/hq.yaml': manifest('hq@example.net', ['ann@example.net']) }, 'Less for ops');
    story.forge.merge('b');
    const { jobs } = await story.onMain('apply', 'push', { sha });
    expect(jobs['apply']?.result).toBe('success');
    expect(await story.members('ops@example.net')).toEqual(['ann@example.net', 'carl@example.net']);
    expect(await story.members('hq@example.net')).toEqual(['ann@example.net']);
  });

  it('is not applied where a limit holds it, and the job fails', async () => {
    story = await openStory();
    story.forge.push(
      'empty',
      { 'groups/ops.yaml': 'address: ops@example.net\nprotected: true\nmembers: []\n' },
      'Nobody',
    );
    story.forge.merge('empty');
    const { jobs } = await story.onMain('apply');
    expect(jobs['apply']?.result).toBe('failure');
    expect(jobs['apply']?.summary).toContain('### rollcall reconcile: held\n');
    expect(await story.members('ops@example.net')).toEqual(['ann@example.net', 'bob@example.net']);
  });

  it('goes nowhere while no directory is named', async () => {
    story = await openStory({ vars: { ROLLCALL_URL: '' } });
    for (const workflow of ['apply', 'reconcile'] as const) {
      const { jobs } = await story.onMain(workflow, workflow === 'apply' ? 'push' : 'schedule');
      const { 'not-configured': said, ...others } = jobs;
      expect(Object.values(others).map(({ result }) => result)).toEqual(Object.keys(others).map(() => 'skipped'));
      expect(said?.log).toMatch(/^::notice::The variable ROLLCALL_URL is not set/);
    }
  });

  it('goes to no server but those that the variables allow', async () => {
    story = await openStory({ vars: { ROLLCALL_ALLOWED_SERVERS: 'ldaps://ldap.example.net' } });
    const { jobs } = await story.onMain('apply');
    expect(jobs['apply']?.result).toBe('failure');
    expect(jobs['apply']?.log).toContain('is not among the allowed servers (ldaps://ldap.example.net)');
  });
});
