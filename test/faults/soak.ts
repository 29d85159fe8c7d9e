import { parseArgs } from 'node:util';
import { installSlapd } from '../kit/slapd-install.ts';
import { Dice, roundOf } from './random-round.ts';
import { BrokenLaw, openRoundStage, playRound } from './random-schedule.ts';

/** Rounds on one server; then a fresh one, so that its log stays short. */
const roundsOnOneServer = 50;

process.exitCode = await main();

/** Plays random rounds for as long as `--minutes` says, and stops at the first that breaks a law. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } } });
  const minutes = Number(values.minutes);
  const start = values.seed === undefined ? new Dice(Date.now()).upTo(2 ** 31) : Number(values.seed);
  if (!(minutes > 0) || !Number.isSafeInteger(start)) {
    process.stderr.write('Usage: npm run soak -- [--minutes N] [--seed N]\n');
    return 1;
  }
  await installSlapd();
  const end = performance.now() + minutes * 60_000;
  let seed = start;
  try {
    while (performance.now() < end) {
      const stage = await openRoundStage();
      try {
        for (let round = 0; round < roundsOnOneServer && performance.now() < end; round += 1) {
          const { code, struck } = await playRound(stage, roundOf(seed));
          process.stdout.write(`seed ${seed}: exit ${code}; ${struck.join(', ') || 'no fault'}\n`);
          seed += 1;
        }
      } finally {
        await stage.end();
      }
    }
  } catch (error) {
    if (!(error instanceof BrokenLaw)) throw error;
    process.stdout.write(`seed ${seed} breaks a law: ${error.message}\n`);
    process.stdout.write(
      `${error.cause instanceof Error ? error.cause.stack?.slice(error.cause.stack.indexOf('\n    at ')) : ''}\n`,
    );
    process.stdout.write(`Once more: ROLLCALL_SOAK_SEED=${seed} npx vitest run test/faults/random-schedule.test.ts\n`);
    return 1;
  }
  process.stdout.write(`${seed - start} rounds, no law was broken.\n`);
  return 0;
}
