import type { Manifest } from '../manifest/manifest.ts';
import { positionAt } from '../manifest/source.ts';
import type { YamlScalar } from '../manifest/yaml-node.ts';
import type { SourcePosition } from '../model/diagnostic.ts';
import type { DesiredGroup } from '../model/group.ts';
import type { Finding } from './rules/lint-rule.ts';

/** Where in its manifest a finding is. What is not written there itself is shown at the group's address. */
export function findingPlace(manifest: Manifest, { group, key, value }: Finding): SourcePosition {
  const { source, address } = manifest;
  const node = nodesOf(manifest, key).find(({ text }) => text === value) ?? sourceOf(manifest, group, value) ?? address;
  return positionAt(source, node?.start ?? 0, node?.end ?? 1);
}

/** A member that came through another group or a query is shown where that one is named. */
function sourceOf(
  { include, query }: Manifest,
  { composition }: DesiredGroup,
  value: string | undefined,
): YamlScalar | undefined {
  const [first] = value === undefined ? [] : (composition?.via.get(value) ?? []);
  if (first !== undefined) return include.find(({ text }) => text === first);
  return value !== undefined && composition?.queried.has(value) === true ? query : undefined;
}

function nodesOf(manifest: Manifest, key: Finding['key']): readonly YamlScalar[] {
  switch (key) {
    case 'address':
      return [];
    case 'members':
      return manifest.members;
    case 'aliases':
      return manifest.aliases ?? [];
    case 'previously':
      return manifest.previously;
    case 'owners':
      return manifest.owners;
  }
}
