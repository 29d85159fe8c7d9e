import { groupKey, memberKey } from '../ldap/group-key.ts';
import { editManifest, type KeyEdit, type ManifestEdit } from '../manifest/edit.ts';
import { formatManifest, type ManifestDraft } from '../manifest/format.ts';
import type { ManifestFile } from '../manifest/resolve.ts';
import type { AdoptedFile, Adoption, SkippedGroup } from '../model/adoption.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { valuesOf } from '../model/entry.ts';
import type { CurrentGroup, DesiredGroup } from '../model/group.ts';
import type { CurrentState, DesiredState } from '../model/state.ts';
import { type AdoptOptions, adoptGroup, strayAddress, untakenText } from './adopt-group.ts';
import { diffValues } from './diff-values.ts';
import { manifestName } from './manifest-name.ts';

/** Where new manifests go, and the schema line they begin with. */
export interface AdoptPlace {
  /** Joins the folder and a file name, as messages show it. */
  readonly join: (name: string) => string;
  readonly schema: string | undefined;
}

/** Turns the directory into manifests: new ones for new groups, edits in place for those that have one. */
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
  const files: AdoptedFile[] = [];
  const skipped: SkippedGroup[] = [];
  const diagnostics: Diagnostic[] = [];
  const found = new Set<DesiredGroup>();
  for (const group of [...current.groups].sort((a, b) => compareText(a.address, b.address))) {
    const { address, dn } = group;
    const double = group.addresses.find((one) => shared.has(groupKey(one)));
    const manifest = group.addresses.map((one) => declared.get(groupKey(one))).find((one) => one !== undefined);
    if (manifest !== undefined) found.add(manifest);
    const open = manifest !== undefined && manifest.mode !== 'ignored';
    const untaken = open ? untakenText(manifest, group, options.profile) : undefined;
    const draft = untaken ?? adoptGroup(group, options);
    if (double !== undefined) {
      const hint = 'Remove the address from all entries but one, then import again.';
      skipped.push({ address, dn, problem: `another entry answers for ${double} too`, hint });
    } else if ('problem' in draft) {
      skipped.push({ address, dn, ...draft });
    } else {
      const file =
        manifest === undefined
          ? createFile(draft, taken, place)
          : updateFile(manifest, texts.get(manifest.file) ?? '', draft, group, options, diagnostics);
      files.push(file);
      const hint = strayAddress(group, options.profile.address);
      if (hint !== undefined && manifest?.mode !== 'ignored') {
        const message = `${dn} answers for ${group.addresses.length} addresses: ${group.addresses.join(', ')}`;
        diagnostics.push(warning('RC401', file.file, message, hint));
      }
    }
  }
  return { files, skipped, diagnostics, missing: desired.groups.filter((group) => !found.has(group)) };
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

function createFile(draft: ManifestDraft, taken: Set<string>, { join, schema }: AdoptPlace): AdoptedFile {
  const file = join(manifestName(draft.address, (name) => taken.has(join(name).toLowerCase())));
  taken.add(file.toLowerCase());
  return { kind: 'created', file, address: draft.address, text: formatManifest(draft, schema) };
}

function updateFile(
  manifest: DesiredGroup,
  text: string,
  draft: ManifestDraft,
  current: CurrentGroup,
  options: AdoptOptions,
  diagnostics: Diagnostic[],
): AdoptedFile {
  const { file, address } = manifest;
  const edit = editFor(manifest, draft, current, options);
  if (edit.removeMembers.length + edit.addMembers.length + edit.set.length === 0) {
    return { kind: 'unchanged', file, address, text };
  }
  const edited = editManifest(text, edit);
  if (edited !== undefined) return { kind: 'updated', file, address, text: edited };
  const hint = 'Comments in it are gone: look at the change with git diff.';
  diagnostics.push(warning('RC402', file, 'the manifest could not be edited in place and was written anew', hint));
  return { kind: 'updated', file, address, text: formatManifest(rewritten(manifest, edit), undefined) };
}

/** What makes an existing manifest agree with the directory: its members, and of the other keys those that it has. */
function editFor(
  manifest: DesiredGroup,
  draft: ManifestDraft,
  current: CurrentGroup,
  { profile, localPart }: AdoptOptions,
): ManifestEdit {
  if (manifest.mode === 'ignored') return { removeMembers: [], addMembers: [], set: [] };
  const keyOf = (value: string | Uint8Array): string => memberKey(value, profile, localPart);
  const { change } = diffValues(draft.members, manifest.members, keyOf);
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
  const removeMembers = change.remove.map(String);
  return { removeMembers, addMembers: manifest.mode === 'additive' ? [] : change.add, set };
}

function rewritten(manifest: DesiredGroup, { removeMembers, addMembers, set }: ManifestEdit): ManifestDraft {
  const removed = new Set(removeMembers);
  const members = [...manifest.members.filter((member) => !removed.has(member)), ...addMembers];
  const changes = set.map((edit) => ({ [edit.key]: 'value' in edit ? edit.value : edit.values }));
  return Object.assign({}, manifest, { members }, ...changes);
}

function warning(code: 'RC401' | 'RC402', file: string, message: string, hint: string): Diagnostic {
  return { code, severity: 'warning', message, hint, source: { file, line: 1, column: 1, endColumn: 2, text: '' } };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return sameTexts(a.map(groupKey), b.map(groupKey));
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  const set = new Set(b);
  return a.length === b.length && a.every((text) => set.has(text));
}
