import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startCountingListener } from '../kit/bad-servers.ts';
import { answer, close, reset } from '../kit/fault-actions.ts';
import { writeKinds } from '../kit/fault-message.ts';
import { type FaultProxy, startFaultProxy } from '../kit/fault-proxy.ts';
import { type Replica, type ReplicaOptions, startReplica } from '../kit/replica.ts';
import type { Slapd } from '../kit/slapd.ts';
import { access, lockOut, provider } from '../kit/slapd-options.ts';
import { openServerStage, type ServerScene, type ServerStage } from '../kit/stage.ts';
import { groupDn, groupLdif, groupsBase, manifest } from '../kit/texts.ts';
import type { CommandResult } from '../kit/workspace.ts';
import { startBalancer } from './balancer.ts';
import { longPatience, shortPatience } from './fault-stage.ts';
import { type Laws, lawsOf } from './invariants.ts';

const [hq, ops] = ['hq@example.net', 'ops@example.net'];
let stage: ServerStage;
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await stage?.end();
});

/** Two groups, one of them to change. */
async function open(scene: Partial<ServerScene> = {}): Promise<Laws> {
  stage = await openServerStage({
    entries: [groupLdif(hq, ['ann@example.net', 'bob@example.net']), groupLdif(ops, ['ann@example.net'])],
    manifests: {
      'hq.yaml': manifest(hq, ['ann@example.net', 'new@example.net']),
      'ops.yaml': manifest(ops, ['ann@example.net']),
    },
    ...scene,
  });
  return lawsOf(stage);
}

async function replicaOf(source: Slapd, options: ReplicaOptions): Promise<Replica> {
  const replica = await startReplica(source, options);
  ends.push(replica.stop);
  return replica;
}

async function proxyTo({ port }: { readonly port: number }): Promise<FaultProxy> {
  const proxy = await startFaultProxy(port);
  ends.push(proxy.stop);
  return proxy;
}

/** Somewhere nobody listens: a client gets ECONNREFUSED. */
async function deadUrl(): Promise<string> {
  const proxy = await proxyTo(stage.slapd);
  await proxy.refuse();
  return proxy.url;
}

function apply(urls: readonly string[], words: readonly string[] = [], variables = {}): Promise<CommandResult> {
  return stage.workspace.run(['apply', '--yes', ...words], {
    variables: { ...shortPatience, ROLLCALL_URL: urls.join(' '), ...variables },
  });
}

const edit = (lines: readonly string[]): string => ['changetype: modify', ...lines, ''].join('\n');
const addMember = (value: string): string =>
  `dn: ${groupDn(hq)}\n${edit(['add: mailGroupMember', `mailGroupMember: ${value}`])}`;

describe('row 5: a write that a replica refers elsewhere', () => {
  it.each(['--preflight', '--no-preflight'])('(%s) is not followed: it says to use the provider', async (preflight) => {
    const law = await open({ slapd: provider });
    const elsewhere = await startCountingListener();
    ends.push(elsewhere.stop);
    const replica = await replicaOf(stage.slapd, { updateref: elsewhere.url, start: 'follows' });
    const proxy = await proxyTo(replica);
    const result = await apply([proxy.url], [preflight]);
    expect(result.code, result.stderr).toBe(5);
    expect(result.stdout).toMatch(/(would be|was) refused with referral \(10\)/);
    expect(result.stdout).toContain('point directory.url at the provider itself');
    expect(proxy.count({ kind: 'modify' })).toBe(1);
    expect(elsewhere.connections()).toBe(0);
    expect(await law.hold(result)).toEqual([]);
    await law.converges();
  });

  it('or refuses (53): it says what may be behind it', async () => {
    const law = await open({ slapd: provider });
    const replica = await replicaOf(stage.slapd, { updateref: 'none', start: 'follows' });
    const result = await apply([replica.url]);
    expect(result.code, result.stderr).toBe(5);
    expect(result.stdout).toContain('unwillingToPerform (53)');
    expect(result.stdout).toContain('a read-only replica');
    expect(await law.hold(result)).toEqual([]);
  });
});

