import type { ServerScene } from '../kit/stage.ts';
import { groupLdif, manifest } from '../kit/texts.ts';

/** The address of the n-th group, from 0. */
export function address(n: number): string {
  return `g${n}@example.net`;
}

/** How many groups there are at the beginning. */
export const howMany = 12;

/** So that a listing of them takes several pages. */
export const smallPages: Readonly<Record<string, string>> = { ROLLCALL_PAGE_SIZE: '5' };

/** One group has what a new group gets, so that creating one can be checked beforehand. */
const enabled = ['mailEnabled: TRUE'];

/**
 * Twelve groups, of which one is to be changed (`g0`), one deleted (`g11`), and one more created: whoever plans from
 * some of them alone creates what is there, or deletes nothing.
 */
export const manyGroups: ServerScene = {
  entries: Array.from({ length: howMany }, (_, n) =>
    groupLdif(address(n), ['ann@example.net', `m${n}@example.net`], n === howMany - 1 ? enabled : []),
  ),
  manifests: {
    'g0.yaml': manifest(address(0), ['ann@example.net', 'new@example.net']),
    ...Object.fromEntries(
      Array.from({ length: howMany - 2 }, (_, n) => [
        `g${n + 1}.yaml`,
        manifest(address(n + 1), ['ann@example.net', `m${n + 1}@example.net`]),
      ]),
    ),
    'new.yaml': manifest('fresh@example.net', ['ann@example.net']),
  },
  settings: ['prune: all'],
};
