import { addressKey } from '../model/address.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { parseManifest } from './manifest.ts';
import type { ManifestFile } from './resolve.ts';
import { verdictAt } from './rules/rule.ts';

/** A manifest with the handles of its owners, as a forge knows them; without repetitions, in the order of the manifest. */
export interface OwnedFile {
  readonly file: string;
  readonly handles: readonly string[];
}

/** The manifests that name owners, and every owner who has no handle. */
export interface Owned {
  readonly files: readonly OwnedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Looks up the owners of manifests. `handles` is by address; letter case does not matter. */
export function ownedFiles(files: readonly ManifestFile[], handles: Readonly<Record<string, string>>): Owned {
  const known = new Map(Object.entries(handles).map(([address, handle]) => [addressKey(address, 'fold'), handle]));
  const owned: OwnedFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { file, text } of files) {
    const { manifest } = parseManifest(file, text);
    const found = new Set<string>();
    for (const owner of manifest?.owners ?? []) {
      const handle = known.get(addressKey(owner.text, 'fold'));
      if (handle !== undefined) found.add(handle);
      else if (manifest !== undefined) {
        const message = `the owner ${owner.text} has no handle`;
        const hint = `Add it to the settings, under owners.handles: ${owner.text}: "@name".`;
        diagnostics.push(verdictAt(manifest.source, owner, { code: 'RC229', severity: 'error', message, hint }));
      }
    }
    if (found.size > 0) owned.push({ file, handles: [...found] });
  }
  return { files: owned, diagnostics };
}
