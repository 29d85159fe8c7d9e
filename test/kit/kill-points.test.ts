import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { atMessage, killPoints, runUntil } from './kill-points.ts';
import { openServerStage, type ServerStage } from './stage.ts';
import { groupDn, groupLdif, manifest } from './texts.ts';

const names = ['a', 'b', 'c'];
const apply = ['apply', '--yes', '--no-preflight'];
let proxy: FaultProxy;
let stage: ServerStage;
beforeEach(async () => {
  stage = await openServerStage({
    entries: names.map((name) => groupLdif(`${name}@example.net`, ['old@example.net'])),
    manifests: Object.fromEntries(
      names.map((name) => [`${name}.yaml`, manifest(`${name}@example.net`, ['old@example.net', 'new@example.net'])]),
    ),
    url: async (slapd) => {
      proxy = await startFaultProxy(slapd.port);
      return proxy.url;
    },
  });
});
afterEach(async () => {
  await stage.end();
  await proxy.stop();
});

const written = async (): Promise<string[]> => (await stage.writes()).map(({ dn }) => dn);

/** Lets the next run do what is left. */
async function finish(): Promise<void> {
  proxy.clear();
  expect((await stage.workspace.run(apply)).code).toBe(0);
  expect((await written()).sort()).toEqual(names.map((name) => groupDn(`${name}@example.net`)));
}

describe('a command line', () => {
  it('is killed before the server gets a write', async () => {
    const moment = atMessage(proxy, { kind: 'modify', nth: 1 }, 'is cut off');
    const end = await runUntil(stage.workspace, apply, moment, 'SIGKILL');
    expect(end).toMatchObject({ code: -1, fired: true });
    expect(await written()).toEqual([]);
    await finish();
  });

  it('is killed when the server has written and nobody knows', async () => {
    const moment = atMessage(proxy, { kind: 'modifyResult', nth: 1 });
    const end = await runUntil(stage.workspace, apply, moment, 'SIGKILL');
    expect(end).toMatchObject({ code: -1, fired: true });
    expect((await written()).length).toBeGreaterThanOrEqual(1);
    await finish();
  });

  it('is asked to stop', async () => {
    const end = await runUntil(stage.workspace, apply, atMessage(proxy, { kind: 'modify', nth: 1 }), 'SIGINT');
    expect(end.fired).toBe(true);
    await finish();
  });

  it('ends by itself when the moment never comes', async () => {
    const end = await runUntil(stage.workspace, apply, atMessage(proxy, { kind: 'delete' }), 'SIGKILL');
    expect(end).toMatchObject({ code: 0, fired: false });
  });

  it('offers every message of a run as a moment', async () => {
    await stage.workspace.run(apply);
    const points = killPoints(proxy.seen()).map(({ name }) => name);
    expect(points).toEqual([...new Set(points)]);
    expect(points).toEqual(expect.arrayContaining(['bind 1', 'bindResult 1', 'entry 3', 'modify 3', 'modifyResult 3']));
  });
});
