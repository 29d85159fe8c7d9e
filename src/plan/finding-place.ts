import type { Manifest } from '../manifest/manifest.ts';
import { positionAt } from '../manifest/source.ts';
import type { YamlScalar } from '../manifest/yaml-node.ts';
import type { SourcePosition } from '../model/diagnostic.ts';
import type { Finding } from './rules/lint-rule.ts';

/** Where in its manifest a finding is. What is not written there itself is shown at the group's address. */
export function findingPlace(manifest: Manifest, { key, value }: Pick<Finding, 'key' | 'value'>): SourcePosition {
  const { source, address } = manifest;
  const node = nodesOf(manifest, key).find(({ text }) => text === value) ?? address;
  return positionAt(source, node?.start ?? 0, node?.end ?? 1);
}

function nodesOf(manifest: Manifest, key: Finding['key']): readonly YamlScalar[] {
  switch (key) {
    case 'address':
      return [];
    case 'members':
      return manifest.members;
    case 'aliases':
      return manifest.aliases ?? [];
    case 'owners':
      return manifest.owners;
  }
}
