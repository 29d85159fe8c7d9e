import { describe, expect, it } from 'vitest';
import { findGroup } from '../../src/plan/find-group.ts';
import { desiredGroup } from './directory.ts';

const groups = [
  desiredGroup('ops@example.net', { aliases: ['alarm@example.net'] }),
  desiredGroup('Dev@example.net', {}),
];

describe('a group that somebody names', () => {
  it.each([
    ['OPS@example.net', 'ops@example.net'],
    ['dev@EXAMPLE.net', 'Dev@example.net'],
    ['Alarm@example.net', 'ops@example.net'],
  ])('is found by %s', (name, address) => {
    expect(findGroup(groups, name)).toMatchObject({ group: { address } });
  });

  it.each([
    ['opps@example.net', 'Did you mean ops@example.net?'],
    ['alarms@example.net', 'Did you mean alarm@example.net?'],
    ['DEV', 'Did you mean Dev@example.net?'],
    ['sales@example.org', 'Each file below groups/ names its group by address.'],
  ])('%s is not found, and what was meant is said', (name, hint) => {
    expect(findGroup(groups, name)).toEqual({ hint });
  });
});
