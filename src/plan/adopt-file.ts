import { editManifest } from '../manifest/edit.ts';
import { formatManifest, type ManifestDraft } from '../manifest/format.ts';
import type { AdoptedFile } from '../model/adoption.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { CurrentGroup, DesiredGroup } from '../model/group.ts';
import { editFor, rewritten } from './adopt-edit.ts';
import type { AdoptOptions, NotAdoptable } from './adopt-group.ts';
import { manifestName } from './manifest-name.ts';

/** Where new manifests go, and the schema line they begin with. */
export interface AdoptPlace {
  /** Joins the folder and a file name, as messages show it. */
  readonly join: (name: string) => string;
  readonly schema: string | undefined;
}

/** A new manifest under a name that is not taken yet. */
export function createFile(draft: ManifestDraft, taken: Set<string>, { join, schema }: AdoptPlace): AdoptedFile {
  const file = join(manifestName(draft.address, (name) => taken.has(join(name).toLowerCase())));
  taken.add(file.toLowerCase());
  return { kind: 'created', file, address: draft.address, text: formatManifest(draft, schema) };
}

/** A manifest that was edited, with what there is to say about it; or why it cannot be edited so. */
export interface UpdatedFile {
  readonly file: AdoptedFile | NotAdoptable;
  readonly diagnostics: readonly Diagnostic[];
}

/** An existing manifest as the directory holds its group. `included` are the groups that it includes. */
export function updateFile(
  manifest: DesiredGroup,
  included: readonly DesiredGroup[],
  text: string,
  draft: ManifestDraft,
  current: CurrentGroup,
  options: AdoptOptions,
): UpdatedFile {
  const { file, address } = manifest;
  const edit = editFor(manifest, included, draft, current, options);
  if ('problem' in edit) return { file: edit, diagnostics: [] };
  if (edit.removeMembers.length + edit.addMembers.length + edit.set.length === 0) {
    return { file: { kind: 'unchanged', file, address, text }, diagnostics: [] };
  }
  const edited = editManifest(text, edit);
  if (edited !== undefined) return { file: { kind: 'updated', file, address, text: edited }, diagnostics: [] };
  const anew = formatManifest(rewritten(manifest, edit), undefined);
  return { file: { kind: 'updated', file, address, text: anew }, diagnostics: [writtenAnew(file)] };
}

function writtenAnew(file: string): Diagnostic {
  const message = 'the manifest could not be edited in place and was written anew';
  const hint = 'Comments in it are gone: look at the change with git diff.';
  const source = { file, line: 1, column: 1, endColumn: 2, text: '' };
  return { code: 'RC402', severity: 'warning', message, hint, source };
}
