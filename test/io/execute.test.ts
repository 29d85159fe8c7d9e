import { describe, expect, it } from 'vitest';
import type { WriteResult } from '../../src/io/directory.ts';
import { type Executed, type Execution, executeSteps, writtenSteps } from '../../src/io/execute.ts';
import { inParallel } from '../../src/io/in-parallel.ts';
import { openLdapDirectory } from '../../src/io/ldap-directory.ts';
import { postfixBook } from '../../src/ldap/profile.ts';
import type { Entry } from '../../src/model/entry.ts';
import { Failure } from '../../src/model/failure.ts';
import type { Step } from '../../src/model/plan.ts';
import { defaultSafety } from '../../src/model/safety.ts';
import { verifyStep } from '../../src/plan/verify-step.ts';
import { startSlapd } from '../kit/slapd.ts';
import { renameStep } from '../plan/renames.ts';
import { createStep, deleteStep, dnOf, updateStep } from '../report/plans.ts';
import { connection } from './connection.ts';
import { ScriptedDirectory } from './scripted-directory.ts';

const done: WriteResult = { kind: 'done', before: undefined, after: undefined };
const lost = new Failure('directory', 'the connection broke', 'Run it again.');
const updates = (count: number): readonly Step[] =>
  Array.from({ length: count }, (_, n) => updateStep(`g${n}@example.net`, [], [`new${n}@example.net`], {}));

function execute(steps: readonly Step[], directory: ScriptedDirectory, parts: Partial<Execution>): Promise<Executed> {
  return executeSteps(steps, {
    reader: directory,
    writer: directory,
    session: 0,
    inFlight: 1,
    retry: { tries: 1, seconds: 1 },
    onFailure: 'leave',
    signal: new AbortController().signal,
    onProgress: () => undefined,
    verify: () => undefined,
    replan: (step) => ({ kind: 'step', step }),
    ...parts,
  });
}

const kinds = ({ results }: Executed): readonly string[] => results.map(({ outcome }) => outcome.kind);

describe('steps', () => {
  it('are sent creates first, deletes last, in their order, and each is read back; results keep the order of the plan', async () => {
    const directory = new ScriptedDirectory(async () => done);
    const steps = [
      deleteStep('d@example.net', []),
      updateStep('u@example.net', [], ['x@example.net'], {}),
      createStep('c@example.net', {}),
      updateStep('v@example.net', [], ['x@example.net'], {}),
    ];
    const progress: number[] = [];
    const result = await execute(steps, directory, { onProgress: (count) => progress.push(count) });
    const sent = ['add c', 'read c', 'modify u', 'read u', 'modify v', 'read v', 'delete d', 'read d', 'settle'];
    expect(directory.log).toEqual(sent);
    expect(result.results.map(({ step }) => step)).toEqual(steps);
    expect(kinds(result)).toEqual(['applied', 'applied', 'applied', 'applied']);
    expect(writtenSteps(result)).toEqual(steps);
    expect(result).toMatchObject({ failure: undefined, interrupted: false });
    expect(progress).toEqual([1, 2, 3, 4]);
  });

  it('are not read again when the answer holds the entry', async () => {
    const after = { dn: dnOf('g0@example.net'), attributes: [] };
    const directory = new ScriptedDirectory(async () => ({ kind: 'done', before: undefined, after }));
    const seen: (Entry | undefined)[] = [];
    await execute(updates(1), directory, { verify: (_, entry) => void seen.push(entry) });
    expect(directory.log).toEqual(['modify g0', 'settle']);
    expect(seen).toEqual([after]);
  });

  it.each([1, 3, 10, 50])('are under way %i at a time and no more', async (inFlight) => {
    const waiting: (() => void)[] = [];
    let most = 0;
    const directory = new ScriptedDirectory(async () => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        most = Math.max(most, waiting.length);
        // Only a full house, or the last ones, are let go.
        if (waiting.length === Math.min(inFlight, 30)) for (const release of waiting.splice(0)) release();
      });
      return done;
    });
    const result = await execute(updates(30), directory, { inFlight });
    expect(most).toBe(Math.min(inFlight, 30));
    expect(new Set(kinds(result))).toEqual(new Set(['applied']));
  });

  it('that are refused say why, and stop nobody', async () => {
    const steps = updates(4);
    const refused: WriteResult = { kind: 'refused', code: 50, message: 'no write access' };
    const directory = new ScriptedDirectory(async (_, count) => (count === 2 ? refused : done));
    const result = await execute(steps, directory, {});
    expect(kinds(result)).toEqual(['applied', 'failed', 'applied', 'applied']);
    expect(result.results[1]?.outcome).toEqual({
      kind: 'failed',
      reason: `modify ${dnOf('g1@example.net')} was refused with insufficientAccessRights (50): no write access`,
      hint: 'Give the bind DN the right to do this (olcAccess), or bind as somebody who has it.',
    });
    expect(writtenSteps(result)).toEqual([steps[0], steps[2], steps[3]]);
    expect(result.failure).toBeUndefined();
  });

  it('that take the address of a group wait for its rename, and are not sent when that failed', async () => {
    const steps = [renameStep('b', 'c'), renameStep('a', 'b'), ...updates(1)];
    const refused: WriteResult = { kind: 'refused', code: 50, message: '' };
    const directory = new ScriptedDirectory(async (_, count) => (count === 1 ? refused : done));
    const result = await execute(steps, directory, { inFlight: 5 });
    expect(kinds(result)).toEqual(['failed', 'skipped', 'applied']);
    expect(result.results[1]?.outcome).toMatchObject({
      reason: 'not sent: another group that had its address before was not changed',
    });
    const whole = new ScriptedDirectory(async () => done);
    expect(kinds(await execute(steps, whole, { inFlight: 5 }))).toEqual(['applied', 'applied', 'applied']);
  });

  it('that end otherwise than planned have failed, and were written', async () => {
    const steps = updates(2);
    const directory = new ScriptedDirectory(async () => done);
    const result = await execute(steps, directory, {
      verify: (step) => (step === steps[0] ? 'the entry has 1 member missing' : undefined),
    });
    expect(result.results[0]?.outcome).toEqual({
      kind: 'failed',
      reason: 'read back after the change, the entry has 1 member missing',
      hint: 'Somebody else may be writing too. Run plan to see what is there now.',
    });
    expect(kinds(result)).toEqual(['failed', 'applied']);
    expect(writtenSteps(result)).toEqual(steps);
  });

  it('of several requests stop at the first that is refused, and were written when one before it was', async () => {
    const [first] = updates(1);
    if (first === undefined) throw new Error('no step');
    const [operation] = first.operations;
    if (operation === undefined) throw new Error('no operation');
    const step = { ...first, operations: [operation, operation, operation] };
    const refused: WriteResult = { kind: 'refused', code: 19, message: '' };
    const late = new ScriptedDirectory(async (_, count) => (count === 2 ? refused : done));
    expect(writtenSteps(await execute([step], late, {}))).toEqual([step]);
    expect(late.log).toEqual(['modify g0', 'modify g0', 'settle']);
    const early = new ScriptedDirectory(async () => refused);
    const result = await execute([step], early, {});
    expect(writtenSteps(result)).toEqual([]);
    expect(result.results[0]?.outcome).toMatchObject({
      reason: expect.stringMatching(/constraintViolation \(19\)$/),
    });
  });
});

