import { afterEach, describe, expect, it } from 'vitest';
import { type BadServer, startCountingListener } from '../kit/bad-servers.ts';
import { answer, drop, insert } from '../kit/fault-actions.ts';
import { type FaultMessage, writeKinds } from '../kit/fault-message.ts';
import { ldapMessage, referenceResponse, resultResponse } from '../kit/ldap-message.ts';
import { limits } from '../kit/slapd-options.ts';
import type { ServerScene } from '../kit/stage.ts';
import { groupsBase } from '../kit/texts.ts';
import type { CommandResult } from '../kit/workspace.ts';
import { type FaultStage, openFaultStage } from './fault-stage.ts';
import { type LawOptions, type Laws, lawsOf } from './invariants.ts';
import { address, howMany, manyGroups, smallPages } from './many-groups.ts';

let stage: FaultStage;
let elsewhere: BadServer | undefined;
afterEach(async () => {
  await stage?.end();
  await elsewhere?.stop();
  elsewhere = undefined;
});

async function open(scene: Partial<ServerScene> = {}, options: LawOptions = {}): Promise<Laws> {
  stage = await openFaultStage({ ...manyGroups, ...scene });
  return lawsOf(stage, options);
}

/** Messages that belong to the listing of the groups. */
const ofListing = ({ dn }: FaultMessage): boolean => dn === groupsBase;

/** The run ended before planning, with one message and a hint, and nothing was sent that writes or would. */
async function expectRefused(law: Laws, result: CommandResult): Promise<string> {
  expect(result, result.stdout).toMatchObject({ code: 4, stdout: '' });
  expect(result.stderr).toMatch(/^rollcall: .+\n {2}hint: .+\n$/);
  expect(stage.proxy.count({ kind: writeKinds })).toBe(0);
  expect(await law.hold(result)).toEqual([]);
  expect(await stage.tree()).toEqual(law.before);
  return result.stderr;
}

const listings = [
  ['with paging', smallPages],
  ['in one page', { ROLLCALL_PAGE_SIZE: '1000' }],
] as const;

describe.each(listings)('a listing that is cut short, %s', (_, variables) => {
  it.each([
    ['row 1: sizeLimitExceeded', 4, 'size=unlimited'],
    ['row 2: adminLimitExceeded', 11, 'look-through limit'],
    ['row 2: timeLimitExceeded', 3, 'time=unlimited'],
  ])('%s is no listing: the limit is named, nothing is planned', async (name, code, remedy) => {
    const law = await open();
    stage.proxy.when({ kind: 'done', where: ofListing, nth: 1 }, answer({ code }));
    const stderr = await expectRefused(law, await stage.apply([], { variables }));
    expect(stderr).toContain(`${name.split(' ').at(-1)} (${code})`);
    expect(stderr).toContain(remedy);
    await law.converges();
  });

  it.each([
    ['row 1: the size limit', 'size=10', 4],
    ['row 2: the limit of what is looked through', 'size.unchecked=5', 11],
  ])('%s of a real server ends the run before planning', async (_, rule, code) => {
    const law = await open({ slapd: limits('rollcall', rule) });
    const stderr = await expectRefused(law, await stage.apply([], { variables }));
    expect(stderr).toContain(`(${code})`);
    expect(stderr).toMatch(/hint: Raise the (size|look-through) limit/);
    expect(law.plan).toBeUndefined();
  });
});

describe('pages', () => {
  it('row 1: a limit of all pages together ends the run before planning', async () => {
    const law = await open({ slapd: limits('rollcall', 'size.prtotal=10') });
    const stderr = await expectRefused(law, await stage.apply([], { variables: smallPages }));
    expect(stderr).toContain('sizeLimitExceeded (4)');
    expect(stage.proxy.count({ kind: 'entry', where: ofListing })).toBeGreaterThan(0);
  });

  it('row 3: an empty page with a cookie is no end: all others are read', async () => {
    const law = await open();
    const entries = stage.proxy.when({ kind: 'entry', where: ofListing, from: 6, times: 5 }, drop);
    const result = await stage.apply(['--no-preflight'], { variables: smallPages });
    expect(entries.hits()).toBe(5);
    expect(stage.proxy.count({ kind: 'search', where: ofListing })).toBe(3);
    expect(stage.proxy.count({ kind: 'entry', where: ofListing })).toBe(howMany);
    // What was dropped seems missing, and its creation is refused; what came after it was seen.
    const created = stage.proxy.seen({ kind: 'add' }).map(({ dn }) => dn);
    for (const n of [0, 1, 2, 3, 4, 10, 11]) expect(created).not.toContain(`mail=${address(n)},${groupsBase}`);
    expect((await law.hold(result)).map(({ dn }) => dn)).toContain(`mail=${address(11)},${groupsBase}`);
    await law.converges();
  });
});

