import { groupKey } from '../ldap/group-key.ts';
import { composeGroup } from '../manifest/compose.ts';
import { inclusionOrder } from '../manifest/inclusion-order.ts';
import type { ManifestFile } from '../manifest/resolve.ts';
import type { AdoptedFile, Adoption, SkippedGroup } from '../model/adoption.ts';
import { isMemberOn } from '../model/calendar.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { CurrentGroup, DesiredGroup } from '../model/group.ts';
import type { CurrentState, DesiredState } from '../model/state.ts';
import { type AdoptPlace, createFile, updateFile } from './adopt-file.ts';
import { formerName } from './adopt-former.ts';
import { type AdoptOptions, adoptGroup, type NotAdoptable, strayAddress, untakenText } from './adopt-group.ts';

/** What became of one group. */
interface Adopted {
  readonly file: AdoptedFile | undefined;
  readonly skipped: SkippedGroup | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Turns the directory into manifests: new ones for new groups, edits in place for those that have one. Included groups go
 * first, so that a group which includes them is compared with what they are after this import.
 */
export function adoptState(
  current: CurrentState,
  desired: DesiredState,
  existing: readonly ManifestFile[],
  options: AdoptOptions,
  place: AdoptPlace,
): Adoption {
  const texts = new Map(existing.map(({ file, text }) => [file, text]));
  const taken = new Set(existing.map(({ file }) => file.toLowerCase()));
  const shared = sharedAddresses(current);
  const declared = new Map(desired.groups.map((group) => [groupKey(group.address), group]));
  const groups = [...current.groups].sort((a, b) => compareText(a.address, b.address));
  const manifestOf = new Map(
    groups.map((group) => [group, group.addresses.flatMap((one) => declared.get(groupKey(one)) ?? [])[0]]),
  );
  const former = formerName(desired.groups, current.groups, options.profile);
  const composition = compositionAfter(desired.groups, declared, options);
  const adopt = (group: CurrentGroup): Adopted => {
    const manifest = manifestOf.get(group);
    const draft = former(group, manifest) ?? doubleAddress(group, shared) ?? draftOf(group, manifest, options);
    if ('problem' in draft) return notAdopted(group, draft);
    if (manifest === undefined) return withStray(createFile(draft, taken, place), group, manifest, []);
    const text = texts.get(manifest.file) ?? '';
    const { file, diagnostics } = updateFile(manifest, composition.includedBy(manifest), text, draft, group, options);
    if ('problem' in file) return notAdopted(group, file);
    composition.settle(manifest, draft.members);
    return withStray(file, group, manifest, diagnostics);
  };
  const rank = (group: CurrentGroup): number => composition.rank(manifestOf.get(group));
  const done = new Map<CurrentGroup, Adopted>();
  for (const group of [...groups].sort((a, b) => rank(a) - rank(b))) done.set(group, adopt(group));
  const results = groups.flatMap((group) => done.get(group) ?? []);
  const found = new Set(manifestOf.values());
  return {
    files: results.flatMap(({ file }) => file ?? []),
    skipped: results.flatMap(({ skipped }) => skipped ?? []),
    diagnostics: results.flatMap(({ diagnostics }) => diagnostics),
    missing: desired.groups.filter((group) => !found.has(group)),
  };
}

/** Who is in the groups that others include, as far as this import has come. */
interface CompositionAfter {
  /** In which order to adopt: groups after all that they include. */
  readonly rank: (manifest: DesiredGroup | undefined) => number;
  readonly includedBy: (manifest: DesiredGroup) => readonly DesiredGroup[];
  /** Says that the manifest of a group declares these members from now on. */
  readonly settle: (manifest: DesiredGroup, members: readonly string[]) => void;
}

function compositionAfter(
  groups: readonly DesiredGroup[],
  declared: ReadonlyMap<string, DesiredGroup>,
  { localPart, today }: AdoptOptions,
): CompositionAfter {
  const targets = ({ composition }: DesiredGroup): readonly DesiredGroup[] =>
    (composition?.include ?? []).flatMap((address) => declared.get(groupKey(address)) ?? []);
  const composed = groups.filter(({ composition }) => composition !== undefined);
  const ranks = new Map(inclusionOrder(composed, targets).order.map((group, index) => [group, index]));
  const settled = new Map<DesiredGroup, DesiredGroup>();
  const counts = (days: Parameters<typeof isMemberOn>[0]): boolean => isMemberOn(days, today);
  const now = (group: DesiredGroup): DesiredGroup => {
    const known = settled.get(group);
    if (known !== undefined || group.composition === undefined) return known ?? group;
    return composeGroup(group, group.composition, targets(group).map(now), { localPart, counts });
  };
  return {
    rank: (manifest) => (manifest?.composition === undefined ? -1 : (ranks.get(manifest) ?? -1)),
    includedBy: (manifest) => targets(manifest).map(now),
    settle: (manifest, members) => {
      if (manifest.mode === 'authoritative') settled.set(manifest, { ...manifest, members });
    },
  };
}

function draftOf(
  group: CurrentGroup,
  manifest: DesiredGroup | undefined,
  options: AdoptOptions,
): ReturnType<typeof adoptGroup> {
  const isOpen = manifest !== undefined && manifest.mode !== 'ignored';
  return (isOpen ? untakenText(manifest, group, options.profile) : undefined) ?? adoptGroup(group, options);
}

function doubleAddress({ addresses }: CurrentGroup, shared: ReadonlySet<string>): NotAdoptable | undefined {
  const double = addresses.find((one) => shared.has(groupKey(one)));
  if (double === undefined) return undefined;
  const hint = 'Remove the address from all entries but one, then import again.';
  return { problem: `another entry answers for ${double} too`, hint };
}

function notAdopted({ address, dn }: CurrentGroup, reason: NotAdoptable): Adopted {
  return { file: undefined, skipped: { address, dn, ...reason }, diagnostics: [] };
}

function withStray(
  file: AdoptedFile,
  group: CurrentGroup,
  manifest: DesiredGroup | undefined,
  diagnostics: readonly Diagnostic[],
): Adopted {
  const hint = strayAddress(group);
  if (hint === undefined || manifest?.mode === 'ignored') return { file, skipped: undefined, diagnostics };
  const { dn, addresses } = group;
  const message = `${dn} answers for ${addresses.length} addresses: ${addresses.join(', ')}`;
  const source = { file: file.file, line: 1, column: 1, endColumn: 2, text: '' };
  const stray: Diagnostic = { code: 'RC401', severity: 'warning', message, hint, source };
  return { file, skipped: undefined, diagnostics: [...diagnostics, stray] };
}

function sharedAddresses({ groups }: CurrentState): ReadonlySet<string> {
  const seen = new Map<string, CurrentGroup>();
  const shared = new Set<string>();
  for (const group of groups) {
    for (const key of group.addresses.map(groupKey)) {
      if (seen.has(key) && seen.get(key) !== group) shared.add(key);
      seen.set(key, group);
    }
  }
  return shared;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
