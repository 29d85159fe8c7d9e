import { expect, it } from 'vitest';
import { defaultSafety } from '../../src/model/safety.ts';

it('the default limits are those that the documentation names', () => {
  expect(defaultSafety).toEqual({
    perGroup: { percent: 50, floor: 5 },
    perRun: { percent: 20, floor: 20 },
    deletions: { percent: 10, floor: 2 },
  });
});
