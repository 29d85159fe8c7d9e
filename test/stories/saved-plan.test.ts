import { execSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/plan/fingerprint.ts';
import { applySchema } from '../../src/report/apply-schema.ts';
import type { SavedPlanContent } from '../../src/report/saved-plan-schema.ts';
import { pass } from '../kit/fault-actions.ts';
import { type FaultProxy, startFaultProxy } from '../kit/fault-proxy.ts';
import { openFileStage, openServerStage, openStage, type ServerStage, type Stage, stageKinds } from '../kit/stage.ts';
import { groupDn, groupLdif, manifest, people } from '../kit/texts.ts';
import { expectNothingToDo } from './laws.ts';
import {
  ann,
  applySaved,
  bob,
  eve,
  forge,
  hq,
  it_,
  ops,
  replaceIn,
  save,
  savedPlan,
  threeSteps,
} from './saved-plan-scene.ts';

let stage: Stage;
let proxy: FaultProxy | undefined;
afterEach(async () => {
  await proxy?.stop();
  proxy = undefined;
  await stage?.end();
});

const membersOf = async (address: string): Promise<unknown> =>
  (await stage.tree())[groupDn(address)]?.['mailGroupMember'];

/** Somebody else adds a member with ldapmodify, or in the file. */
async function meddle(address: string, member: string): Promise<void> {
  if ('slapd' in stage) {
    const { slapd } = stage as ServerStage;
    await slapd.ldapmodify(
      `dn: ${groupDn(address)}\nchangetype: modify\nadd: mailGroupMember\nmailGroupMember: ${member}\n`,
    );
  } else {
    replaceIn(stage, 'directory.ldif', `mail: ${address}\n`, `mail: ${address}\nmailGroupMember: ${member}\n`);
  }
}

describe.each(stageKinds)('a saved plan in a directory of the kind %s', (kind) => {
  it('is applied as it is, once', async () => {
    stage = await openStage(kind, threeSteps);
    const sha256 = await save(stage);
    const { mode } = statSync(join(stage.workspace.folder, 'plan.json'));
    expect(mode & 0o777).toBe(0o600);
    expect(savedPlan(stage).content.steps.map(({ step }) => step.change.address)).toEqual([it_, hq, ops]);
    const result = await applySaved(stage, '--plan-sha256', sha256);
    expect(result, result.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toMatch(/Applied 3 of 3 steps\.\n$/);
    expect([await membersOf(hq), await membersOf(ops), await membersOf(it_)]).toEqual([[ann, bob], [ann, bob], [ann]]);
    const writes = (await stage.writes())?.length;
    if (kind === 'slapd') expect(writes).toBe(3);
    const again = await applySaved(stage, '--plan-sha256', sha256);
    expect(again).toMatchObject({ code: 6, stdout: '' });
    expect(again.stderr).toContain('was applied already: the directory holds all of it; nothing was written');
    expect((await stage.writes())?.length).toBe(writes);
    await expectNothingToDo(stage);
  });

  it('writes nothing when somebody changed an entry, and the rest with --partial', async () => {
    stage = await openStage(kind, threeSteps);
    await save(stage);
    await meddle(hq, eve);
    const before = (await stage.writes())?.length;
    const refused = await applySaved(stage, '--format', 'json');
    expect(refused.code).toBe(6);
    expect(refused.stderr).toContain('is stale: 1 of 3 steps; nothing was written');
    expect(applySchema.parse(JSON.parse(refused.stdout))).toMatchObject({
      summary: { applied: 0, skipped: 2, stale: 1 },
      stale: [{ kind: 'update', address: hq, reason: 'somebody changed the entry after the plan was saved' }],
    });
    expect((await stage.writes())?.length).toBe(before);
    expect(await membersOf(ops)).toEqual([ann]);
    const partial = await applySaved(stage, '--partial');
    expect(partial).toMatchObject({ code: 6, stderr: '' });
    expect(partial.stdout).toMatch(/^stale {4}hq@example\.net$/m);
    expect(partial.stdout).toMatch(/Applied 2 of 2 steps; 1 stale\.\n$/);
    expect([await membersOf(hq), await membersOf(ops), await membersOf(it_)]).toEqual([[ann, eve], [ann, bob], [ann]]);
  });

  it('has nothing to do for a group that somebody else made as declared', async () => {
    stage = await openStage(kind, threeSteps);
    await save(stage);
    await meddle(hq, bob);
    const result = await applySaved(stage);
    expect(result, result.stderr).toMatchObject({ code: 0 });
    expect(result.stdout).toMatch(/Applied 2 of 2 steps\.\n$/);
    await expectNothingToDo(stage);
  });

  it('leaves out what came after it, and what was held', async () => {
    stage = await openStage(kind, {
      entries: [...(threeSteps.entries ?? []), groupLdif('big@example.net', people(20))],
      manifests: { ...threeSteps.manifests, 'big.yaml': manifest('big@example.net', people(2)) },
    });
    const { code } = await stage.workspace.run(['plan', '--out', 'plan.json']);
    expect(code).toBe(3);
    const result = await applySaved(stage);
    expect(result, result.stderr).toMatchObject({ code: 0 });
    expect(result.stdout).toContain('Changes that the saved plan does not hold: 1. They stay out');
    expect(await membersOf('big@example.net')).toHaveLength(20);
    expect(await membersOf(hq)).toEqual([ann, bob]);
  });
});

describe.each(stageKinds)('row 25: in a directory of the kind %s, a saved plan', (kind) => {
  let shared: Stage;
  let files: Readonly<Record<string, string>>;
  beforeAll(async () => {
    shared = await openStage(kind, threeSteps);
    files = shared.workspace.files();
  });
  beforeEach(() => {
    stage = { ...shared, end: async () => undefined };
  });
  afterEach(() => {
    for (const path of Object.keys(shared.workspace.files())) shared.workspace.remove(path);
    for (const [path, text] of Object.entries(files)) shared.workspace.write(path, text);
  });
  afterAll(() => shared.end());

  it.each<readonly [string, string, () => readonly string[] | undefined]>([
    ['cut off', 'is cut off', () => cutPlan()],
    ['empty', 'is empty', () => rewrite('plan.json', '')],
    ['no JSON', 'is not JSON', () => rewrite('plan.json', 'address: hq\n')],
    ['not UTF-8', 'is not UTF-8', () => rewrite('plan.json', Buffer.from([0x7b, 0xff]))],
    ['other JSON', 'is JSON, but not a saved plan', () => rewrite('plan.json', '{"format":"rollcall.plan"}\n')],
    [
      'of a newer form',
      'has version 2 of the format, which is newer',
      () => changePlan('"version": 1', '"version": 2'),
    ],
    [
      'of an older form',
      'has version 0 of the format, which this Rollcall does not read any more',
      () => changePlan('"version": 1', '"version": 0'),
    ],
    ['of another form', 'does not have the form of a saved plan', () => changePlan('"tool"', '"tools"')],
    ['changed', 'was changed after it was saved\n', () => changePlan('"bob@example.net"', '"eve@example.net"')],
    ['changed in its blanks', 'was changed after it was saved\n', () => changePlan('"version": 1', '"version":  1')],
    [
      'given a key twice',
      'was changed after it was saved\n',
      () => changePlan('"version": 1,', '"version": 1,\n  "version": 1,'),
    ],
    ['changed, with a digest that fits', 'its steps are not those it names', () => forged(withoutFirst)],
    [
      'made by another version',
      'was made by Rollcall 0.0.9, and this is',
      () => forged((content) => ({ ...content, tool: '0.0.9' })),
    ],
    ['expired', 'has expired', () => shift(-25)],
    ['from the future', 'was saved in the future', () => shift(1)],
    [
      'one that counts for years',
      'counts for a time that no saved plan counts for',
      () => forged((content) => ({ ...content, expiresAt: '2999-01-01T00:00:00.000Z' })),
    ],
    [
      'not the one that was handed over',
      'is not the one that was handed over: its SHA-256 is ',
      () => ['--plan-sha256', '0'.repeat(64)],
    ],
    ['for another server', 'is for ', () => ['--url', 'other.ldif']],
    [
      'for another base',
      'is for the base ou=Groups,ou=Mail,dc=example,dc=net, and this run is for',
      () => ['--base', 'ou=Mail,dc=example,dc=net'],
    ],
    [
      'of other settings',
      'was made with other settings: mail, safety\n',
      () =>
        rewrite(
          'rollcall.yaml',
          `${stage.workspace.read('rollcall.yaml')}mail: { localPart: exact }\nsafety: { perGroup: { floor: 9 } }\n`,
        ),
    ],
    [
      'of other manifests',
      'was made from other manifests',
      () => rewrite('groups/hq.yaml', manifest(hq, [ann, bob, eve])),
    ],
    [
      'a file with more manifests',
      'was made from other manifests',
      () => rewrite('groups/new.yaml', manifest('new@example.net', [])),
    ],
  ])('that is %s is refused, and nothing is written', async (_, message, spoil) => {
    stage = await openStage(kind, threeSteps);
    await save(stage);
    const flags = spoil() ?? [];
    await expectRefused(message, ...flags);
  });

  it('whose steps were exchanged by somebody who knows how is refused', async () => {
    stage = await openStage(kind, threeSteps);
    await save(stage);
    const sha256 = await stage.workspace.shell('sha256sum plan.json | cut -c1-64');
    const text = stage.workspace.read('plan.json').replaceAll('bob@example.net', 'eve@example.net');
    stage.workspace.write('plan.json', text);
    forge(stage, (content) => ({
      ...content,
      fingerprint: fingerprint(
        content.target,
        content.steps.map(({ step }) => step),
      ),
    }));
    await expectRefused('that does not follow from the manifests and the entry');
    await expectRefused('is not the one that was handed over', '--plan-sha256', sha256.stdout.trim());
    await expectRefused('that does not follow from the manifests and the entry', '--partial');
  });
});

async function expectRefused(message: string, ...flags: readonly string[]): Promise<void> {
  const [files, writes] = [stage.workspace.files(), (await stage.writes())?.length];
  const result = await applySaved(stage, ...flags);
  expect(result, result.stderr).toMatchObject({ code: 6, stdout: '' });
  expect(result.stderr).toContain('rollcall: the saved plan plan.json ');
  expect(result.stderr).toContain(message);
  expect(result.stderr).toMatch(/\n {2}hint: .+\n$/);
  expect(stage.workspace.files()).toEqual(files);
  expect((await stage.writes())?.length).toBe(writes);
}

function cutPlan(): undefined {
  const text = stage.workspace.read('plan.json');
  stage.workspace.write('plan.json', text.slice(0, text.length / 2));
}

function rewrite(path: string, text: string | Uint8Array): undefined {
  stage.workspace.write(path, text);
}

function forged(edit: Parameters<typeof forge>[1]): undefined {
  forge(stage, edit);
}

function changePlan(from: string, to: string): undefined {
  replaceIn(stage, 'plan.json', from, to);
}

/** As if it had been saved so many hours later. */
function shift(hours: number): undefined {
  const later = (time: string): string => new Date(Date.parse(time) + hours * 3_600_000).toISOString();
  forge(stage, (content) => ({ ...content, savedAt: later(content.savedAt), expiresAt: later(content.expiresAt) }));
}

function withoutFirst(content: SavedPlanContent): SavedPlanContent {
  return { ...content, steps: content.steps.slice(1) };
}

describe('the file of a saved plan', () => {
  /** Beside the workspace: there, nobody reads what lies around. */
  const odd = mkdtempSync(join(tmpdir(), 'rollcall-odd-'));
  afterAll(() => rmSync(odd, { recursive: true }));

  it.each([
    ['a folder', 'mkdir folder', 'folder', 'is not a regular file'],
    ['a pipe', 'mkfifo pipe', 'pipe', 'is not a regular file'],
    ['a link', 'ln -s /etc/hostname link', 'link', 'is a link'],
    ['a device', 'true', '/dev/null', 'is not a regular file'],
    ['huge', 'truncate -s 65M huge', 'huge', 'has more than 64 MiB'],
  ])('is not %s', async (_, line, name, message) => {
    stage = await openFileStage(threeSteps);
    execSync(line, { cwd: odd });
    const path = resolve(odd, name);
    const { code, stdout, stderr } = await stage.workspace.run(['apply', path, '--yes']);
    expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
    expect(stderr).toContain(`the saved plan ${path} ${message}`);
  });

  it('that is not there is an error of input', async () => {
    stage = await openFileStage(threeSteps);
    const { code, stderr } = await stage.workspace.run(['apply', 'odd', '--yes']);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no file odd') });
  });

  it('is private also where one was that everybody could read', async () => {
    stage = await openFileStage(threeSteps);
    stage.workspace.write('plan.json', '{}');
    chmodSync(join(stage.workspace.folder, 'plan.json'), 0o644);
    await save(stage);
    expect(statSync(join(stage.workspace.folder, 'plan.json')).mode & 0o777).toBe(0o600);
  });

  it('leaves the JSON of the plan on standard output alone', async () => {
    stage = await openFileStage(threeSteps);
    const { stdout, stderr } = await stage.workspace.run(['plan', '--format', 'json', '--out', 'plan.json']);
    expect(JSON.parse(stdout)).toMatchObject({ format: 'rollcall.plan' });
    expect(stderr).toMatch(/^Saved plan\.json: 3 steps, counts until .*Z\.\nSHA-256: [0-9a-f]{64}\n$/);
  });

  it('may hold no step at all, and applying it does nothing', async () => {
    stage = await openFileStage({ entries: [groupLdif(hq, [ann])], manifests: { 'hq.yaml': manifest(hq, [ann]) } });
    await save(stage);
    const result = await applySaved(stage);
    expect(result, result.stderr).toMatchObject({ code: 0 });
    expect(result.stdout).toContain('Nothing to do');
  });
});

describe('options of saved plans', () => {
  it.each([
    [['plan', '--expires-in', '5'], '--expires-in is for a saved plan'],
    [['plan', '--out', 'plan.json', '--expires-in', '0'], '--expires-in takes 1 to 720 hours'],
    [['plan', '--out', 'plan.json', '--expires-in', '721'], '--expires-in takes 1 to 720 hours'],
    [['plan', '--out', 'plan.json', '--expires-in', 'soon'], '--expires-in takes 1 to 720 hours'],
    [['apply', '--partial'], '--partial is for a saved plan'],
    [['apply', '--plan-sha256', '0'.repeat(64)], '--plan-sha256 is for a saved plan'],
    [['apply', 'plan.json', '--plan-sha256', 'abc'], '--plan-sha256 takes a SHA-256'],
    [['apply', 'plan.json', '--fix-spelling'], 'a saved plan is applied as it was made'],
    [['apply', 'plan.json', '--allow-removals', `${hq}=2`], 'a saved plan is applied as it was made'],
  ])('%j is no command line', async (words, message) => {
    stage = await openFileStage(threeSteps);
    await save(stage);
    const { code, stdout, stderr } = await stage.workspace.run(words);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('that agreed to a removal count again, and are shown', async () => {
    stage = await openFileStage({
      entries: [groupLdif(hq, people(20)), groupLdif('old@example.net', people(12))],
      manifests: { 'hq.yaml': manifest(hq, people(2)) },
      settings: ['prune: all'],
    });
    const options = ['--allow-removals', `${hq}=18`, '--allow-deletion', 'old@example.net=12'];
    await save(stage, ...options);
    const result = await applySaved(stage);
    expect(result, result.stderr).toMatchObject({ code: 0 });
    expect(result.stdout).toContain('command line, up to 18 removals: 18 used');
    expect(Object.keys(await stage.tree())).toEqual([groupDn(hq)]);
    expect(await membersOf(hq)).toHaveLength(2);
    await expectRefused('was applied already');
  });

  it('do not help where a limit is reached only now, because there is less than there was', async () => {
    stage = await openFileStage({
      entries: [groupLdif(hq, people(60)), groupLdif(ops, people(100))],
      manifests: { 'hq.yaml': manifest(hq, people(35)), 'ops.yaml': manifest(ops, [], ['mode: ignored']) },
    });
    await save(stage);
    const gone = people(99).map((member) => `mailGroupMember: ${member}\n`);
    const [head = '', tail = ''] = stage.workspace.read('directory.ldif').split(`mail: ${ops}\n`);
    stage.workspace.write(
      'directory.ldif',
      `${head}mail: ${ops}\n${gone.reduce((text, line) => text.replace(line, ''), tail)}`,
    );
    const result = await applySaved(stage);
    expect(result.code).toBe(6);
    expect(result.stdout).toContain('a safety limit holds it now: ');
    expect(await membersOf(hq)).toHaveLength(60);
  });
});

describe('row 25: a change by somebody else', () => {
  const dn = groupDn(hq);

  async function behindProxy(): Promise<ServerStage> {
    const server = await openServerStage({
      ...threeSteps,
      url: async (slapd) => {
        proxy = await startFaultProxy(slapd.port);
        return proxy.url;
      },
    });
    stage = server;
    return server;
  }

  it('between the read and the write makes that step fail, and it is never planned again', async () => {
    const { slapd } = await behindProxy();
    await save(stage);
    const edit = `dn: ${dn}\nchangetype: modify\nadd: mailGroupMember\nmailGroupMember: ${eve}\n`;
    proxy?.when({ kind: 'modify', dn, times: 1 }, async (step) => {
      await slapd.ldapmodify(edit);
      await pass(step);
    });
    const result = await applySaved(stage, '--no-preflight');
    expect(result, result.stderr).toMatchObject({ code: 5 });
    expect(result.stdout).toContain('the entry was changed while the saved plan was carried out, so the step is stale');
    expect([await membersOf(hq), await membersOf(ops), await membersOf(it_)]).toEqual([[ann, eve], [ann, bob], [ann]]);
    expect(proxy?.count({ kind: 'modify', dn })).toBe(1);
  });

  it('of another entry in the place of the old one makes the step stale', async () => {
    const { slapd } = await behindProxy();
    await save(stage);
    await slapd.ldapmodify(`dn: ${dn}\nchangetype: delete\n`);
    await slapd.ldapadd(groupLdif(hq, [ann]));
    const result = await applySaved(stage, '--partial');
    expect(result.code).toBe(6);
    expect(result.stdout).toContain('somebody put another entry in its place after the plan was saved');
    expect(await membersOf(hq)).toEqual([ann]);
    await slapd.ldapmodify(`dn: ${dn}\nchangetype: delete\n`);
    const gone = await applySaved(stage);
    expect(gone.code).toBe(6);
    expect(gone.stdout).toContain('somebody deleted or renamed the entry after the plan was saved');
  });

  it('that is already declared, or a lost answer, is no trouble', async () => {
    await behindProxy();
    await save(stage);
    proxy?.when({ kind: 'modifyResult', times: 1 }, (step) => step.reset());
    const result = await applySaved(stage, '--no-preflight');
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0 });
    await expectNothingToDo(stage);
  });

  it('is not even looked for when the plan is refused: no connection is opened', async () => {
    await behindProxy();
    await save(stage);
    proxy?.clear();
    stage.workspace.write('groups/hq.yaml', manifest(hq, [ann]));
    const connections = proxy?.connections();
    await expectRefused('was made from other manifests');
    expect(proxy?.connections()).toBe(connections);
  });
});
