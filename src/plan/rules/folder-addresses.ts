import { quoted } from '../../manifest/source.ts';
import { matches } from './address-pattern.ts';
import { groupAddresses } from './group-addresses.ts';
import type { Finding, LintRule } from './lint-rule.ts';

/**
 * Folders have addresses of their own, so that who reviews a folder decides about them: a manifest declares only addresses
 * of its folder, and addresses of a folder are declared nowhere else. The nearest folder above that is listed counts. A former
 * address counts too: who names one takes its entry.
 */
export const folderAddresses: LintRule = ({ groups }, { folders, root }) => {
  const listed = Object.entries(folders).map(([name, patterns]) => ({ name, patterns, has: matches(patterns) }));
  if (listed.length === 0) return [];
  return groups.flatMap((group) => {
    const place = folderOf(group.file, root);
    const own = listed
      .filter(({ name }) => isWithin(place, name))
      .reduce<(typeof listed)[number] | undefined>(
        (best, one) => (best && best.name.length > one.name.length ? best : one),
        undefined,
      );
    const former = group.previously.map((value) => ({ key: 'previously' as const, value }));
    return [...groupAddresses(group), ...former].flatMap(({ key, value }): Finding[] => {
      if (own !== undefined && !own.has(value)) {
        const hint = `There, addresses are like ${own.patterns.join(', ') || 'none'} ("folders" in the settings).`;
        return [
          {
            group,
            key,
            value,
            message: `the address ${quoted(value)} does not belong into the folder ${quoted(own.name)}`,
            hint,
          },
        ];
      }
      const others = listed.filter(({ name, has }) => name !== '.' && has(value));
      if (others.length === 0 || others.some(({ name }) => isWithin(place, name))) return [];
      const names = others.map(({ name }) => quoted(name)).join(' or ');
      const message = `the address ${quoted(value)} belongs into the folder ${names}`;
      return [{ group, key, value, message, hint: 'Move the manifest there, where its owners review it.' }];
    });
  });
};

/** The folder of a manifest below the folder of all manifests; `.` for that one. */
function folderOf(file: string, root: string): string {
  const inside = root !== '.' && file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file;
  const end = inside.lastIndexOf('/');
  return end < 0 ? '.' : inside.slice(0, end);
}

function isWithin(place: string, folder: string): boolean {
  return folder === '.' || place === folder || place.startsWith(`${folder}/`);
}
