import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inclusionOrder } from '../../src/manifest/inclusion-order.ts';

describe('the order of inclusions', () => {
  it('has every group once, and after all that it includes', () => {
    const edges = fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 60 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const downwards = pairs.filter(([a, b]) => a > b);
        const groups = Array.from({ length: 20 }, (_, index) => index);
        const includedBy = (group: number): number[] => downwards.filter(([a]) => a === group).map(([, b]) => b);
        const { order, cycles } = inclusionOrder([...groups].reverse(), includedBy);
        expect(cycles).toEqual([]);
        expect([...order].sort((a, b) => a - b)).toEqual(groups);
        for (const [a, b] of downwards) expect(order.indexOf(b)).toBeLessThan(order.indexOf(a));
      }),
    );
  });

  it('finds a cycle whenever there is one, and still names every group once', () => {
    const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 20 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const groups = Array.from({ length: 10 }, (_, index) => index);
        const includedBy = (group: number): number[] => pairs.filter(([a]) => a === group).map(([, b]) => b);
        const { order, cycles } = inclusionOrder(groups, includedBy);
        expect([...order].sort((a, b) => a - b)).toEqual(groups);
        const backwards = pairs.some(([a, b]) => order.indexOf(b) >= order.indexOf(a));
        expect(cycles.length > 0).toBe(backwards);
        for (const cycle of cycles) {
          cycle.forEach((group, index) => {
            expect(includedBy(group)).toContain(cycle[(index + 1) % cycle.length]);
          });
        }
      }),
    );
  });

  it('follows a chain of 100,000 groups', () => {
    const { order } = inclusionOrder([0], (group) => (group < 100_000 ? [group + 1] : []));
    expect(order).toHaveLength(100_001);
  });
});