describe('a lost connection', () => {
  it('ends the run: what was under way is unknown, the rest is skipped', async () => {
    const steps = [...updates(6), deleteStep('last@example.net', [])];
    const directory = new ScriptedDirectory(async (_, count) => {
      if (count >= 3) throw lost;
      return done;
    });
    const result = await execute(steps, directory, { inFlight: 2 });
    expect(kinds(result)).toEqual(['applied', 'applied', 'failed', 'failed', 'skipped', 'skipped', 'skipped']);
    expect(result.results[2]?.outcome).toEqual({
      kind: 'failed',
      reason: 'the connection broke',
      hint: 'It is not known whether it was done: run plan to see what is there now.',
    });
    expect(result.results[4]?.outcome).toEqual({ kind: 'skipped', reason: 'not sent: the run ended early' });
    expect(writtenSteps(result)).toEqual(steps.slice(0, 4));
    expect(result.failure).toBe(lost);
    expect(directory.log).not.toContain('delete last');
  });

  it('while reading back leaves a written step', async () => {
    const steps = updates(2);
    const directory = new ScriptedDirectory(async () => done);
    directory.read = () => Promise.reject(lost);
    const result = await execute(steps, directory, {});
    expect(kinds(result)).toEqual(['failed', 'skipped']);
    expect(writtenSteps(result)).toEqual([steps[0]]);
    expect(result).toMatchObject({ failure: lost });
  });

  it('at the very end takes back what seemed done', async () => {
    const steps = updates(2);
    const refused: WriteResult = { kind: 'refused', code: 50, message: '' };
    const directory = new ScriptedDirectory(async (_, count) => (count === 1 ? refused : done));
    directory.settle = () => Promise.reject(lost);
    const result = await execute(steps, directory, {});
    expect(result.results.map(({ outcome }) => outcome.kind === 'failed' && outcome.reason)).toEqual([
      expect.stringContaining('insufficientAccessRights (50)'),
      'the connection broke',
    ]);
    expect(writtenSteps(result)).toEqual([steps[1]]);
    expect(result).toMatchObject({ failure: lost });
  });

  it('is told apart from a defect, which is thrown', async () => {
    const directory = new ScriptedDirectory(() => Promise.reject(new TypeError('a bug')));
    await expect(execute(updates(1), directory, {})).rejects.toThrow(new TypeError('a bug'));
  });

  it('to a real server skips the rest and knows what was written', async () => {
    const addresses = Array.from({ length: 20 }, (_, n) => `g${n}@example.net`);
    const slapd = await startSlapd({ tls: 'none' });
    const { dn, password } = slapd.accounts.rollcall;
    const { reader, writer } = await openLdapDirectory({
      ...connection(slapd.url),
      bind: { kind: 'simple', dn, password },
    });
    const steps = addresses.map((address): Step => {
      const step = createStep(address, { members: ['ann@example.net'] });
      const attributes = [
        { name: 'objectClass', values: ['organizationalPerson', 'PostfixBookMailAccount'] },
        { name: 'mail', values: [address] },
        { name: 'mailEnabled', values: ['TRUE'] },
        { name: 'cn', values: ['group'] },
        { name: 'sn', values: ['group'] },
        { name: 'mailGroupMember', values: ['ann@example.net'] },
      ];
      return { ...step, operations: [{ kind: 'add', dn: dnOf(address), attributes }] };
    });
    const options = {
      target: { url: slapd.url, base: slapd.groupsBase },
      profile: postfixBook,
      defaults: {},
      localPart: 'fold',
      prune: 'never',
      safety: defaultSafety,
      requestLimit: 16_000_000,
      today: '2026-11-22',
      upcomingDays: 14,
      overrides: [],
      spelling: 'leave',
    } as const;
    let killed: Promise<void> | undefined;
    const result = await executeSteps(steps, {
      reader,
      writer,
      session: writer.session,
      inFlight: 1,
      signal: new AbortController().signal,
      onProgress: (count) => {
        if (count === 5) killed = slapd.kill9();
      },
      retry: { tries: 1, seconds: 1 },
      onFailure: 'leave',
      verify: (step, after) => verifyStep(step, after, options),
      replan: (step) => ({ kind: 'step', step }),
    });
    await killed;
    const outcomes = kinds(result);
    const applied = outcomes.filter((kind) => kind === 'applied').length;
    expect(applied).toBeGreaterThanOrEqual(5);
    expect(applied).toBeLessThan(20);
    expect(outcomes).toEqual(outcomes.map((_, n) => (n < applied ? 'applied' : n === applied ? 'failed' : 'skipped')));
    expect(writtenSteps(result)).toEqual(steps.slice(0, applied + 1));
    expect(result.failure?.message).toMatch(/connect/);
    await reader.close();
    await slapd.restart();
    const { stdout } = await slapd.ldapsearch(['-b', slapd.groupsBase, '(mailGroupMember=ann@example.net)', '1.1']);
    const stored = stdout.match(/^dn:/gm)?.length ?? 0;
    expect([applied, applied + 1]).toContain(stored);
    await slapd.stop();
  });
});

