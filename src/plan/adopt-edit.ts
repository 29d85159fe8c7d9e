import { groupKey, memberKey } from '../ldap/group-key.ts';
import { composeGroup } from '../manifest/compose.ts';
import type { KeyEdit, ManifestEdit } from '../manifest/edit.ts';
import type { ManifestDraft } from '../manifest/format.ts';
import { isMemberOn } from '../model/calendar.ts';
import { valuesOf } from '../model/entry.ts';
import type { Composition, CurrentGroup, DesiredGroup } from '../model/group.ts';
import type { AdoptOptions, NotAdoptable } from './adopt-group.ts';
import { diffValues } from './diff-values.ts';

/**
 * What makes an existing manifest agree with the directory: its plain members, and of the other keys those that it has.
 * Which groups it includes and whom it excludes is never changed; where that would be needed, the reason why there is no
 * edit. `included` are the groups that it includes, as they are after this import.
 */
export function editFor(
  manifest: DesiredGroup,
  included: readonly DesiredGroup[],
  draft: ManifestDraft,
  current: CurrentGroup,
  options: AdoptOptions,
): ManifestEdit | NotAdoptable {
  if (manifest.mode === 'ignored') return { removeMembers: [], addMembers: [], set: [] };
  const members = memberEdit(manifest, included, draft, options);
  return 'problem' in members ? members : { ...members, set: keyEdits(manifest, draft, current, options) };
}

/** The manifest as an edit leaves it, to be written anew. */
export function rewritten(manifest: DesiredGroup, { removeMembers, addMembers, set }: ManifestEdit): ManifestDraft {
  const { composition } = manifest;
  const removed = new Set(removeMembers);
  const own = (composition?.own ?? manifest.members).filter((member) => !removed.has(member));
  const members = [...own, ...addMembers];
  const changes = set.map((edit) => ({ [edit.key]: 'value' in edit ? edit.value : edit.values }));
  return Object.assign(
    {},
    manifest,
    { members, composition: composition && { ...composition, own: members } },
    ...changes,
  );
}

type MemberEdit = Pick<ManifestEdit, 'removeMembers' | 'addMembers'>;

function memberEdit(
  manifest: DesiredGroup,
  included: readonly DesiredGroup[],
  draft: ManifestDraft,
  options: AdoptOptions,
): MemberEdit | NotAdoptable {
  const { composition } = manifest;
  const wanted = (members: readonly string[]): MemberEdit => {
    const { change } = diffValues(draft.members, members, keyOf(options));
    const addMembers = manifest.mode === 'additive' ? [] : change.add;
    return { removeMembers: change.remove.map(String), addMembers };
  };
  if (composition === undefined) return wanted(manifest.members);
  const composed = (own: readonly string[]): DesiredGroup =>
    composeGroup(manifest, { ...composition, own }, included, {
      localPart: options.localPart,
      counts: (days) => isMemberOn(days, options.today),
    });
  const { removeMembers, addMembers } = wanted(composed(composition.own).members);
  const removed = new Set(removeMembers);
  const kept = composition.own.filter((member) => !removed.has(member));
  const present = new Set([...composition.own, ...composition.exclude].map(keyOf(options)));
  const added = addMembers.filter((member) => !present.has(keyOf(options)(member)));
  const after = composed([...kept, ...added]);
  const { removeMembers: surplus, addMembers: lacking } = wanted(after.members);
  const problem = unsayable(manifest.file, composition, after, surplus[0], lacking[0], options);
  return (
    problem ?? { removeMembers: removeMembers.filter((member) => composition.own.includes(member)), addMembers: added }
  );
}

/** Why plain members cannot say what the directory holds; undefined when they do. */
function unsayable(
  file: string,
  { exclude }: Composition,
  { composition }: DesiredGroup,
  surplus: string | undefined,
  lacking: string | undefined,
  options: AdoptOptions,
): NotAdoptable | undefined {
  if (surplus !== undefined) {
    const query = composition?.queried.get(surplus);
    const ways = [...(composition?.via.get(surplus) ?? []), ...(query === undefined ? [] : [`the query ${query}`])];
    const path = ways.join(' and ');
    const source = ways.length === 1 && query !== undefined ? 'query' : 'inclusion';
    const hint = `An import changes plain members only. Name ${surplus} under exclude in ${file}, or take the ${source} out; then import again.`;
    return { problem: `it does not have the member ${surplus}, who comes through ${path}`, hint };
  }
  if (lacking === undefined) return undefined;
  const key = keyOf(options)(lacking);
  if (exclude.some((address) => keyOf(options)(address) === key)) {
    const hint = `An import changes plain members only. Take ${lacking} out of exclude and import again, or apply.`;
    return { problem: `its member ${lacking} is excluded in ${file}`, hint };
  }
  const hint = `An import changes plain members only. Put the days right and import again, or apply.`;
  return { problem: `its member ${lacking} is in ${file} for other days only`, hint };
}

function keyEdits(
  manifest: DesiredGroup,
  draft: ManifestDraft,
  current: CurrentGroup,
  { profile }: AdoptOptions,
): KeyEdit[] {
  const set: KeyEdit[] = [];
  const stored = profile.description === undefined ? [] : valuesOf(current.entry, profile.description);
  const asStored = stored.length === 1 && stored[0] === manifest.description;
  if (manifest.description !== undefined && !asStored && manifest.description !== (draft.description ?? '')) {
    set.push({ key: 'description', value: draft.description ?? '' });
  }
  if (manifest.enabled !== undefined && manifest.enabled !== draft.enabled) {
    set.push({ key: 'enabled', value: draft.enabled });
  }
  const others = current.addresses.filter((address) => groupKey(address) !== groupKey(manifest.address));
  if (manifest.aliases !== undefined && !sameKeys(manifest.aliases, others))
    set.push({ key: 'aliases', values: others });
  const attributes = new Map(
    [...manifest.attributes.keys()].map((name): [string, string[]] => [
      name,
      valuesOf(current.entry, name).map(String),
    ]),
  );
  if (![...manifest.attributes].every(([name, values]) => sameTexts(values, attributes.get(name) ?? []))) {
    set.push({ key: 'attributes', values: attributes });
  }
  return set;
}

function keyOf({ profile, localPart }: AdoptOptions): (value: string | Uint8Array) => string {
  return (value) => memberKey(value, profile, localPart);
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return sameTexts(a.map(groupKey), b.map(groupKey));
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  const set = new Set(b);
  return a.length === b.length && a.every((text) => set.has(text));
}
