import { decodeEntries } from '../ldap/decode.ts';
import { dnKey, isWithin } from '../ldap/dn.ts';
import { equals, or } from '../ldap/filter.ts';
import { valuesOf } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { CurrentState, Elsewhere, UnclearGroup } from '../model/state.ts';
import { type DirectoryReader, entryAttributes } from './directory.ts';
import type { Settings } from './run-settings.ts';

/**
 * Reads every group below the base, completely. A tree that is not one of groups is a Failure; a single group that does
 * not show all that it holds is set apart.
 */
export async function readState(
  reader: DirectoryReader,
  { directory, profile }: Settings,
  onProgress: (entries: number) => void,
): Promise<CurrentState> {
  const { base, filter } = directory;
  const search = { base, scope: 'subtree', filter, attributes: entryAttributes } as const;
  const { groups, problems } = decodeEntries(await reader.search(search, onProgress), profile);
  refuse(problems.filter(({ addresses }) => addresses.length === 0));
  return { groups, unclear: problems, elsewhere: [] };
}

/** The state when every group in it is clear; otherwise a Failure that names the first one that is not. */
export function whollyClear(state: CurrentState): CurrentState {
  refuse(state.unclear);
  return state;
}

function refuse(problems: readonly UnclearGroup[]): void {
  const [problem] = problems;
  if (problem === undefined) return;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more entries like it)` : '';
  throw new Failure('directory', `${problem.dn} ${problem.message}${more}`, problem.hint);
}

/** How many addresses are asked for in one search. */
const batch = 200;

/** What was found outside the managed entries; `blind` when the bind DN could not look there. */
export interface Lookout {
  readonly found: readonly Elsewhere[];
  readonly blind: boolean;
}

/**
 * Entries outside the managed ones that have one of these addresses, as far as the bind DN can see the rest of the
 * directory: a group of the same address would share or take their mail.
 */
export async function findElsewhere(
  reader: DirectoryReader,
  { directory, profile }: Settings,
  addresses: readonly string[],
): Promise<Lookout> {
  if (profile.domain !== undefined || addresses.length === 0) return { found: [], blind: false };
  const suffixes = (await reader.suffixes()).filter((suffix) => isWithin(directory.base, suffix));
  const found = new Map<string, Elsewhere>();
  for (const suffix of suffixes) {
    for (let start = 0; start < addresses.length; start += batch) {
      const filter = or(...addresses.slice(start, start + batch).map((address) => equals(profile.address, address)));
      const search = { base: suffix, scope: 'subtree', filter, attributes: [profile.address] } as const;
      for (const entry of await reader.search(search, () => undefined)) {
        const values = valuesOf(entry, profile.address).filter((value) => typeof value === 'string');
        found.set(dnKey(entry.dn), { dn: entry.dn, addresses: values });
      }
    }
  }
  return { found: [...found.values()], blind: suffixes.length === 0 };
}
