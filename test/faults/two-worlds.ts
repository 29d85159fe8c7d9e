import type { SafetyLimits } from '../../src/model/safety.ts';
import { groupLdif, manifest } from '../kit/texts.ts';
import { type FaultStage, openFaultStage } from './fault-stage.ts';
import { type Laws, lawsOf } from './invariants.ts';

/** A stage between two worlds, `one` and `two`. Going from either to the other takes every kind of step. */
export interface TwoWorlds extends FaultStage {
  /** Declares the other world, and looks at what is there and planned before anything goes wrong. */
  readonly flip: () => Promise<Laws>;
}

/** The steps from one world to the other: a create, an update, an update in parts, and a delete. */
export const stepsOfFlip = 4;

/** In how many requests the large group goes. */
export const partsOfFlip = 3;

/** What all command lines on this stage get: no limits, and small requests. */
export const flipVariables: Readonly<Record<string, string>> = {
  ROLLCALL_REQUEST_LIMIT: '10000',
  ROLLCALL_PER_GROUP_PERCENT: '100',
  ROLLCALL_PER_RUN_PERCENT: '100',
  ROLLCALL_DELETIONS_PERCENT: '100',
};

/** The limits of these variables. */
export const flipLimits: SafetyLimits = {
  perGroup: { percent: 100, floor: 5 },
  perRun: { percent: 100, floor: 20 },
  deletions: { percent: 100, floor: 2 },
};

/** Sets the stage in world `one`. */
export async function openTwoWorlds(): Promise<TwoWorlds> {
  const stage = await openFaultStage({
    entries: [
      groupLdif('large@example.net', crowd(0, 300)),
      groupLdif('hq@example.net', ['ann@example.net', 'bob@example.net'], ['description: One']),
      groupLdif('same@example.net', ['ann@example.net'], ['description: Same']),
      groupLdif('theirs@example.net', ['eve@example.net'], ['description: Theirs']),
      groupLdif('one@example.net', ['ann@example.net'], ['mailEnabled: TRUE', ...numbers]),
    ],
    manifests: {
      'same.yaml': manifest('same@example.net', ['ann@example.net'], ['description: Same']),
      'theirs.yaml': manifest('theirs@example.net', ['nobody@example.net'], ['description: Ours', 'mode: ignored']),
    },
    settings: ['prune: all'],
  });
  let world: 'one' | 'two' = 'one';
  return {
    ...stage,
    apply: (words = [], input = {}) =>
      stage.apply(words, { ...input, variables: { ...flipVariables, ...input.variables } }),
    flip: async () => {
      const old = world;
      world = world === 'one' ? 'two' : 'one';
      const [mine, from] = world === 'one' ? ['ann@example.net', 0] : ['new@example.net', 150];
      stage.workspace.write('groups/large.yaml', manifest('large@example.net', crowd(from, from + 300)));
      const lines = [`description: ${world}`];
      stage.workspace.write('groups/hq.yaml', manifest('hq@example.net', ['bob@example.net', mine], lines));
      stage.workspace.write(`groups/${world}.yaml`, manifest(`${world}@example.net`, ['ann@example.net']));
      if (stage.workspace.files()[`groups/${old}.yaml`] !== undefined) stage.workspace.remove(`groups/${old}.yaml`);
      return lawsOf(stage, { limits: flipLimits, variables: flipVariables });
    },
  };
}

const numbers = ['mailUidNumber: 5000', 'mailGidNumber: 5000'];

function crowd(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => `${'m'.repeat(60)}${from + index}@example.net`);
}
