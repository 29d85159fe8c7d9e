import { describe, expect, it } from 'vitest';
import { parseOverrides } from '../../src/commands/overrides.ts';
import { Failure } from '../../src/model/failure.ts';

describe('the exceptions of a command line', () => {
  it('are groups with numbers; an equals sign may be in the address', () => {
    expect(parseOverrides({ allowRemovals: ['hq@x=1', 'a=b@x=40'], allowDeletion: ['hq@x=0'] })).toEqual([
      { kind: 'removals', address: 'hq@x', removals: 1 },
      { kind: 'removals', address: 'a=b@x', removals: 40 },
      { kind: 'deletion', address: 'hq@x', removals: 0 },
    ]);
  });

  it.each(['hq@x', '=1', 'hq@x=', 'hq@x=0', 'hq@x=-1', 'hq@x=1.5', 'hq@x=all', 'hq@x=1e9', 'hq@x= 1', '100', ''])(
    'cannot let members go by %j',
    (text) => {
      expect(() => parseOverrides({ allowRemovals: [text], allowDeletion: [] })).toThrow(Failure);
      expect(() => parseOverrides({ allowRemovals: [text], allowDeletion: [] })).toThrow(
        `--allow-removals takes a group and a number of 1 or more, not ${JSON.stringify(text)}`,
      );
    },
  );

  it.each(['hq@x', 'hq@x=-1', 'hq@x='])('cannot let a group be deleted by %j', (text) => {
    expect(() => parseOverrides({ allowRemovals: [], allowDeletion: [text] })).toThrow(
      '--allow-deletion takes a group and a number of 0 or more',
    );
  });

  it('name no group twice, in whatever spelling', () => {
    expect(() => parseOverrides({ allowRemovals: ['hq@x=1', 'HQ@X=2'], allowDeletion: [] })).toThrow(
      '--allow-removals names "HQ@X" twice',
    );
  });
});
