import { resolve } from 'node:path';
import { writeFileAtomic } from '../io/atomic-file.ts';
import { memberKey } from '../ldap/group-key.ts';
import { editManifest, type ManifestEdit, type MemberDetails } from '../manifest/edit.ts';
import { resolveManifests } from '../manifest/resolve.ts';
import { type Diagnostic, hasErrors, sortDiagnostics } from '../model/diagnostic.ts';
import { Failure } from '../model/failure.ts';
import type { DesiredGroup } from '../model/group.ts';
import { findGroup } from '../plan/find-group.ts';
import { lintManifests } from '../plan/lint.ts';
import { showValue } from '../report/show-value.ts';
import type { Context } from './context.ts';
import { type SoundInputs, soundInputs } from './inputs.ts';
import { lintOptions, type ManifestInputOptions, manifestOptions, withoutDirectory } from './judging.ts';
import { refuseOtherThanAddress } from './refuse-address.ts';
import { showDiagnostics } from './settings-input.ts';

/** Options of the commands that edit the members of one group. */
export interface GroupEditOptions extends ManifestInputOptions {
  readonly group: string;
  readonly members: readonly string[];
}

/** A group that is to be edited. */
export interface OpenGroup {
  readonly inputs: SoundInputs;
  readonly group: DesiredGroup;
  /** The members that the manifest itself names, by what makes two addresses the same. */
  readonly own: ReadonlyMap<string, string>;
  readonly keyOf: (address: string) => string;
}

/** Finds the group; undefined when the manifests have errors, which are shown. An unknown group or no address is a Failure. */
export async function openGroup(context: Context, options: GroupEditOptions): Promise<OpenGroup | undefined> {
  for (const member of options.members) refuseOtherThanAddress(member, 'ann@example.net');
  const inputs = await soundInputs(context, withoutDirectory(options));
  if (inputs === undefined) return undefined;
  const found = findGroup(inputs.desired.groups, options.group);
  if ('hint' in found) {
    throw new Failure('input', `no manifest declares the group ${showValue(options.group)}`, found.hint);
  }
  const { group } = found;
  const { profile, mail } = inputs.settings;
  const keyOf = (address: string): string => memberKey(address, profile, mail.localPart);
  const members = group.composition?.own ?? group.members;
  return { inputs, group, own: new Map(members.map((member) => [keyOf(member), member])), keyOf };
}

/** An edit that was checked and is not written yet. */
export interface CheckedEdit {
  readonly text: string;
  /** The group as it is declared then. */
  readonly group: DesiredGroup;
}

/**
 * The manifest with the edit, judged together with all others. Undefined when that has errors, which are shown. A style that
 * cannot be edited in place is a Failure.
 */
export function checkEdit(
  context: Context,
  { inputs, group }: OpenGroup,
  edit: ManifestEdit,
  details: MemberDetails,
): CheckedEdit | undefined {
  const { files, settings, diagnostics: before } = inputs;
  const source = files.find(({ file }) => file === group.file)?.text ?? '';
  const text = editManifest(source, edit, details);
  if (text === undefined) {
    const hint = 'Edit it by hand: one member a line.';
    throw new Failure('input', `${group.file} is written in a way that cannot be edited in place`, hint);
  }
  const changed = files.map((one) => (one.file === group.file ? { ...one, text } : one));
  const { state, diagnostics } = resolveManifests(changed, manifestOptions(context, settings));
  const found = lintManifests(state.groups, changed, diagnostics, lintOptions(context, settings, inputs.folder.shown));
  const all = sortDiagnostics([...diagnostics, ...found]);
  const known = new Set(before.map(identity));
  showDiagnostics(
    context,
    all.filter((one) => !known.has(identity(one))),
  );
  const edited = state.groups.find(({ file }) => file === group.file);
  if (hasErrors(all) || edited === undefined) {
    context.err('rollcall: nothing was written, because the manifests would have errors\n');
    return undefined;
  }
  return { text, group: edited };
}

function identity({ code, message, source }: Diagnostic): string {
  return [code, source.file, message].join('\n');
}

/** Writes the manifest, whole or not at all. */
export function writeEdit({ cwd }: Context, { file }: DesiredGroup, text: string): void {
  writeFileAtomic({ path: resolve(cwd, file), shown: file }, text, 0o644, 'rename');
}
