import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { defaultSafety, type SafetyLimits } from '../../src/model/safety.ts';
import { planSchema } from '../../src/report/plan-schema.ts';
import {
  type Action,
  answer,
  close,
  cutAfter,
  delay,
  drop,
  first,
  pass,
  reset,
  trickle,
} from '../kit/fault-actions.ts';
import { type FaultMessage, writeKinds, writeResultKinds } from '../kit/fault-message.ts';
import type { RuleMatch } from '../kit/fault-proxy.ts';
import { groupLdif, groupsBase, manifest } from '../kit/texts.ts';
import type { CommandResult, RunningCommand } from '../kit/workspace.ts';
import { type FaultStage, isCheck, openFaultStage, real } from './fault-stage.ts';
import { type Laws, lawsOf } from './invariants.ts';
import { describeRound, type FaultKind, type FaultPlace, type RandomFault, type RandomRound } from './random-round.ts';

/** How a round went. */
export interface PlayedRound {
  readonly code: number;
  /** The faults that struck. */
  readonly struck: readonly FaultKind[];
}

/** A round that broke a law: the seed and the schedule are in the message. */
export class BrokenLaw extends Error {}

/** Opens a stage for rounds; each round brings its own groups. */
export function openRoundStage(): Promise<FaultStage> {
  return openFaultStage({ settings: ['prune: all'] });
}

/**
 * Plays a round: sets up its groups, runs `apply` while its faults strike, and checks every law; then the faults stop,
 * and one run must do the rest.
 */
export async function playRound(stage: FaultStage, round: RandomRound): Promise<PlayedRound> {
  try {
    return await new Play(stage, round).run();
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    throw new BrokenLaw(`${told}\n\n${describeRound(round)}`, { cause: error });
  }
}

const free: SafetyLimits = {
  perGroup: { percent: 100, floor: 5 },
  perRun: { percent: 100, floor: 20 },
  deletions: { percent: 100, floor: 2 },
};
/** Variables of a run whose requests are small, so that a large group goes in parts. */
const smallRequests = { ROLLCALL_REQUEST_LIMIT: '10000' };
/** Variables of a run without limits. */
export const noLimits: Readonly<Record<string, string>> = {
  ...smallRequests,
  ROLLCALL_PER_GROUP_PERCENT: '100',
  ROLLCALL_PER_RUN_PERCENT: '100',
  ROLLCALL_DELETIONS_PERCENT: '100',
};
/** An answer is waited for one second; `late` is later than that, everything else sooner. */
export const littlePatience: Readonly<Record<string, string>> = {
  ROLLCALL_TIMEOUT: '1',
  ROLLCALL_RETRY_TRIES: '3',
  ROLLCALL_RETRY_SECONDS: '5',
};

class Play {
  readonly #stage: FaultStage;
  readonly #round: RandomRound;
  readonly #struck: FaultKind[] = [];
  readonly #edited = new Set<string>();
  /** Disturbances of the server come one after another. */
  #turn: Promise<unknown> = Promise.resolve();
  #command: RunningCommand | undefined;

  constructor(stage: FaultStage, round: RandomRound) {
    this.#stage = stage;
    this.#round = round;
  }

