import { chmodSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { reset } from '../kit/fault-actions.ts';
import { writeKinds } from '../kit/fault-message.ts';
import { lockOut } from '../kit/slapd-options.ts';
import { manifest } from '../kit/texts.ts';
import { expectEnd, type FaultStage, openFaultStage, real, wholeGroup } from './fault-stage.ts';
import { type Laws, lawsOf } from './invariants.ts';

let stage: FaultStage;
afterEach(() => stage?.end());

/** Groups that get one member each, at a server that locks an account after a few wrong passwords. */
async function open(groups: number, failures: number): Promise<Laws> {
  const addresses = Array.from({ length: groups }, (_, index) => `g${index}@example.net`);
  const text = (address: string): string => manifest(address, ['ann@example.net', 'new@example.net']);
  stage = await openFaultStage({
    slapd: lockOut(failures),
    entries: addresses.map((address) => wholeGroup(address, ['ann@example.net'])),
    manifests: Object.fromEntries(addresses.map((address) => [`${address}.yaml`, text(address)])),
  });
  return lawsOf(stage);
}

/** Somebody gives the service account another password. */
async function changePassword(password: string): Promise<void> {
  const { dn } = stage.slapd.accounts.rollcall;
  const lines = [`dn: ${dn}`, 'changetype: modify', 'replace: userPassword', `userPassword: ${password}`, ''];
  expect(await stage.slapd.ldapmodify(lines.join('\n'))).toMatchObject({ code: 0 });
}

const binds = { kind: 'bind' } as const;

describe('a password that the server refuses', () => {
  const refusal =
    /^rollcall: bind as cn=rollcall,dc=example,dc=net at ldap:\S+ failed with invalidCredentials \(49\)\n {2}hint: Check directory.bind.dn and the password; nothing is tried twice, so that no account gets locked.\n$/;

  it.each([['plan'], ['apply', '--yes']])('row 35: %s tries a wrong password once', async (...words) => {
    const law = await open(2, 3);
    const wrong = { ROLLCALL_BIND_PASSWORD_FILE: `${stage.workspace.folder}/wrong` };
    writeSecret('canary-that-is-wrong');
    const result = await stage.workspace.run(words, { variables: wrong });
    expectEnd(result, 4, refusal);
    expect(result.stdout + result.stderr).not.toContain('canary-that-is-wrong');
    expect(stage.proxy.count(binds)).toBe(1);
    expect(stage.proxy.connections()).toBe(1);
    expect(await law.hold(result)).toEqual([]);
    stage.workspace.remove('wrong');
    await law.converges();
  });

  it('row 35: a locked account is tried once, whatever its password', async () => {
    const law = await open(2, 2);
    writeSecret('not-it');
    const wrong = { ROLLCALL_BIND_PASSWORD_FILE: `${stage.workspace.folder}/wrong` };
    for (let times = 0; times < 2; times += 1) {
      expectEnd(await stage.workspace.run(['plan'], { variables: wrong }), 4, refusal);
    }
    const result = await stage.apply();
    expectEnd(result, 4, refusal);
    expect(stage.proxy.count(binds)).toBe(3);
    expect(await law.hold(result)).toEqual([]);
  });

  it('row 35: an empty password is never sent, because a server takes it for nobody', async () => {
    await open(2, 2);
    writeFileSync(`${stage.workspace.folder}/empty`, '');
    const result = await stage.apply([], {
      variables: { ROLLCALL_BIND_PASSWORD_FILE: `${stage.workspace.folder}/empty` },
    });
    expect(result.code).not.toBe(0);
    expect(stage.proxy.count(binds)).toBe(0);
  });
});

describe('a password that stops working in the middle', () => {
  it.each([
    ['one after another', '1'],
    ['many at once', '32'],
  ])('row 35: after a break it is tried once, and the run stops: groups %s', async (_, inFlight) => {
    const law = await open(60, 3);
    const breaks = async (step: Parameters<typeof reset>[0]): Promise<void> => {
      await changePassword('another-password');
      stage.proxy.killAll('reset');
      step.reset();
    };
    stage.proxy.when(real({ kind: writeKinds, nth: 20 }), breaks);
    const variables = { ROLLCALL_IN_FLIGHT: inFlight, ROLLCALL_RETRY_TRIES: '6' };
    const result = await stage.apply(['--no-preflight'], { variables });
    expectEnd(result, 5, /^rollcall: bind as cn=rollcall,\S+ at \S+ failed with invalidCredentials \(49\)$/m);
    expect(stage.proxy.count(binds)).toBe(2);
    expect(stage.proxy.connections()).toBe(2);
    expect(result.stdout.match(/^skipped /gm)?.length).toBeGreaterThan(5);
    const writes = await law.hold(result);
    expect(result.stdout.match(/^applied /gm)?.length).toBeGreaterThan(5);
    expect(writes.length).toBeLessThan(60);
    await changePassword(stage.slapd.accounts.rollcall.password);
    await law.converges();
  });

  it('row 35: while it is checked beforehand: nothing is written, exit 4', async () => {
    const law = await open(60, 3);
    const breaks = async (step: Parameters<typeof reset>[0]): Promise<void> => {
      await changePassword('another-password');
      step.reset();
    };
    stage.proxy.when({ kind: 'modify', nth: 20 }, breaks);
    const started = performance.now();
    const result = await stage.apply([], { variables: { ROLLCALL_RETRY_TRIES: '6' } });
    expect(performance.now() - started).toBeLessThan(5000); // nothing that was under way keeps the process alive
    expectEnd(result, 4, /failed with invalidCredentials \(49\)/);
    expect(stage.proxy.count(binds)).toBe(2);
    expect(await law.hold(result)).toEqual([]);
    await changePassword(stage.slapd.accounts.rollcall.password);
    await law.converges();
  });

  it('row 35: and with --undo-on-failure it is not tried again for every step that is to be taken back', async () => {
    const law = await open(60, 3);
    const breaks = async (step: Parameters<typeof reset>[0]): Promise<void> => {
      await changePassword('another-password');
      step.reset();
    };
    stage.proxy.when(real({ kind: writeKinds, nth: 40 }), breaks);
    const result = await stage.apply(['--no-preflight', '--undo-on-failure']);
    expectEnd(result, 5, /failed with invalidCredentials \(49\)/);
    expect(stage.proxy.count(binds)).toBe(2);
    await law.hold(result);
    await changePassword(stage.slapd.accounts.rollcall.password);
    await law.converges();
  });
});

/** A password file that nobody else may read. */
function writeSecret(text: string): void {
  stage.workspace.write('wrong', text);
  chmodSync(`${stage.workspace.folder}/wrong`, 0o600);
}
