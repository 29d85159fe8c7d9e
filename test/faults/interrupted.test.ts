import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, first } from '../kit/fault-actions.ts';
import { writeKinds } from '../kit/fault-message.ts';
import type { RuleMatch } from '../kit/fault-proxy.ts';
import type { CommandInput, CommandResult, RunningCommand } from '../kit/workspace.ts';
import { isCheck, real } from './fault-stage.ts';
import type { Laws } from './invariants.ts';
import { flipVariables, openTwoWorlds, partsOfFlip, stepsOfFlip, type TwoWorlds } from './two-worlds.ts';

type Signal = 'SIGINT' | 'SIGTERM';

const stopping = '\nrollcall: stopping after the requests under way; once more to stop at once\n';
/** Patience that would outlast the test if a run waited for the end of it. */
const endless = { ROLLCALL_RETRY_TRIES: '100', ROLLCALL_RETRY_SECONDS: '3600' };

let stage: TwoWorlds;
let law: Laws;
beforeEach(async () => {
  stage = await openTwoWorlds();
  law = await stage.flip();
});
afterEach(() => stage.end());

const sent = (): number => stage.proxy.count({ kind: writeKinds, where: (message) => !isCheck(message) });

/** Runs `apply`; when a message comes by, sends the signal and gives the command time to notice before it passes. */
async function interruptAt(
  match: RuleMatch,
  signal: Signal,
  words: readonly string[] = [],
  variables: CommandInput['variables'] = {},
): Promise<CommandResult & { readonly sentBefore: number }> {
  let command: RunningCommand | undefined;
  let sentBefore = -1;
  stage.proxy.when(
    { times: 1, ...match },
    first(async () => {
      await command?.signal(signal);
      sentBefore = sent();
      await sleep(300);
    }),
  );
  const onStart = (started: RunningCommand): void => {
    command = started;
  };
  const result = await stage.apply(words, { onStart, variables: { ...flipVariables, ...variables } });
  expect(sentBefore, 'the moment came').toBeGreaterThanOrEqual(0);
  return { ...result, sentBefore };
}

/** The end of every interrupted run: what was written is lawful, can be taken back, and the next run does the rest. */
async function expectEnd(result: CommandResult, written: 'something' | 'nothing'): Promise<void> {
  const ours = await law.hold(result);
  if (written === 'something') await law.undoes();
  else expect(ours).toEqual([]);
  stage.proxy.clear();
  await law.converges();
}

const requests = stepsOfFlip - 1 + partsOfFlip;

describe.each<Signal>(['SIGINT', 'SIGTERM'])('row 20: %s', (signal) => {
  it.each(signal === 'SIGINT' ? [2] : [1, requests])(
    'at write %i, one at a time: that one is finished and none is begun',
    async (nth) => {
      const match = real({ kind: writeKinds, nth });
      const result = await interruptAt(match, signal, [], { ROLLCALL_IN_FLIGHT: '1' });
      expect(result).toMatchObject({ code: 130, stderr: stopping, sentBefore: nth });
      expect(sent()).toBe(nth);
      expect((await law.writes()).length).toBe(nth);
      await expectEnd(result, 'something');
    },
  );

  it('at the answer to a write: nothing more is sent', async () => {
    const match: RuleMatch = { kind: 'modifyResult', nth: 1, where: ({ code }) => code === 0 };
    const result = await interruptAt(match, signal, [], { ROLLCALL_IN_FLIGHT: '1' });
    expect(result).toMatchObject({ code: 130, stderr: stopping });
    expect(sent()).toBe(result.sentBefore);
    await expectEnd(result, 'something');
  });

  it('before anything is sent: nothing was changed', async () => {
    const result = await interruptAt({ kind: 'entry', nth: 3 }, signal);
    expect(result).toMatchObject({ code: 130, stderr: '\nrollcall: interrupted; nothing was changed\n', stdout: '' });
    await expectEnd(result, 'nothing');
  });

  it('while the changes are checked beforehand: nothing is written', async () => {
    const result = await interruptAt({ kind: 'modify', nth: 2, where: isCheck }, signal, ['--preflight']);
    expect(result).toMatchObject({ code: 130, stderr: stopping });
    expect(result.stdout).toContain(`Applied 0 of ${stepsOfFlip} steps; ${stepsOfFlip} skipped.`);
    expect(result.stdout).toContain('reason: interrupted before it was sent');
    expect(sent()).toBe(0);
    await expectEnd(result, 'nothing');
  });
});