  async run(): Promise<PlayedRound> {
    const { limits, words, faults, inFlight } = this.#round;
    const { proxy } = this.#stage;
    await this.#setUp();
    const law = await lawsOf(this.#stage, {
      limits: limits === 'none' ? free : defaultSafety,
      takesBack: words.includes('--undo-on-failure'),
      variables: noLimits,
    });
    for (const fault of faults) {
      const { place, nth, times, kind } = fault;
      proxy.when({ ...places[place], from: nth, times }, async (step) => {
        this.#struck.push(kind);
        await this.#action(fault, law)(step);
      });
    }
    const result = await this.#stage.apply(words, {
      variables: {
        ...(limits === 'none' ? noLimits : smallRequests),
        ...littlePatience,
        ROLLCALL_IN_FLIGHT: `${inFlight}`,
      },
      onStart: (command) => {
        this.#command = command;
      },
    });
    await this.#calm();
    await this.#check(law, result);
    await law.converges();
    return { code: result.code, struck: this.#struck };
  }

  async #setUp(): Promise<void> {
    const { slapd, workspace, proxy } = this.#stage;
    proxy.clear();
    const old = Object.keys(await this.#stage.tree()).filter((dn) => dn.endsWith(groupsBase));
    if (old.length > 0) expect(await slapd.ldapdelete(...old)).toMatchObject({ code: 0 });
    const { groups } = this.#round;
    const stored = groups.flatMap(({ address, stored: content }) =>
      content === undefined ? [] : [groupLdif(address, content.members, linesOf(content.description))],
    );
    const anchors = [
      groupLdif('anchor@example.net', ['ann@example.net'], ['description: Anchor', 'mailEnabled: TRUE', ...numbers]),
      groupLdif('theirs@example.net', ['eve@example.net'], ['description: Theirs']),
    ];
    expect(await slapd.ldapadd([...anchors, ...stored].join('\n'))).toMatchObject({ code: 0 });
    for (const folder of ['groups', '.rollcall']) {
      await rm(join(workspace.folder, folder), { recursive: true, force: true });
    }
    workspace.write('groups/anchor.yaml', manifest('anchor@example.net', ['ann@example.net'], ['description: Anchor']));
    workspace.write('groups/theirs.yaml', manifest('theirs@example.net', ['bob@example.net'], ['mode: ignored']));
    for (const { address, declared } of groups) {
      if (declared === undefined) continue;
      const text = manifest(address, declared.members, linesOf(declared.description));
      workspace.write(`groups/${address}.yaml`, text);
    }
  }

  /** Nothing strikes any more, and nothing is under way. */
  async #calm(): Promise<void> {
    const { proxy } = this.#stage;
    await this.#turn;
    proxy.clear();
    proxy.killAll('reset');
    for (let before = -1, now = 0; before !== now; ) {
      before = now;
      await sleep(50);
      now = (await this.#stage.writes()).reduce((sum, { text }) => sum + text.length, 0);
    }
  }

  async #check(law: Laws, result: CommandResult): Promise<void> {
    const { code, stdout, stderr } = result;
    const usual = [0, 3, 4, 5];
    const count = (kind: FaultKind): number => this.#struck.filter((one) => one === kind).length;
    const stopped = count('tool interrupted') > 0 ? [130] : [];
    const killed = count('tool killed') > 0 || count('tool interrupted') > 1 ? [-1] : [];
    expect([...usual, ...killed, ...stopped], stdout + stderr).toContain(code);
    const untouched = this.#edited.size === 0;
    // Where others wrote too, a group may have changed after the run was done with it.
    if (untouched) await law.hold(result);
    else {
      await law.hold();
      if (code === 0) await this.#expectOnlyEdited();
    }
    const told = ![-1, 4].includes(code) && !/not known|not taken back/.test(stdout + stderr);
    const wrote = (await law.writes()).length > 0;
    if (this.#round.triesUndo && untouched && told && wrote && !this.#struck.includes('late')) await law.undoes();
  }

  async #expectOnlyEdited(): Promise<void> {
    const { workspace, slapd } = this.#stage;
    const variables = { ...noLimits, ROLLCALL_URL: slapd.url };
    const { stdout } = await workspace.run(['plan', '--format', 'json'], { variables });
    const left = planSchema.parse(JSON.parse(stdout)).steps.map(({ change }) => change.dn.toLowerCase());
    expect(left.filter((dn) => !this.#edited.has(dn))).toEqual([]);
  }

  #action({ kind }: RandomFault, law: Laws): Action {
    const { proxy, slapd } = this.#stage;
    switch (kind) {
      case 'swallowed':
        return drop;
      case 'closed':
        return close;
      case 'reset':
        return reset;
      case 'cut in two':
        return cutAfter(5);
      case 'delayed':
        return delay(300);
      case 'late':
        return delay(1500);
      case 'trickling':
        return trickle(50, 1);
      case 'busy':
        return answer({ code: 51 });
      case 'unavailable':
        return answer({ code: 52 });
      case 'refused':
        return answer({ code: 53, text: 'not here' });
      case 'nothing listens':
        return async (step) => {
          await this.#alone(async () => {
            await proxy.refuse();
            step.reset();
            await sleep(400);
            await proxy.accept();
          });
        };
      case 'server killed':
        return async (step) => {
          await this.#alone(async () => {
            await slapd.kill9();
            await slapd.restart();
          });
          step.reset();
        };
      case 'tool killed':
        return async (step) => {
          await this.#command?.signal('SIGKILL');
          pass(step);
        };
      case 'tool interrupted':
        return async (step) => {
          await this.#command?.signal('SIGTERM');
          pass(step);
        };
      default:
        return first((message) => this.#edit(kind, message, law));
    }
  }

  /** Somebody else writes to the group that the message is about. */
  async #edit(kind: FaultKind, { dn }: FaultMessage, law: Laws): Promise<void> {
    const { slapd } = this.#stage;
    await this.#alone(async () => {
      this.#edited.add(dn.toLowerCase());
      const address = /^mail=([^,]+)/.exec(dn)?.[1] ?? '';
      const change = (lines: readonly string[]): Promise<unknown> =>
        slapd.ldapmodify([`dn: ${dn}`, 'changetype: modify', ...lines, ''].join('\n'));
      if (kind === 'member added by somebody') await change(['add: mailGroupMember', ...strangers]);
      else if (kind === 'member removed by somebody') {
        await change(['delete: mailGroupMember', 'mailGroupMember: bob@example.net']);
      } else {
        await slapd.ldapdelete(dn);
        if (kind === 'entry made anew by somebody') await slapd.ldapadd(groupLdif(address, ['new@example.org']));
      }
      await law.planAgain();
    });
  }

  async #alone(work: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    await mine;
  }
}

/** More than the usual limits let go from one group. */
const strangers = Array.from({ length: 12 }, (_, number) => `mailGroupMember: sly${number}@example.org`);
const numbers = ['mailUidNumber: 5000', 'mailGidNumber: 5000'];

/** How the proxy knows the messages of a place. */
export const places: Readonly<Record<FaultPlace, RuleMatch>> = {
  write: real({ kind: writeKinds }),
  'answer to a write': { kind: writeResultKinds, where: ({ code }) => code !== 0x410e },
  check: { kind: writeKinds, where: isCheck },
  'answer to a check': { kind: writeResultKinds, where: ({ code }) => code === 0x410e },
  search: { kind: 'search' },
  entry: { kind: 'entry' },
  'end of a search': { kind: 'done' },
  bind: { kind: 'bind' },
  'answer to a bind': { kind: 'bindResult' },
};

function linesOf(description: string): readonly string[] {
  return description === '' ? [] : [`description: ${description}`];
}
