import { afterEach, describe, expect, it } from 'vitest';
import { applySchema } from '../../src/report/apply-schema.ts';
import { type Action, first } from '../kit/fault-actions.ts';
import { writeKinds } from '../kit/fault-message.ts';
import { manifest } from '../kit/texts.ts';
import { type FaultStage, openFaultStage, wholeGroup } from './fault-stage.ts';
import { lawsOf } from './invariants.ts';

let stage: FaultStage;
afterEach(() => stage?.end());

/** 12 groups to change, two to create, two to delete. */
async function openMixed(): Promise<void> {
  const addresses = Array.from({ length: 12 }, (_, index) => `g${index}@example.net`);
  const members = Array.from({ length: 10 }, (_, index) => `m${index}@example.net`);
  const files = addresses.map((address): [string, string] => [
    `${address}.yaml`,
    manifest(address, [...members.slice(1), 'new@example.net'], [`description: ${address}`]),
  ]);
  const created = ['new1@example.net', 'new2@example.net'].map((address): [string, string] => [
    `${address}.yaml`,
    manifest(address, ['ann@example.net'], ['description: new']),
  ]);
  const old = ['old1@example.net', 'old2@example.net'];
  stage = await openFaultStage({
    entries: [
      ...addresses.map((address) => wholeGroup(address, members, ['description: by hand'])),
      ...old.map((address) => wholeGroup(address, ['m1@example.net'])),
    ],
    manifests: Object.fromEntries([...files, ...created]),
    settings: ['prune: all'],
  });
}

/** Where the first message of each connection waits until as many connections are there. */
function meeting(count: number): Action {
  const came = new Set<number>();
  let everybodyIsThere = (): void => undefined;
  const all = new Promise<void>((resolve) => {
    everybodyIsThere = resolve;
  });
  return first(async ({ connection }) => {
    came.add(connection);
    if (came.size === count) everybodyIsThere();
    await all;
  });
}

describe.each([
  ['with checks', []],
  ['without checks', ['--no-preflight']],
])('several runs of one commit at once, %s', (_, flags) => {
  it.each([2, 4])('row 21: %i at once, each with its plan before anybody writes: all end well', async (count) => {
    await openMixed();
    const law = await lawsOf(stage);
    stage.proxy.when({ kind: writeKinds }, meeting(count));
    const words = ['--format', 'json', ...flags];
    const runs = Array.from({ length: count }, (_, index) => stage.apply([...words, '--undo', `${index}.ldif`]));
    const results = await Promise.all(runs);
    for (const { code, stdout, stderr } of results) {
      expect({ code, stderr: stderr.replace(/^Plan for [\s\S]* unchanged\.\n\n/, '') }).toEqual({
        code: 0,
        stderr: '',
      });
      const { summary, steps } = applySchema.parse(JSON.parse(stdout));
      expect(steps.length).toBe(16);
      expect(summary.applied + summary.agreed).toBe(16);
    }
    const writes = await law.hold(...results);
    const done = writes.flatMap(({ dn, changetype, changes }) => [
      ...(changetype === 'modify' ? [] : [`${changetype} ${dn}`]),
      ...changes.flatMap(({ op, attribute, values }) => values.map((value) => `${op} ${dn} ${attribute} ${value}`)),
    ]);
    expect(done.filter((one, index) => done.indexOf(one) !== index)).toEqual([]); // no value flaps
    expect(writes.length).toBe(16);
    await law.converges();
  });
});

it('row 21: each run says what it did itself: together exactly the plan', async () => {
  await openMixed();
  const law = await lawsOf(stage);
  stage.proxy.when({ kind: writeKinds }, meeting(3));
  const results = await Promise.all(
    ['a', 'b', 'c'].map((name) => stage.apply(['--format', 'json', '--undo', `${name}.ldif`])),
  );
  const applied = results.flatMap(({ stdout }) =>
    applySchema
      .parse(JSON.parse(stdout))
      .steps.flatMap(({ outcome, change }) => (outcome.kind === 'applied' ? [change.dn] : [])),
  );
  const writes = await law.hold(...results);
  expect(applied.sort()).toEqual(writes.map(({ dn }) => dn).sort());
  // The undo files together bring back what was there: none takes back what another run did.
  for (const name of ['a', 'b', 'c']) {
    const path = `${name}.ldif`;
    const undone = await stage.slapd.ldapmodify(stage.workspace.read(path));
    expect(undone, undone.stderr).toMatchObject({ code: 0 });
  }
  expect(await stage.tree()).toEqual(law.before);
  expect(stage.proxy.connections()).toBe(3);
});
