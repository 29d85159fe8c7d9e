import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { workflowProblems } from './policy.ts';
import { openStory, opsManifest, type Story } from './story.ts';
import { actionFiles, parsed, top, type Workflow } from './workflow-files.ts';

let story: Story;
afterEach(() => story?.end());

const pin = 'f'.repeat(40);
const checkout = `      - uses: actions/checkout@${pin}\n        with: { persist-credentials: false }\n`;

/** A workflow of one job in a repository that holds groups and settings, and no tool. */
function workflow(steps: string): string {
  return `on: { push: {} }
jobs:
  a:
    environment: rollcall
    outputs: { outcome: "\${{ steps.r.outputs.outcome }}", code: "\${{ steps.r.outputs.exit-code }}", adds: "\${{ steps.r.outputs.adds }}", removals: "\${{ steps.r.outputs.removals }}", groups: "\${{ steps.r.outputs.groups-changed }}", markdown: "\${{ steps.r.outputs.markdown-file }}" }
    env: { ROLLCALL_URL: "\${{ vars.ROLLCALL_URL }}", ROLLCALL_BIND_DN: "\${{ vars.ROLLCALL_BIND_DN }}", ROLLCALL_BIND_PASSWORD: "\${{ secrets.ROLLCALL_BIND_PASSWORD }}" }
    steps:
${checkout}${steps}`;
}

function call(inputs: string, id = 'r'): string {
  return `      - { id: ${id}, uses: o/rollcall@${pin}, with: { ${inputs} } }\n`;
}

