import { addressKey } from '../../model/address.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Manifest } from '../manifest.ts';
import { lineAt, quoted, type SourceText } from '../source.ts';
import type { YamlScalar } from '../yaml-node.ts';
import { type ManifestOptions, verdictAt } from './rule.ts';

/** An address, an alias or a former address with the file that declares it. */
export interface Claim {
  readonly role: 'address' | 'alias' | 'previously';
  readonly key: string;
  readonly node: YamlScalar;
  readonly source: SourceText;
}

/** The addresses that a manifest claims for its group. */
export function claimsOf(
  { source, address, aliases = [], previously }: Manifest,
  { localPart }: ManifestOptions,
): Claim[] {
  const claim = (role: Claim['role'], node: YamlScalar): Claim => ({
    role,
    key: addressKey(node.text, localPart),
    node,
    source,
  });
  return [
    ...(address === undefined ? [] : [claim('address', address)]),
    ...aliases.map((node) => claim('alias', node)),
    ...previously.map((node) => claim('previously', node)),
  ];
}

/** Each address belongs to one manifest: the second file that claims it is told about the first. */
export function sharedAddresses(claims: readonly Claim[]): Diagnostic[] {
  const owners = new Map<string, Claim>();
  return claims.flatMap((claim) => {
    if (claim.role === 'previously') return [];
    const first = owners.get(claim.key);
    owners.set(claim.key, first ?? claim);
    if (first === undefined || first.source === claim.source) return [];
    const where = `${first.source.file}:${lineAt(first.source, first.node.start)}`;
    const message = `the address ${quoted(claim.node.text)} is already declared in ${where}`;
    const hint = 'Delete one of the two manifests, or give this one another address.';
    return [verdictAt(claim.source, claim.node, { code: 'RC214', severity: 'error', message, hint })];
  });
}