describe('row 3: pages without end', () => {
  it('are asked for a thousand times and no more', async () => {
    const law = await open();
    const control = { oid: '1.2.840.113556.1.4.319', critical: false, value: Buffer.from('30060201000401aa', 'hex') };
    stage.proxy.when({ kind: 'search', where: ofListing }, ({ message, back }) =>
      back(ldapMessage(message.id, resultResponse(0x65, { code: 0 }), [control])),
    );
    expect(await expectRefused(law, await stage.apply())).toContain('does not come to an end');
    expect(stage.proxy.count({ kind: 'search', where: ofListing })).toBe(1001);
    stage.proxy.clear();
    await law.converges();
  });
});

describe('row 4: a server that keeps a part elsewhere', () => {
  it('among the entries: the run ends, nobody goes there', async () => {
    elsewhere = await startCountingListener();
    const { url } = elsewhere;
    const law = await open();
    const reference = ({ id }: FaultMessage): Buffer =>
      ldapMessage(id, referenceResponse([`${url}/${groupsBase}??sub`]));
    stage.proxy.when({ kind: 'entry', where: ofListing, nth: 3 }, insert(reference));
    const stderr = await expectRefused(law, await stage.apply());
    expect(stderr).toContain(`keeps a part of ${groupsBase} elsewhere (${url}/`);
    expect(stderr).toContain('referrals are never followed');
    expect(elsewhere.connections()).toBe(0);
    await law.converges();
  });

  it.each(['search', 'done'] as const)('instead of a listing (%s): the run ends, nobody goes there', async (kind) => {
    elsewhere = await startCountingListener();
    const law = await open();
    const referral = [`${elsewhere.url}/${groupsBase}`];
    stage.proxy.when({ kind, where: ofListing, nth: 1 }, answer({ code: 10, referral }));
    expect(await expectRefused(law, await stage.apply())).toContain('referral (10)');
    expect(elsewhere.connections()).toBe(0);
    await law.converges();
  });

  it('a real subordinate server: the run ends, nobody goes there', async () => {
    elsewhere = await startCountingListener();
    const dn = `ou=elsewhere,${groupsBase}`;
    const { url } = elsewhere;
    const glue = ['objectClass: referral', 'objectClass: extensibleObject', 'ou: elsewhere', `ref: ${url}/${dn}`];
    const law = await open({ entries: [...(manyGroups.entries ?? []), `${[`dn: ${dn}`, ...glue].join('\n')}\n`] });
    const stderr = await expectRefused(law, await stage.apply());
    expect(stderr).toContain(`keeps a part of ${groupsBase} elsewhere (${url}/`);
    expect(elsewhere.connections()).toBe(0);
  });
});

describe('row 7: a directory that shows no group', () => {
  it('a base that does not exist ends the run', async () => {
    const law = await open({ base: `ou=Nowhere,${groupsBase}` });
    const stderr = await expectRefused(law, await stage.apply());
    expect(stderr).toContain(`the base ou=Nowhere,${groupsBase} does not exist`);
    expect(stderr).toMatch(/hint: Correct directory\.base/);
  });

  it.each([
    ['a base without groups', { base: `ou=Aliases,ou=Mail,dc=example,dc=net` }],
    ['a filter that fits none', { base: `${groupsBase}\n  filter: (cn=nobody)` }],
  ])('%s ends the run, and names --bootstrap', async (_, scene) => {
    const law = await open(scene);
    expect(await expectRefused(law, await stage.apply())).toContain('run with --bootstrap');
  });

  it('a listing that comes back empty ends the run, and names --bootstrap', async () => {
    const law = await open();
    stage.proxy.when({ kind: 'entry', where: ofListing }, drop);
    expect(await expectRefused(law, await stage.apply())).toContain('run with --bootstrap');
    stage.proxy.clear();
    await law.converges();
  });

  it('noSuchObject for a base that is there ends the run', async () => {
    const law = await open();
    stage.proxy.when({ kind: 'search', where: ofListing, nth: 1 }, answer({ code: 32 }));
    expect(await expectRefused(law, await stage.apply(['--bootstrap']))).toContain('does not exist');
    await law.converges();
  });
});
