import { addressKey } from '../../model/address.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Manifest } from '../manifest.ts';
import { lineAt, quoted } from '../source.ts';
import type { YamlScalar } from '../yaml-node.ts';
import { type ManifestOptions, verdictAt } from './rule.ts';

/** Inside one manifest, the address and the aliases differ from each other, and so do the entries of other lists. */
export function repeatedAddresses(manifest: Manifest, { localPart }: ManifestOptions): Diagnostic[] {
  const { address, aliases, owners, include, exclude } = manifest;
  const own = [...(address === undefined ? [] : [address]), ...(aliases ?? [])];
  const repeated = (nodes: readonly YamlScalar[]): Diagnostic[] => {
    const seen = new Map<string, YamlScalar>();
    return nodes.flatMap((node) => {
      const key = addressKey(node.text, localPart);
      const first = seen.get(key);
      seen.set(key, first ?? node);
      if (first === undefined) return [];
      const message = `the address ${quoted(node.text)} is already on line ${lineAt(manifest.source, first.start)}`;
      return [
        verdictAt(manifest.source, node, { code: 'RC215', severity: 'error', message, hint: 'Keep one of the two.' }),
      ];
    });
  };
  return [own, include, exclude, owners].flatMap(repeated);
}
