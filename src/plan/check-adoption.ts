import { type ManifestFile, resolveManifests } from '../manifest/resolve.ts';
import { withAnswers } from '../manifest/with-answers.ts';
import type { Adoption } from '../model/adoption.ts';
import type { CurrentState } from '../model/state.ts';
import type { AdoptOptions } from './adopt-group.ts';
import { diffGroup } from './diff.ts';
import { scopeStates } from './scope.ts';

/**
 * Proves that the adopted manifests, read like all others and among them, are valid and differ in nothing from the
 * directory. Anything else is a bug of ours and thrown, before a file is written.
 */
export function checkAdoption(
  adoption: Adoption,
  existing: readonly ManifestFile[],
  current: CurrentState,
  answers: ReadonlyMap<string, { readonly members: readonly string[] }>,
  options: AdoptOptions,
): void {
  const adopted = new Set(adoption.files.map(({ file }) => file));
  const others = existing.filter(({ file }) => !adopted.has(file));
  const { state, diagnostics } = resolveManifests([...adoption.files, ...others], options);
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error !== undefined) {
    throw new Error(
      `import would write an invalid manifest: ${error.source.file}:${error.source.line} ${error.code} ${error.message}`,
    );
  }
  const groups = withAnswers(state.groups, answers, options);
  const { pairs, missing, conflicts } = scopeStates(
    { groups: groups.filter(({ file }) => adopted.has(file)) },
    current,
  );
  const lost = missing[0]?.address ?? conflicts[0]?.address;
  if (lost !== undefined) throw new Error(`import would not find ${lost} again`);
  for (const pair of pairs) {
    const { update, conflict } = diffGroup(pair, { ...options, spelling: 'leave' });
    if (update !== undefined || conflict !== undefined) {
      throw new Error(`import would not declare ${pair.desired.address} as the directory holds it`);
    }
  }
}
