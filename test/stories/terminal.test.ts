import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type DelayProxy, startDelayProxy } from '../kit/delay-proxy.ts';
import { openFileStage, openServerStage, type Scene, type Stage } from '../kit/stage.ts';
import { groupDn, groupLdif, manifest, people } from '../kit/texts.ts';
import { applyAndProve } from './laws.ts';

const hq = 'hq@example.net';
const [ann, bob] = ['ann@example.net', 'bob@example.net'];
const scene: Scene = { entries: [groupLdif(hq, [ann])], manifests: { 'hq.yaml': manifest(hq, [ann, bob]) } };
const colour = /\u001b\[3[0-9]m/;
const question = 'Apply 1 step?';
let stage: Stage;
afterEach(() => stage?.end());

const stored = async (): Promise<unknown> => (await stage.tree())[groupDn(hq)]?.['mailGroupMember'];

describe('the question on a terminal', () => {
  it('yes applies', async () => {
    stage = await openServerStage(scene);
    const { code, stdout } = await stage.workspace.onTerminal(['apply'], question, 'y');
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('Applied 1 of 1 step.');
    expect(await stored()).toEqual([ann, bob]);
  });

  it.each([
    ['no', 'n'],
    ['Enter, because no is what is offered', '\r'],
    ['Ctrl-C', '\u0003'],
    ['Escape', '\u001b'],
  ])('%s changes nothing', async (_, keys) => {
    stage = await openServerStage(scene);
    const files = stage.workspace.files();
    const { code, stdout } = await stage.workspace.onTerminal(['apply'], question, keys);
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('Nothing was changed.');
    expect(await stored()).toEqual([ann]);
    expect(await stage.writes()).toEqual([]);
    expect(stage.workspace.files()).toEqual(files);
  });
});

describe('colours', () => {
  it.each([[['plan']], [['plan', '--diff']], [['import']]])('%j has them on a terminal', async (words) => {
    stage = await openFileStage(scene);
    expect((await stage.workspace.onTerminal(words, '\u0000', '')).stdout).toMatch(colour);
  });

  it('NO_COLOR, TERM=dumb and --no-color switch them off', async () => {
    stage = await openFileStage(scene);
    for (const line of [
      'NO_COLOR=1 $ROLLCALL plan --diff',
      'TERM=dumb $ROLLCALL plan --diff',
      '$ROLLCALL plan --diff --no-color',
      '$ROLLCALL --no-color plan',
    ]) {
      const command = line.replaceAll("'", '');
      const { stdout, code } = await stage.workspace.shell(`script -qefc "${command}" /dev/null </dev/null`);
      expect(stdout, line).toContain('+ bob@example.net');
      expect(stdout, line).not.toContain('\u001b');
      expect(code).toBe(0);
    }
  });

  it('nothing that goes into a pipe or a file has an escape code', async () => {
    stage = await openFileStage(scene);
    for (const words of [
      ['plan', '--diff'],
      ['plan', '--help'],
      ['validate'],
      ['import'],
      ['apply', '--yes'],
      ['nothing'],
    ]) {
      const { stdout, stderr } = await stage.workspace.run(words, { variables: { TERM: 'xterm-256color' } });
      expect(stdout + stderr, words.join(' ')).not.toContain('\u001b');
    }
  });
});

describe('a reader that goes away', () => {
  const many: Scene = {
    entries: [groupLdif(hq, [ann])],
    manifests: { 'hq.yaml': manifest(hq, people(20_000)) },
    settings: ['mail: { expansionLimit: 20000 }'],
  };

  it('does not make a plan fail', async () => {
    stage = await openFileStage(many);
    const { code, stdout, stderr } = await stage.workspace.shell(
      '{ $ROLLCALL plan --full; echo "code $?" >&2; } | head -1',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'code 0\n' });
    expect(stdout.split('\n')).toHaveLength(2);
  });

  it('does not stop an apply', async () => {
    stage = await openServerStage(many);
    const { code, stderr } = await stage.workspace.run(['apply', '--yes', '--format', 'json'], { closeAfter: 1 });
    expect({ code, stderr: stderr.includes('bug') }).toEqual({ code: 0, stderr: false });
    expect(await stored()).toHaveLength(20_000);
  });
});

describe('Ctrl-C while an apply is under way', () => {
  let proxy: DelayProxy | undefined;
  afterEach(() => proxy?.stop());
  const addresses = people(30);

  it('finishes what was sent, sends nothing more, reports every step and ends with 130', async () => {
    const server = await openServerStage({
      entries: addresses.map((address) => groupLdif(address, [ann])),
      manifests: Object.fromEntries(addresses.map((address) => [`${address}.yaml`, manifest(address, [ann, bob])])),
      url: async ({ port }) => {
        proxy = await startDelayProxy(port, 40);
        return `ldap://127.0.0.1:${proxy.port}`;
      },
    });
    stage = server;
    const before = await stage.tree();
    const result = await stage.workspace.run(['apply', '--yes', '--undo', 'undo.ldif'], {
      variables: { ROLLCALL_IN_FLIGHT: '2' },
      interruptWhen: async () => (await server.writes()).length > 2,
    });
    expect(result.code, result.stderr).toBe(130);
    const written = await server.writes();
    const applied = result.stdout.match(/^applied /gm)?.length ?? 0;
    expect(applied).toBe(written.length);
    expect(result.stdout.match(/^skipped /gm)).toHaveLength(30 - applied);
    expect(result.stdout).toContain('interrupted before it was sent');
    expect(written.length).toBeLessThan(30);
    expect(await server.slapd.ldapmodify(stage.workspace.read('undo.ldif'))).toMatchObject({ code: 0 });
    expect(await stage.tree()).toEqual(before);
    await applyAndProve(stage);
  });

  it('while it waits for the server ends at once and changes nothing', async () => {
    let connections = 0;
    const silent = createServer(() => {
      connections += 1;
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const server = await openServerStage({ ...scene, url: async () => `ldap://127.0.0.1:${portOf(silent)}` });
    stage = server;
    const result = await stage.workspace.run(['apply', '--yes'], { interruptWhen: async () => connections > 0 });
    expect(result).toMatchObject({ code: 130, stdout: '' });
    expect(result.stderr).toContain('interrupted; nothing was changed');
    expect(await server.writes()).toEqual([]);
    silent.close();
  });
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