describe('an interrupt', () => {
  it('lets what is under way finish and starts nothing more', async () => {
    const controller = new AbortController();
    const steps = [...updates(5), deleteStep('last@example.net', [])];
    const directory = new ScriptedDirectory(async (_, count) => {
      if (count === 2) controller.abort();
      return done;
    });
    const result = await execute(steps, directory, { inFlight: 2, signal: controller.signal });
    expect(kinds(result)).toEqual(['applied', 'applied', 'skipped', 'skipped', 'skipped', 'skipped']);
    expect(result.results[2]?.outcome).toEqual({ kind: 'skipped', reason: 'interrupted before it was sent' });
    expect(writtenSteps(result)).toEqual(steps.slice(0, 2));
    expect(result).toMatchObject({ failure: undefined, interrupted: true });
    expect(directory.log.at(-1)).toBe('settle');
  });

  it('before the first step sends nothing', async () => {
    const controller = new AbortController();
    controller.abort();
    const directory = new ScriptedDirectory(async () => done);
    const result = await execute(updates(2), directory, { signal: controller.signal });
    expect(kinds(result)).toEqual(['skipped', 'skipped']);
    expect(writtenSteps(result)).toEqual([]);
    expect(directory.log).toEqual(['settle']);
  });
});

describe('working in parallel', () => {
  it('takes every item once, in order, and nothing where there is nothing', async () => {
    const taken: number[] = [];
    await inParallel([3, 1, 2], 2, async (item) => void taken.push(item));
    expect(taken).toEqual([3, 1, 2]);
    await inParallel([], 5, () => expect.unreachable());
  });
});
