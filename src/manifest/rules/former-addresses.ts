import { addressKey } from '../../model/address.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Manifest } from '../manifest.ts';
import { lineAt, quoted, type SourceText } from '../source.ts';
import type { YamlScalar } from '../yaml-node.ts';
import { verdictAt } from './rule.ts';
import type { Claim } from './shared-addresses.ts';

/** A former address is another one than the present, each named once. Directories do not look at letter case there. */
export function ownFormerAddresses({ source, address, previously }: Manifest): Diagnostic[] {
  const seen = new Map<string, YamlScalar>(address === undefined ? [] : [[keyOf(address), address]]);
  return previously.flatMap((node) => {
    const first = seen.get(keyOf(node));
    seen.set(keyOf(node), first ?? node);
    if (first === undefined) return [];
    const message = `the address ${quoted(node.text)} is already on line ${lineAt(source, first.start)}`;
    const hint = 'Delete it here. Letter case makes no other address: --fix-spelling changes that in the directory.';
    return [verdictAt(source, node, { code: 'RC215', severity: 'error', message, hint })];
  });
}

/**
 * A former address belongs to nobody else now, but to a group that has a former address too and so gives way for it. Where
 * such groups come round in a circle, nobody could tell from the directory whether they were renamed.
 */
export function formerAddresses(claims: readonly Claim[]): Diagnostic[] {
  const former = claims.filter(({ role }) => role === 'previously');
  if (former.length === 0) return [];
  const [owners, aliases, firsts] = [byKey(claims, 'address'), byKey(claims, 'alias'), byKey(claims, 'previously')];
  const formerOf = (source: SourceText): readonly Claim[] => former.filter((one) => one.source === source);
  return former.flatMap((claim) => {
    const [owner, alias, first] = [owners, aliases, firsts].map((map) => map.get(keyOf(claim.node)));
    if (first !== undefined && first.source !== claim.source) {
      return [inUse(claim, `was the address of the group in ${placeOf(first)} too`)];
    }
    if (alias !== undefined && alias.source !== claim.source) return [inUse(claim, `is an alias in ${placeOf(alias)}`)];
    if (owner === undefined || owner.source === claim.source) return [];
    if (formerOf(owner.source).length === 0) return [inUse(claim, `is declared in ${placeOf(owner)}`)];
    const further = ({ source }: Claim): readonly Claim[] =>
      formerOf(source).flatMap(({ node }) => owners.get(keyOf(node)) ?? []);
    return comesRound(claim, owner, further) ? [swap(claim, placeOf(owner))] : [];
  });
}

function byKey(claims: readonly Claim[], role: Claim['role']): ReadonlyMap<string, Claim> {
  const map = new Map<string, Claim>();
  for (const claim of claims) {
    const key = keyOf(claim.node);
    if (claim.role === role && !map.has(key)) map.set(key, claim);
  }
  return map;
}

function comesRound({ source }: Claim, owner: Claim, further: (owner: Claim) => readonly Claim[]): boolean {
  const seen = new Set<Claim>();
  const next = [owner];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    if (at.source === source) return true;
    if (!seen.has(at)) next.push(...further(at));
    seen.add(at);
  }
  return false;
}

function inUse({ source, node }: Claim, what: string): Diagnostic {
  const message = `the former address ${quoted(node.text)} ${what}`;
  const hint =
    'An address goes to another group only after the rename has reached every directory: delete it here then.';
  return verdictAt(source, node, { code: 'RC218', severity: 'error', message, hint });
}

function swap({ source, node }: Claim, where: string): Diagnostic {
  const message = `the address ${quoted(node.text)} goes round in a circle with the group in ${where}`;
  const hint = 'Give one of the groups a third address first, apply that, and then the last one.';
  return verdictAt(source, node, { code: 'RC219', severity: 'error', message, hint });
}

function placeOf({ source, node }: Claim): string {
  return `${source.file}:${lineAt(source, node.start)}`;
}

function keyOf({ text }: YamlScalar): string {
  return addressKey(text, 'fold');
}