describe('row 6: several servers', () => {
  it('the first that answers is kept: what was read there is written there', async () => {
    const law = await open({ slapd: provider });
    const replica = await replicaOf(stage.slapd, { updateref: 'none', start: 'follows' });
    const [first, second] = [await proxyTo(stage.slapd), await proxyTo(replica)];
    const result = await apply([await deadUrl(), first.url, second.url]);
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0 });
    expect(result.stdout).toContain(`Plan for ${first.url} `);
    expect([first.connections(), second.connections()]).toEqual([1, 0]);
    expect(await law.hold(result)).toHaveLength(1);
    await law.converges();
  });

  it.each([
    ['in the listing', 'entry', 1],
    ['before a write', 'modify', 1],
    ['behind a write', 'modifyResult', 1],
  ] as const)('the kept one breaks once %s: it is asked again, and no other', async (_, kind, nth) => {
    const law = await open({ slapd: provider });
    const replica = await replicaOf(stage.slapd, { updateref: 'none', start: 'follows' });
    const [first, second] = [await proxyTo(stage.slapd), await proxyTo(replica)];
    first.when({ kind, nth }, reset);
    const result = await apply([first.url, second.url], ['--no-preflight']);
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0 });
    expect([first.connections(), second.connections()]).toEqual([2, 0]);
    expect(await law.hold(result)).toHaveLength(1);
    await law.converges();
  });

  it.each([
    ['in the listing', 'entry', 4],
    ['before a write', 'modify', 5],
  ] as const)('the kept one dies %s: the run fails, and no other is asked', async (_, kind, code) => {
    const law = await open();
    const [first, second] = [await proxyTo(stage.slapd), await proxyTo(stage.slapd)];
    first.when({ kind, nth: 1 }, async (step) => {
      await first.refuse();
      step.reset();
    });
    const result = await apply([first.url, second.url], ['--no-preflight']);
    expect(result.code, result.stdout + result.stderr).toBe(code);
    expect(result.stderr + result.stdout).toContain(
      `cannot connect to ${first.url}: nothing listens there (3 tries in `,
    );
    expect(second.connections()).toBe(0);
    expect(await law.hold(result)).toEqual([]);
    await law.converges();
  });

  it('a stale reading and a write at the provider: planned again, nothing is lost', async () => {
    const law = await open({ slapd: provider });
    const replica = await replicaOf(stage.slapd, { updateref: 'none', start: 'follows' });
    await replica.pause();
    await stage.slapd.ldapmodify(addMember('carol@example.net'));
    await law.planAgain();
    // A balancer gives the first connection to the stale replica; that one goes, and the next one leads to the provider.
    const stale = await proxyTo(replica);
    const balancer = await startBalancer([stale.port, stage.slapd.port]);
    ends.push(balancer.stop);
    stale.when({ kind: 'modify', nth: 1 }, close);
    const result = await apply([balancer.url], ['--no-preflight']);
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0 });
    expect(await law.hold(result)).toHaveLength(1);
    expect((await stage.tree())[groupDn(hq)]?.['mailGroupMember']).toEqual(['ann@example.net', 'new@example.net']);
    await law.converges();
  });

  it.each([
    ['a removal (16)', 16, ['delete: mailGroupMember', 'mailGroupMember: bob@example.net']],
    ['an addition (20)', 20, ['add: mailGroupMember', 'mailGroupMember: new@example.net']],
    ['another change (122)', 122, ['add: description', 'description: changed']],
  ])('a reading that is stale after %s: planned again, written once', async (_, code, lines) => {
    // With an entryCSN to go by, the answer is always 122.
    const hidden = access({ account: 'rollcall', level: 'none', attributes: ['entryCSN'] });
    const law = await open(code === 122 ? {} : { slapd: hidden });
    const proxy = await proxyTo(stage.slapd);
    proxy.when({ kind: 'modify', nth: 1 }, async ({ bytes, forward }) => {
      await stage.slapd.ldapmodify(`dn: ${groupDn(hq)}\n${edit(lines)}`);
      await law.planAgain();
      forward(bytes);
    });
    const result = await apply([proxy.url], ['--no-preflight'], longPatience);
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0 });
    expect(proxy.seen({ kind: 'modifyResult' }).map(({ code }) => code)).toEqual([code, 0]);
    expect(await law.hold(result)).toHaveLength(1);
    await law.converges();
  });
});

