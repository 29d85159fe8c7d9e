import fc from 'fast-check';
import { expect, it } from 'vitest';
import { resolveManifests } from '../../../src/manifest/resolve.ts';
import { aliasMap, declaredGroups } from '../../../src/plan/mail/alias-map.ts';
import { expandAddress } from '../../../src/plan/mail/expand.ts';
import { postfixRules } from '../../../src/plan/mail/mail-rules.ts';
import { groupGraph } from '../../../src/plan/rules/group-graph.ts';
import { options } from '../../manifest/sample.ts';
import { manifests } from './manifests.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const member = fc.constantFrom(...names, 'A', 'b+x', 'ann', 'bob', 'eve');
const worlds = fc.record(Object.fromEntries(names.map((name) => [name, fc.uniqueArray(member, { maxLength: 5 })])));

it('what is measured fits what Postfix does, for any groups', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const files = Object.entries(manifests(world)).map(([file, text]) => ({ file, text }));
      const { state, diagnostics } = resolveManifests(files, options);
      fc.pre(diagnostics.length === 0);
      const rules = { ...postfixRules, countUpTo: 2000, addressLimit: 60, nestingLimit: 50 };
      const map = aliasMap(declaredGroups(state), 'deliver');
      for (const { group, size, depth } of groupGraph(state.groups, rules.delimiters).nodes) {
        const expansion = expandAddress(group.address, map, rules);
        expect(expansion.size).toBeLessThanOrEqual(size === 0 ? 1 : size);
        if (expansion.deferral?.reason === 'loop') expect(size).toBe(Number.POSITIVE_INFINITY);
        expect(expansion.nesting).toBeLessThanOrEqual(depth + 1);
      }
    }),
    { numRuns: 300 },
  );
});
