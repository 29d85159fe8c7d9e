import { addressProblem, domainOf, lowerAscii } from '../../model/address.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Manifest } from '../manifest.ts';
import { quoted } from '../source.ts';
import type { YamlScalar } from '../yaml-node.ts';
import { type ManifestOptions, type Verdict, verdictAt } from './rule.ts';

/**
 * A group's addresses stay inside the managed domains, and inside the one domain of a profile that stores local parts
 * only. A group in a foreign domain would capture the mail that goes out to that address.
 */
export function managedDomains({ source, address, aliases }: Manifest, options: ManifestOptions): Diagnostic[] {
  return [...(address === undefined ? [] : [address]), ...(aliases ?? [])].flatMap((node) => {
    const verdict = domainVerdict(node, options);
    return verdict === undefined ? [] : [verdictAt(source, node, verdict)];
  });
}

function domainVerdict({ text }: YamlScalar, { domains, profile }: ManifestOptions): Verdict | undefined {
  if (addressProblem(text) !== undefined) return undefined;
  const domain = lowerAscii(domainOf(text));
  if (profile.domain !== undefined && lowerAscii(profile.domain) !== domain) {
    const message = `the address ${quoted(text)} is not in ${profile.domain}, the domain of the profile ${profile.name}`;
    return {
      code: 'RC217',
      severity: 'error',
      message,
      hint: `This profile stores only addresses in ${profile.domain}.`,
    };
  }
  if (domains.length > 0 && !domains.some((managed) => lowerAscii(managed) === domain)) {
    const message = `the address ${quoted(text)} is outside the managed domains`;
    const hint = `Use one of ${domains.join(', ')}, or add the domain to mail.domains in the settings.`;
    return { code: 'RC216', severity: 'error', message, hint };
  }
  return undefined;
}
