import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../kit/fixed-clock.ts';
import { openStage, type Stage, stageKinds } from '../kit/stage.ts';
import { groupDn, groupLdif, manifest } from '../kit/texts.ts';
import { applyAndProve, expectNothingToDo } from './laws.ts';

const [hq, berlin] = ['hq@example.net', 'berlin@example.net'];
const [ann, bob, dora] = ['ann@example.net', 'bob@example.net', 'dora@example.net'];
const including = (...excluded: readonly string[]): string =>
  `${manifest(hq, [ann])}include:\n  - ${berlin} # who works there\n${excluded.map((one) => `exclude: [${one}]\n`).join('')}`;
let stage: Stage;
afterEach(() => stage?.end());

describe.each(stageKinds)('members from other groups in a directory of the kind %s', (kind) => {
  const open = async (members: readonly string[], text: string, others = [bob]): Promise<void> => {
    stage = await openStage(kind, {
      entries: [groupLdif(hq, members), groupLdif(berlin, [bob])],
      manifests: { 'hq.yaml': text, 'berlin.yaml': manifest(berlin, others) },
      settings: ['calendar: { timeZone: Europe/Berlin }'],
    });
  };
  const stored = async (address: string): Promise<readonly string[] | undefined> =>
    (await stage.tree())[groupDn(address)]?.['mailGroupMember'];

  it('a member that joins the included group joins both, and then there is nothing to do', async () => {
    await open([ann, bob], including(), [bob, dora]);
    const { plan, result } = await applyAndProve(stage);
    expect(plan.steps.map(({ change }) => [change.address, change.members.add])).toEqual([
      [berlin, [{ value: dora, reason: null, via: [], query: null }]],
      [hq, [{ value: dora, reason: null, via: [berlin], query: null }]],
    ]);
    expect(result.stdout).toContain(`+ ${dora}  (via ${berlin})`);
    expect(await stored(hq)).toEqual([ann, bob, dora]);
    await expectNothingToDo(stage);
  });

  it('an exclusion takes the member out here and not there', async () => {
    await open([ann, bob], including(bob));
    await applyAndProve(stage);
    expect(await stored(hq)).toEqual([ann]);
    expect(await stored(berlin)).toEqual([bob]);
    await expectNothingToDo(stage);
  });

  it('an import adopts plain members and leaves the inclusion', async () => {
    await open([dora, bob], including());
    const { code, stdout } = await stage.workspace.run(['import']);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(stage.workspace.read('groups/hq.yaml')).toBe(including().replaceAll(ann, dora));
    await expectNothingToDo(stage);
  });

  it('an import says so where plain members cannot tell what is there', async () => {
    await open([ann], including());
    const { code, stdout } = await stage.workspace.run(['import']);
    expect(code).toBe(5);
    expect(stdout).toContain(`it does not have the member ${bob}, who comes through ${berlin}`);
    expect(stage.workspace.read('groups/hq.yaml')).toBe(including());
  });

  it('a member joins and leaves at midnight of the time zone', async () => {
    const days = `  - address: ${dora}\n    from: 2026-12-05\n    until: 2026-12-06\n`;
    await open([ann, bob], `${manifest(hq, [ann])}${days}include: [${berlin}]\n`);
    const at = async (time: string, ...words: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await stage.workspace.run(words, { variables: fixedClock(time) });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return stdout;
    };
    const apply = ['apply', '--yes'];
    expect(await at('2026-12-04T22:59:00Z', 'plan')).toContain(
      `Upcoming (2):\n    2026-12-05  + ${dora} joins ${hq}\n    2026-12-07  - ${dora} leaves ${hq}\n`,
    );
    await at('2026-12-04T22:59:00Z', ...apply);
    expect(await stored(hq)).toEqual([ann, bob]);
    await at('2026-12-04T23:01:00Z', ...apply);
    expect(await stored(hq)).toEqual([ann, bob, dora]);
    await at('2026-12-06T22:59:00Z', ...apply);
    expect(await stored(hq)).toEqual([ann, bob, dora]);
    await at('2026-12-06T23:01:00Z', ...apply);
    expect(await stored(hq)).toEqual([ann, bob]);
    expect(await at('2026-12-06T23:02:00Z', 'plan')).toContain('1 member line has passed the last day');
    expect(await at('2026-12-06T23:02:00Z', 'validate')).toContain('RC247');
  });

  it('a saved plan of yesterday is refused when a member has come since', async () => {
    await open(
      [ann, bob],
      `${manifest(hq, [])}  - { address: ${dora}, from: 2026-12-05 }\ninclude: [${berlin}]\n`.replace(
        'members: []',
        'members:',
      ),
    );
    const run = (time: string, ...words: readonly string[]): ReturnType<Stage['workspace']['run']> =>
      stage.workspace.run(words, { variables: fixedClock(time) });
    expect((await run('2026-12-04T22:00:00Z', 'plan', '--out', 'plan.json')).code).toBe(0);
    const { code, stderr } = await run('2026-12-05T08:00:00Z', 'apply', 'plan.json', '--yes');
    expect({ code, stderr }).toMatchObject({ code: 6 });
    expect(stderr).toContain('a first or last day');
    expect(await stored(hq)).toEqual([ann, bob]);
  });
});

describe('a pull request that changes an included group', () => {
  it('is shown with everybody who joins and leaves through it, and with the days to come', async () => {
    stage = await openStage('ldif', {
      manifests: { 'hq.yaml': including(), 'berlin.yaml': manifest(berlin, [bob]) },
    });
    const { workspace } = stage;
    const git = (...words: readonly string[]): string =>
      execFileSync('git', ['-C', workspace.folder, '-c', 'user.name=Ann', '-c', 'user.email=a@x.y', ...words], {
        env: { PATH: process.env['PATH'], HOME: workspace.folder },
        encoding: 'utf8',
      });
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-qm', 'Start');
    const days = `  - { address: carl@example.net, from: 2026-12-01 }\n`;
    workspace.write('groups/berlin.yaml', `${manifest(berlin, [dora])}${days}`);
    const { code, stdout, stderr } = await workspace.run(['diff', 'HEAD'], {
      variables: fixedClock('2026-11-22T12:00:00Z'),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        `Manifests ${git('rev-parse', 'HEAD').slice(0, 12)} → the working tree\n`,
        `~ ${berlin}  1 member joins, 1 leaves, 1 other change`,
        `    + ${dora}`,
        `    - ${bob}`,
        '    + members.carl@example.net: "from 2026-12-01"\n',
        `~ ${hq}  1 member joins, 1 leaves`,
        `    + ${dora}  (via ${berlin})`,
        `    - ${bob}  (was there via ${berlin})\n`,
        'Upcoming (2):',
        `    2026-12-01  + carl@example.net joins ${berlin}`,
        `    2026-12-01  + carl@example.net joins ${hq}  (via ${berlin})\n`,
        '2 changed groups; 2 members join, 2 members leave. 0 unchanged.\n',
      ].join('\n'),
    );
  });
});
