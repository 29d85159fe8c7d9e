import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editManifest } from '../../src/manifest/edit.ts';
import { formatManifest } from '../../src/manifest/format.ts';
import { resolveManifests } from '../../src/manifest/resolve.ts';
import { draft, options } from './sample.ts';

describe('any edit of a manifest in canonical form', () => {
  it('gives the wanted group', () => {
    fc.assert(
      fc.property(draft, draft, fc.boolean(), (before, wanted, windows) => {
        const text = formatManifest(before, undefined).replaceAll('\n', windows ? '\r\n' : '\n');
        const aliases = wanted.aliases?.filter((alias) => alias !== before.address);
        const edited = editManifest(text, {
          removeMembers: before.members.filter((member) => !wanted.members.includes(member)),
          addMembers: wanted.members.filter((member) => !before.members.includes(member)),
          set: [
            { key: 'description', value: wanted.description },
            { key: 'enabled', value: wanted.enabled },
            { key: 'aliases', values: aliases },
            { key: 'owners', values: wanted.owners },
            { key: 'attributes', values: wanted.attributes },
          ],
        });
        expect(edited, text).toBeDefined();
        const { state, diagnostics } = resolveManifests([{ file: 'g.yaml', text: edited ?? '' }], options);
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        const [group] = state.groups;
        expect(group?.description).toBe(wanted.description);
        expect(group?.enabled).toBe(wanted.enabled);
        expect(group?.mode).toBe(before.mode);
        expect(group?.allow).toEqual(before.allow);
        expect(sorted(group?.members)).toEqual(sorted(wanted.members));
        expect(sorted(group?.aliases)).toEqual(sorted(aliases));
        expect(sorted(group?.owners)).toEqual(sorted(wanted.owners));
        expect(new Map([...(group?.attributes ?? [])].map(([name, values]) => [name, sorted(values)]))).toEqual(
          new Map([...wanted.attributes].map(([name, values]) => [name, sorted(values)])),
        );
        expect(edited?.replaceAll('\r\n', '').includes(windows ? '\n' : '\r')).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

function sorted(values: readonly string[] | undefined): string[] | undefined {
  return values && [...values].sort();
}
