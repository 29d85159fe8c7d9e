import { addressKey } from '../../model/address.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Manifest } from '../manifest.ts';
import { lineAt, quoted, type SourceText } from '../source.ts';
import type { YamlScalar } from '../yaml-node.ts';
import { type ManifestOptions, verdictAt } from './rule.ts';

/** An address or alias with the file that declares it. */
export interface Claim {
  readonly key: string;
  readonly node: YamlScalar;
  readonly source: SourceText;
}

/** The addresses that a manifest claims for its group. */
export function claimsOf({ source, address, aliases }: Manifest, { localPart }: ManifestOptions): Claim[] {
  return [...(address === undefined ? [] : [address]), ...(aliases ?? [])].map((node) => ({
    key: addressKey(node.text, localPart),
    node,
    source,
  }));
}

/** Each address belongs to one manifest: the second file that claims it is told about the first. */
export function sharedAddresses(claims: readonly Claim[]): Diagnostic[] {
  const owners = new Map<string, Claim>();
  return claims.flatMap((claim) => {
    const first = owners.get(claim.key);
    owners.set(claim.key, first ?? claim);
    if (first === undefined || first.source === claim.source) return [];
    const where = `${first.source.file}:${lineAt(first.source, first.node.start)}`;
    const message = `the address ${quoted(claim.node.text)} is already declared in ${where}`;
    const hint = 'Delete one of the two manifests, or give this one another address.';
    return [verdictAt(claim.source, claim.node, { code: 'RC214', severity: 'error', message, hint })];
  });
}
