import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressProblem } from '../../src/model/address.ts';
import { manifestName } from '../../src/plan/manifest-name.ts';
import { address } from '../manifest/sample.ts';

const free = (): boolean => false;

describe('the file name of a manifest', () => {
  it.each([
    ['hq@example.net', 'hq@example.net.yaml'],
    ['HQ@Example.NET', 'hq@example.net.yaml'],
    ['a+b=c_d-e@x', 'a+b=c_d-e@x.yaml'],
    ['a/b@x', 'a%2Fb@x.yaml'],
    ['a*b?c|d@x', 'a%2Ab%3Fc%7Cd@x.yaml'],
    ['.hidden@x', '%2Ehidden@x.yaml'],
    ['-rf@x', '%2Drf@x.yaml'],
    ["o'neil@x", 'o%27neil@x.yaml'],
    ['a%2Fb@x', 'a%252fb@x.yaml'],
  ])('of %s is %s', (given, name) => {
    expect(manifestName(given, free)).toBe(name);
  });

  it('gets a number when it is taken', () => {
    const taken = new Set(['hq@x.yaml', 'hq@x-2.yaml']);
    expect(manifestName('hq@x', (name) => taken.has(name))).toBe('hq@x-3.yaml');
  });

  it('fits into every file system, for the longest address', () => {
    const longest = `${'/'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`;
    expect(addressProblem(longest)).toBeUndefined();
    expect(manifestName(longest, free).length).toBeLessThanOrEqual(255);
  });

  it('is never hidden, never a path, and differs when addresses do', () => {
    fc.assert(
      fc.property(address, address, (a, b) => {
        const name = manifestName(a, free);
        expect(name).toMatch(/^[a-z0-9@%+=_][a-zA-Z0-9@%._+=-]*\.yaml$/);
        expect(name === manifestName(b, free)).toBe(a === b);
      }),
    );
  });
});
