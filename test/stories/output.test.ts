import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { diagnosticsSchema } from '../../src/report/diagnostics-schema.ts';
import { planSchema } from '../../src/report/plan-schema.ts';
import { startRefusingServer } from '../kit/refusing-server.ts';
import { openFileStage, openServerStage, type Scene, type Stage } from '../kit/stage.ts';
import { groupDn, groupLdif, manifest, people } from '../kit/texts.ts';
import type { CommandResult } from '../kit/workspace.ts';
import { forbidden, workflowCommand } from '../report/hostile.ts';

const hq = 'hq@example.net';
const [ann, bob] = ['ann@example.net', 'bob@example.net'];
const evil = '::error::owned ##[error]owned \u001b[31mred\u202e\u2028 `code` | <!-- x --> </details> @admin';
const inYaml = JSON.stringify(evil).replace('\u202e', '\\u202e').replace('\u2028', '\\u2028').replace('\u001b', '\\e');
let stage: Stage;
afterEach(() => stage?.end());

const asAction = { GITHUB_ACTIONS: 'true' };

/** Everything that came out is harmless: to a terminal always, to the log of a workflow when it reads. */
function expectHarmless({ stdout, stderr }: CommandResult, what: string): void {
  for (const text of [stdout, stderr]) {
    expect(text, what).not.toMatch(forbidden);
    expect(text, what).not.toMatch(workflowCommand);
  }
}

/** Groups of the directory and manifests with the hostile text wherever one can be. */
const hostile: Scene = {
  entries: [
    groupLdif(hq, [ann], [`description:: ${Buffer.from(evil).toString('base64')}`]),
    groupLdif('ops@example.net', [`${'x'.repeat(60)}::error::owned`, '##[group]owned@example.net', ann]),
    groupLdif('gone@example.net', [ann], [`title:: ${Buffer.from(`::stop-commands::\n${evil}`).toString('base64')}`]),
  ],
  manifests: {
    'hq.yaml': `${manifest(hq, [ann])}attributes:\n  title: ${JSON.stringify('::add-mask::owned ##[debug]')}\n`,
    'ops.yaml': `address: ops@example.net\nmembers:\n  - address: ${bob}\n    reason: ${JSON.stringify('::error:: ##[x] `y` | z')}\n  - ${ann}\n`,
  },
  settings: ['prune: all', 'safety: { perGroup: { floor: 100 } }'],
};

const commands: readonly (readonly string[])[] = [
  ['plan', '--full', '--diff'],
  ['plan', '--format', 'json'],
  ['plan', '--format', 'ldif'],
  ['plan', '--format', 'markdown'],
  ['validate'],
  ['validate', '--format', 'json'],
  ['validate', '--format', 'sarif'],
  ['import', '--stdout'],
  ['import', '--groups', 'adopted', '--format', 'json'],
  ['apply'],
  ['apply', '--yes'],
  ['apply', '--yes', '--format', 'markdown'],
  ['--help'],
  ['plan', '--help'],
  ['plan', evil],
  [`--${evil}`],
  ['plan', '--url', evil],
  ['plan', '--url', `ldap://${evil}`],
  ['plan', '--config', evil],
  ['plan', '--groups', evil],
  ['plan', '--env', evil],
];

