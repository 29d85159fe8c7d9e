import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultStage } from './fault-stage.ts';
import { Dice, faultKinds, roundOf } from './random-round.ts';
import { openRoundStage, playRound } from './random-schedule.ts';

/** `ROLLCALL_SOAK_SEED=123 npx vitest run test/faults/random-schedule.test.ts` plays that round alone. */
const given = process.env['ROLLCALL_SOAK_SEED'];
const chance = new Dice(Date.now()).upTo(2 ** 31);

let stage: FaultStage;
beforeAll(async () => {
  stage = await openRoundStage();
});
afterAll(() => stage.end());

describe('a round of random faults breaks no law', () => {
  const known = [3, 7, 13, 14, 23, 30];
  it.each(given === undefined ? [...known, chance] : [Number(given)])('seed %i', async (seed) => {
    const { code, struck } = await playRound(stage, roundOf(seed));
    console.log(`seed ${seed}: exit ${code}; ${struck.join(', ') || 'no fault'}`);
  });
});

describe('a seed', () => {
  it('is one round, always the same', () => {
    expect(roundOf(7)).toEqual(roundOf(7));
    expect(roundOf(8)).not.toEqual(roundOf(7));
  });

  it('gives every kind of fault sooner or later', () => {
    const kinds = Array.from({ length: 200 }, (_, seed) => roundOf(seed).faults.map(({ kind }) => kind)).flat();
    expect(new Set(kinds)).toEqual(new Set(faultKinds));
  });
});
