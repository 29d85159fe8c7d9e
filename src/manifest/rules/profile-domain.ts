import { addressProblem, domainOf, lowerAscii } from '../../model/address.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Manifest } from '../manifest.ts';
import { quoted } from '../source.ts';
import { type ManifestOptions, verdictAt } from './rule.ts';

/** A profile that stores local parts only has one domain, and a group's addresses stay inside it. */
export function profileDomain(
  { source, address, aliases, previously }: Manifest,
  { profile }: ManifestOptions,
): Diagnostic[] {
  const { domain, name } = profile;
  if (domain === undefined) return [];
  return [...(address === undefined ? [] : [address]), ...(aliases ?? []), ...previously]
    .filter(({ text }) => addressProblem(text) === undefined && lowerAscii(domainOf(text)) !== lowerAscii(domain))
    .map((node) =>
      verdictAt(source, node, {
        code: 'RC217',
        severity: 'error',
        message: `the address ${quoted(node.text)} is not in ${domain}, the domain of the profile ${name}`,
        hint: `This profile stores only addresses in ${domain}.`,
      }),
    );
}