describe('another repository', { timeout: 300_000 }, () => {
  it('keeps only groups and settings, and calls the action', async () => {
    story = await openStory({ tool: 'outside' });
    story.forge.push(
      'carl',
      { 'groups/ops.yaml': opsManifest(['ann@example.net', 'carl@example.net']) },
      'Carl for Bob',
    );
    story.forge.merge('carl');
    const { jobs: planned } = await story.onMain(workflow(call('command: plan')));
    const counts = { code: '2', adds: '1', removals: '1', groups: '1' };
    expect(planned['a']).toMatchObject({ result: 'success', outputs: { ...counts, outcome: 'pending' } });
    expect(readFileSync(planned['a']?.outputs['markdown'] ?? '', 'utf8')).toContain('- joins: `carl@example.net`');
    const { jobs: detailed } = await story.onMain(workflow(call("command: plan, detailed-exit-code: 'true'")));
    expect(detailed['a']).toMatchObject({ result: 'failure', outputs: { outcome: 'pending' } });
    const { jobs: applied } = await story.onMain(workflow(call('command: reconcile')));
    expect(applied['a']).toMatchObject({ result: 'success', outputs: { ...counts, code: '0', outcome: 'done' } });
    expect(await story.members('ops@example.net')).toEqual(['ann@example.net', 'carl@example.net']);
  });

  it('copies the workflows, and has them call the tool as docs/github.md says', async () => {
    story = await openStory({ tool: 'outside' });
    const copies = workflowsOfAdopters(story.forge.root);
    for (const [name, text] of copies) {
      expect(text).not.toMatch(/uses: \.\//);
      expect(workflowProblems(parsed<Workflow>(name, text))).toEqual([]);
    }
    story.forge.push(
      'carl',
      { 'groups/ops.yaml': opsManifest(['ann@example.net', 'carl@example.net']) },
      'Carl for Bob',
    );
    await story.pullRequest(copies.get('pull-request.yml') ?? '', 'carl');
    expect(story.forge.state().comments).toHaveLength(1);
    await story.pullRequest(copies.get('plan.yml') ?? '', 'carl');
    story.forge.merge('carl');
    const { jobs } = await story.onMain(copies.get('apply.yml') ?? '');
    expect(jobs['apply']?.result).toBe('success');
    expect(await story.members('ops@example.net')).toEqual(['ann@example.net', 'carl@example.net']);
    const { jobs: nightly } = await story.onMain(copies.get('reconcile.yml') ?? '', 'schedule');
    expect([nightly['reconcile']?.result, nightly['issue']?.result]).toEqual(['success', 'success']);
  });

  it('carries out the plan that was looked at, and no other', async () => {
    story = await openStory({ tool: 'outside' });
    story.forge.push(
      'carl',
      { 'groups/ops.yaml': opsManifest(['ann@example.net', 'carl@example.net']) },
      'Carl for Bob',
    );
    story.forge.merge('carl');
    const plan = call('command: plan, plan-file: plan.json', 'p');
    const file = `"\${{ steps.p.outputs.plan-file }}"`;
    const sha256 = `"\${{ steps.p.outputs.plan-sha256 }}"`;
    const apply = call(`command: apply, undo-file: undo.ldif, plan-file: ${file}, plan-sha256: ${sha256}`);
    const { jobs: changed } = await story.onMain(workflow(`${plan}      - run: echo >> plan.json\n${apply}`));
    expect(changed['a']).toMatchObject({ result: 'failure', outputs: { code: '6', outcome: 'stale' } });
    expect(changed['a']?.summary).toContain('is not the one that was handed over');
    const { jobs: applied } = await story.onMain(workflow(plan + apply));
    expect(applied['a']).toMatchObject({ result: 'success', outputs: { code: '0', outcome: 'done' } });
    expect(await story.members('ops@example.net')).toEqual(['ann@example.net', 'carl@example.net']);
  });

  it('is told of an unknown command and of another version', async () => {
    story = await openStory({ tool: 'outside' });
    const { jobs } = await story.onMain(workflow(call('command: destroy')));
    expect(jobs['a']).toMatchObject({ result: 'failure', outputs: { outcome: '' } });
    expect(jobs['a']?.log).toContain('is none of review, validate, diff, plan, apply and reconcile');
    const { jobs: other } = await story.onMain(workflow(call('command: plan, version: 99.0.0')));
    expect(other['a']?.log).toContain('the workflow asks for version "99.0.0"');
    expect(other['a']?.result).toBe('failure');
  });

  it('needs nothing but the packages of run time', async () => {
    story = await openStory({ tool: 'outside' });
    const { tool, programs } = story.forge;
    writeFileSync(join(programs, 'npm'), realNpm());
    const { jobs } = await story.onMain(workflow(call('command: validate')));
    expect(jobs['a']).toMatchObject({ result: 'success', outputs: { outcome: 'done' } });
    const packages = readdirSync(join(tool, 'node_modules'));
    expect(packages).toContain('ldapts');
    expect(packages).not.toContain('typescript');
  });
});

/** The workflows as somebody has them who did what docs/github.md says. */
function workflowsOfAdopters(root: string): ReadonlyMap<string, string> {
  const folder = join(root, 'copies/.github/workflows');
  cpSync(join(top, '.github/workflows'), folder, { recursive: true });
  const page = readFileSync(join(top, 'docs/github.md'), 'utf8');
  const [, script = ''] = /^```sh\n(tool=.*?)^```$/ms.exec(page) ?? [];
  execFileSync('bash', ['--norc', '-euc', script.replace('OWNER', 'o')], { cwd: join(root, 'copies') });
  const names = ['pull-request.yml', 'plan.yml', 'apply.yml', 'reconcile.yml'];
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** The npm of this machine, with the settings that it has here. */
function realNpm(): string {
  const folder = (process.env['PATH'] ?? '').split(':').find((one) => existsSync(join(one, 'npm')));
  const kept = Object.entries(process.env).filter(([name]) =>
    /^(?:home|npm_config_(?:registry|userconfig|cafile|proxy|https_proxy)|https?_proxy|no_proxy|node_extra_ca_certs)$/i.test(
      name,
    ),
  );
  const lines = kept.map(([name, value = '']) => `export ${name}='${value.replaceAll("'", "'\\''")}'`);
  return ['#!/bin/sh', ...lines, `exec '${folder}/npm' "$@"`, ''].join('\n');
}

describe('action.yml', () => {
  it('hands every input to the script', () => {
    const action = actionFiles().find(({ path }) => path === 'action.yml')?.content;
    const given = action?.runs.steps.flatMap(({ env }) => Object.entries(env ?? {})) ?? [];
    expect(given).toEqual(
      Object.keys(action?.inputs ?? {}).map((name) => [
        `INPUT_${name.toUpperCase().replaceAll('-', '_')}`,
        `\${{ inputs.${name} }}`,
      ]),
    );
  });
});
