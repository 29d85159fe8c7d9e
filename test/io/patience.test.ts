import { describe, expect, it } from 'vitest';
import { PassingFailure, Patience, withPatience } from '../../src/io/patience.ts';
import { Failure } from '../../src/model/failure.ts';

const never = new AbortController().signal;
const passing = new PassingFailure('directory', 'it is busy', 'Wait.');

describe('patience', () => {
  it('ends after as many tries as are allowed', async () => {
    const patience = new Patience({ tries: 3, seconds: 60 });
    expect(await patience.next(never)).toBe(true);
    expect(await patience.next(never)).toBe(true);
    expect(await patience.next(never)).toBe(false);
    expect(patience.spent).toMatch(/^3 tries in \d+\.\d s$/);
  });

  it('does not begin a wait that would end too late', async () => {
    const patience = new Patience({ tries: 100, seconds: 0 });
    expect(await patience.next(never)).toBe(false);
  });

  it('is over as soon as the run is to stop, also in the middle of a wait', async () => {
    const controller = new AbortController();
    const patience = new Patience({ tries: 100, seconds: 3600 });
    for (let round = 0; round < 2; round += 1) await patience.next(never);
    const waiting = patience.next(controller.signal);
    controller.abort();
    expect(await waiting).toBe(false);
    expect(await patience.next(controller.signal)).toBe(false);
  });
});

it('many may wait for one signal without a warning', async () => {
  const warnings: string[] = [];
  const note = (warning: Error): void => void warnings.push(warning.name);
  process.on('warning', note);
  const { signal } = new AbortController();
  await Promise.all(Array.from({ length: 50 }, () => new Patience({ tries: 2, seconds: 9 }).next(signal)));
  process.off('warning', note);
  expect(warnings).toEqual([]);
});

describe('work with patience', () => {
  const failing = (
    times: number,
    error: Error,
  ): { readonly work: () => Promise<string>; readonly calls: () => number } => {
    let calls = 0;
    const work = async (): Promise<string> => {
      calls += 1;
      if (calls <= times) throw error;
      return 'done';
    };
    return { work, calls: () => calls };
  };

  it('is done again until it succeeds', async () => {
    const { work, calls } = failing(2, passing);
    expect(await withPatience({ tries: 3, seconds: 60 }, never, work)).toBe('done');
    expect(calls()).toBe(3);
  });

  it('says how often it was tried when it gives up', async () => {
    const { work, calls } = failing(9, passing);
    const failure: unknown = await withPatience({ tries: 2, seconds: 60 }, never, work).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(PassingFailure);
    expect(failure).toMatchObject({
      message: expect.stringMatching(/^it is busy \(2 tries in \d\.\d s\)$/),
      hint: 'Wait.',
    });
    expect(calls()).toBe(2);
  });

  it.each([
    ['a failure that does not pass', new Failure('directory', 'wrong password', 'Correct it.')],
    ['a defect', new TypeError('a bug')],
  ])('is not done again after %s', async (_, error) => {
    const { work, calls } = failing(9, error);
    await expect(withPatience({ tries: 5, seconds: 60 }, never, work)).rejects.toBe(error);
    expect(calls()).toBe(1);
  });
});