describe('row 20: an interrupted run', () => {
  it('lets several writes under way end, and begins none', async () => {
    const variables = { ROLLCALL_IN_FLIGHT: '2' };
    const result = await interruptAt(real({ kind: 'modify', nth: 1 }), 'SIGTERM', ['--no-preflight'], variables);
    expect(result).toMatchObject({ code: 130, stderr: stopping });
    expect(sent()).toBeLessThanOrEqual(result.sentBefore + 1);
    await expectEnd(result, 'something');
  });

  it('stops between the parts of a large change, and says how far it came', async () => {
    const match = real({ kind: 'modify', dn: 'mail=large@example.net,ou=Groups,ou=Mail,dc=example,dc=net', nth: 2 });
    const result = await interruptAt(match, 'SIGTERM', [], { ROLLCALL_IN_FLIGHT: '1' });
    expect(result).toMatchObject({ code: 130, stderr: stopping });
    expect(result.stdout).toContain(`reason: interrupted after 2 of ${partsOfFlip} requests`);
    expect(result.stdout).toContain('Applied 2 of 4 steps; 1 failed, 1 skipped.');
    await expectEnd(result, 'something');
  });

  it('takes nothing back: what was applied stays, and the undo file has it', async () => {
    const match = real({ kind: 'modify', nth: 2 });
    const result = await interruptAt(match, 'SIGTERM', ['--undo-on-failure'], { ROLLCALL_IN_FLIGHT: '1' });
    expect(result).toMatchObject({ code: 130, stderr: stopping });
    expect(sent()).toBe(result.sentBefore);
    await expectEnd(result, 'something');
  });
});

describe('row 20: an interrupt ends the waiting for a server', () => {
  const busy = answer({ code: 51, text: 'later' });

  it('that is busy', async () => {
    stage.proxy.when(real({ kind: 'modify', times: 2 }), busy);
    stage.proxy.when(real({ kind: 'modify', from: 4 }), busy);
    const variables = { ...endless, ROLLCALL_IN_FLIGHT: '1' };
    const result = await interruptAt(real({ kind: 'modify', from: 3 }), 'SIGINT', ['--no-preflight'], variables);
    expect(result).toMatchObject({ code: 130, stderr: stopping });
    await expectEnd(result, 'something');
  });

  it('that is busy while changes are checked beforehand', async () => {
    let command: RunningCommand | undefined;
    let said = 0;
    stage.proxy.when({ kind: 'modify', where: isCheck }, (step) => {
      said += 1;
      if (said === 3) setTimeout(() => void command?.signal('SIGTERM'), 100);
      return busy(step);
    });
    const onStart = (started: RunningCommand): void => {
      command = started;
    };
    const result = await stage.apply(['--preflight'], { onStart, variables: endless });
    expect(result).toMatchObject({ code: 130, stderr: stopping });
    expect(sent()).toBe(0);
    await expectEnd(result, 'nothing');
  });

  it('that is gone', async () => {
    let command: RunningCommand | undefined;
    stage.proxy.when(real({ kind: 'modify', nth: 1 }), async (step) => {
      await stage.proxy.refuse();
      step.reset();
      await sleep(500);
      await command?.signal('SIGTERM');
    });
    const onStart = (started: RunningCommand): void => {
      command = started;
    };
    const result = await stage.apply(['--no-preflight'], { onStart, variables: endless });
    expect(result.code).toBe(130);
    expect(result.stderr).toContain(stopping);
    expect(result.stdout).toContain('hint: It is not known whether it was done');
    await stage.proxy.accept();
    await law.hold(result);
    stage.proxy.clear();
    await law.converges();
  });
});

describe('row 20: a second signal', () => {
  it.each<readonly [Signal, Signal]>([
    ['SIGINT', 'SIGINT'],
    ['SIGINT', 'SIGTERM'],
    ['SIGTERM', 'SIGINT'],
  ])('(%s, then %s) ends the process at once', async (once, more) => {
    let command: RunningCommand | undefined;
    let ended = (): void => undefined;
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    stage.proxy.when(real({ kind: 'modify', nth: 1 }), async (step) => {
      await command?.signal(once);
      await sleep(300);
      await command?.signal(more);
      await end; // the answer does not come while the process lives
      step.reset();
    });
    const onStart = (started: RunningCommand): void => {
      command = started;
    };
    const result = await stage.apply([], { onStart, variables: { ROLLCALL_TIMEOUT: '3600' } });
    ended();
    expect(result).toMatchObject({ code: -1, stderr: stopping });
    stage.proxy.clear();
    await law.hold(result);
    await law.converges();
  });
});