describe('in the log of a workflow', () => {
  const named = commands.map((words) => [words.join(' ').replaceAll(evil, 'EVIL'), words] as const);
  it.each(named)('nothing that rollcall %s says is taken for a command', async (_, words) => {
    stage = await openFileStage(hostile);
    const result = await stage.workspace.run(words, { variables: asAction });
    expect(result.stderr).not.toContain('this is a bug');
    expect(result.stdout + result.stderr).not.toBe('');
    expectHarmless(result, words.join(' '));
  });

  it('broken manifests with hostile names and content do no harm', async () => {
    stage = await openFileStage(hostile);
    stage.workspace.write(
      `groups/::error::${'\n'}::warning::x ##[y]\u001b[1m.yaml`,
      `address: ${inYaml}\nmembers: [x]\n`,
    );
    stage.workspace.write('groups/raw.yaml', `# ${evil}\n::error::raw: ##[x]\n`);
    for (const format of ['text', 'json', 'sarif'] as const) {
      const result = await stage.workspace.run(['validate', '--format', format], { variables: asAction });
      expect(result.code).toBe(1);
      expectHarmless(result, format);
    }
    expectHarmless(await stage.workspace.run(['plan'], { variables: asAction }), 'plan');
  });

  it('annotations are commands, one a diagnostic, and nothing else is', async () => {
    stage = await openFileStage(hostile);
    stage.workspace.write('groups/::error::\n::warning::x ##[y].yaml', `address: ${inYaml}\nmembers: [x]\n`);
    const variables = asAction;
    const { stdout, stderr, code } = await stage.workspace.run(['validate', '--format', 'github'], { variables });
    const json = await stage.workspace.run(['validate', '--format', 'json'], { variables });
    const { diagnostics } = diagnosticsSchema.parse(JSON.parse(json.stdout));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(diagnostics.length).toBeGreaterThan(1);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(diagnostics.length);
    for (const line of lines) {
      expect(line).toMatch(/^::error file=[^:,]*,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=RC\d+::[^\n\r]*$/);
      expect(line).not.toMatch(forbidden);
      expect(line).not.toContain('##[');
    }
  });

  it('JSON and LDIF mean the same as elsewhere', async () => {
    stage = await openFileStage(hostile);
    for (const format of ['json', 'ldif'] as const) {
      const words = ['plan', '--format', format];
      const [here, there] = [
        await stage.workspace.run(words),
        await stage.workspace.run(words, { variables: asAction }),
      ];
      expect(there).toEqual(here);
    }
    const { stdout } = await stage.workspace.run(['plan', '--format', 'json'], { variables: asAction });
    const { steps } = planSchema.parse(JSON.parse(stdout));
    expect(JSON.stringify(steps)).toContain('##[group]owned@example.net');
  });

  it('what a server says is data', async () => {
    const server = await startRefusingServer(`no\n::error::owned\r::warning::x ${evil}`);
    stage = await openFileStage({ manifests: { 'hq.yaml': manifest(hq, [ann]) } });
    for (const words of [
      ['plan', '--url', server.url],
      ['import', '--url', server.url],
      ['apply', '--yes', '--url', server.url],
    ]) {
      const result = await stage.workspace.run(words, { variables: asAction });
      expect(result.code, result.stderr).toBe(4);
      expect(result.stderr).toContain('unwillingToPerform (53)');
      expect(result.stderr.trimEnd().split('\n')).toHaveLength(2);
      expectHarmless(result, words.join(' '));
    }
    await server.stop();
  });

  it('a bug of ours is told harmlessly too', async () => {
    stage = await openFileStage(hostile);
    stage.workspace.write(
      'trap.mjs',
      `process.on('newListener', (name) => name === 'uncaughtException' && setImmediate(() => {
        throw new Error('owned\\n::error::owned ##[x]\\u001b[31m');
      }));`,
    );
    const variables = { ...asAction, NODE_OPTIONS: `--import ${join(stage.workspace.folder, 'trap.mjs')}` };
    const result = await stage.workspace.run(['plan'], { variables });
    expect(result.code).toBe(70);
    expect(result.stderr).toContain('this is a bug of Rollcall');
    expectHarmless(result, 'a bug');
  });
});

describe('an output that takes nothing more', () => {
  const scene: Scene = { entries: [groupLdif(hq, [ann])], manifests: { 'hq.yaml': manifest(hq, [ann, bob]) } };

  it.each(['plan', 'validate', 'plan --format json', 'plan --detailed-exitcode', '--help', '--version'])(
    'is an error of %s, not a success and not a crash',
    async (line) => {
      stage = await openFileStage(scene);
      const { code, stderr } = await stage.workspace.shell(`$ROLLCALL ${line} >/dev/full`);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^rollcall: not all of the output could be written: ENOSPC: .*\n {2}hint: .*\n$/);
    },
  );

  it('does not stop an apply half-way: all is written, and what was lost is said', async () => {
    const server = await openServerStage({
      entries: people(30).map((address) => groupLdif(address, [ann])),
      manifests: Object.fromEntries(people(30).map((address) => [`${address}.yaml`, manifest(address, [ann, bob])])),
    });
    stage = server;
    for (const format of ['text', 'json']) {
      const { code, stderr } = await stage.workspace.shell(`$ROLLCALL apply --yes --format ${format} >/dev/full`);
      expect(code).toBe(1);
      expect(stderr).toContain('rollcall: not all of the output could be written: ENOSPC');
      expect(stderr).not.toMatch(/ at .*\.js:\d+/);
      expect(await server.writes()).toHaveLength(30);
    }
    const silent = await stage.workspace.shell('$ROLLCALL apply --yes >/dev/full 2>/dev/full');
    expect(silent.code).toBe(1);
  });

  it('or whose reader went away, does not either, as the audit log shows', async () => {
    const server = await openServerStage({
      entries: people(30).map((address) => groupLdif(address, [ann])),
      manifests: Object.fromEntries(people(30).map((address) => [`${address}.yaml`, manifest(address, [ann, bob])])),
    });
    stage = server;
    const { stderr } = await stage.workspace.shell('{ $ROLLCALL apply --yes; echo "code $?" >&2; } | head -c 1');
    expect(stderr).toBe('code 0\n');
    expect(await server.writes()).toHaveLength(30);
    expect((await server.tree())[groupDn('user30@example.net')]?.['mailGroupMember']).toEqual([ann, bob]);
  });
});