describe('row 7: a replica that was never filled', () => {
  it('without any group: the run ends, and names --bootstrap', async () => {
    const law = await open({ slapd: provider });
    const replica = await replicaOf(stage.slapd, { updateref: 'none', start: 'has no groups' });
    const proxy = await proxyTo(replica);
    const result = await apply([proxy.url]);
    expect(result).toMatchObject({ code: 4, stdout: '' });
    expect(result.stderr).toContain('a replica that was never filled looks the same');
    expect(result.stderr).toContain('--bootstrap');
    expect(proxy.count({ kind: writeKinds })).toBe(0);
    expect(await law.hold(result)).toEqual([]);
    await law.converges();
  });

  it('without anything, not even accounts: the bind fails, once', async () => {
    const law = await open({ slapd: provider });
    const replica = await replicaOf(stage.slapd, { updateref: 'none', start: 'is empty' });
    const proxy = await proxyTo(replica);
    const result = await apply([proxy.url]);
    expect(result).toMatchObject({ code: 4, stdout: '' });
    expect(result.stderr).toContain('invalidCredentials (49)');
    expect(proxy.count({ kind: 'bind' })).toBe(1);
    expect(await law.hold(result)).toEqual([]);
  });

  it('without anything, as the root DN: the base does not exist', async () => {
    const law = await open({ slapd: provider });
    const replica = await replicaOf(stage.slapd, { updateref: 'none', start: 'is empty' });
    const { dn, passwordFile } = stage.slapd.accounts.admin;
    const variables = { ROLLCALL_BIND_DN: dn, ROLLCALL_BIND_PASSWORD_FILE: passwordFile };
    const result = await apply([replica.url], [], variables);
    expect(result).toMatchObject({ code: 4, stdout: '' });
    expect(result.stderr).toContain(`the base ${groupsBase} does not exist`);
    expect(await law.hold(result)).toEqual([]);
  });
});

describe('row 36: a server that cannot be reached', () => {
  it('by its name: the next one is asked', async () => {
    const law = await open();
    const result = await apply(['ldap://127.0.0.1.directory.invalid', stage.slapd.url], [], {
      ROLLCALL_PLAINTEXT_PASSWORD: 'allow',
    });
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0 });
    expect(await law.hold(result)).toHaveLength(1);
  });

  it('nor any other: each is named, and tried as often as is allowed', async () => {
    const law = await open();
    const [first, second] = [await deadUrl(), await deadUrl()];
    const result = await apply([first, second]);
    expect(result).toMatchObject({ code: 4, stdout: '' });
    expect(result.stderr).toMatch(/^rollcall: .+; .+ \(3 tries in \S+ s\)\n {2}hint: .+\n$/);
    for (const url of [first, second])
      expect(result.stderr).toContain(`cannot connect to ${url}: nothing listens there`);
    expect(await law.hold(result)).toEqual([]);
  });

  it('because it never answers: the next one is asked after the wait', async () => {
    const law = await open();
    const silent = await startCountingListener();
    ends.push(silent.stop);
    const result = await apply([silent.url, stage.slapd.url], [], { ROLLCALL_TIMEOUT: '1' });
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0 });
    expect(silent.connections()).toBe(1);
    expect(await law.hold(result)).toHaveLength(1);
  });
});

describe('row 36: a wrong password', () => {
  const wrong = (): Record<string, string> => {
    const file = join(stage.workspace.folder, 'wrong.password');
    writeFileSync(file, 'not the password', { mode: 0o600 });
    return { ROLLCALL_BIND_PASSWORD_FILE: file };
  };

  it('at the first server is tried at no other, and once', async () => {
    const law = await open();
    const [first, second] = [await proxyTo(stage.slapd), await proxyTo(stage.slapd)];
    const result = await apply([first.url, second.url], [], wrong());
    expect(result).toMatchObject({ code: 4, stdout: '' });
    expect(result.stderr).toContain(`at ${first.url} failed with invalidCredentials (49)`);
    expect([first.count({ kind: 'bind' }), second.connections()]).toEqual([1, 0]);
    expect(await law.hold(result)).toEqual([]);
    await law.converges();
  });

  it('does not lock the account out, though a run has many groups', async () => {
    const law = await open({ slapd: lockOut(2) });
    expect((await apply([stage.slapd.url], [], wrong())).code).toBe(4);
    const result = await apply([stage.slapd.url]);
    expect(result, result.stderr).toMatchObject({ code: 0 });
    await law.hold(result);
  });

  it('after the connection was lost (it was changed meanwhile) is tried once', async () => {
    const law = await open({
      manifests: Object.fromEntries(
        Array.from({ length: 8 }, (_, n) => [`g${n}.yaml`, manifest(`g${n}@example.net`, ['ann@example.net'])]),
      ),
    });
    const proxy = await proxyTo(stage.slapd);
    proxy.when({ kind: 'add', nth: 1 }, reset);
    proxy.when({ kind: 'bind', from: 2 }, answer({ code: 49 }));
    const result = await apply([proxy.url], ['--no-preflight']);
    expect(result.code, result.stdout + result.stderr).toBe(5);
    expect(proxy.count({ kind: 'bind' })).toBe(2);
    expect(result.stderr).toContain('invalidCredentials (49)');
    await law.hold(result);
    await law.converges();
  });
});
