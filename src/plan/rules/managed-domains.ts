import { quoted } from '../../manifest/source.ts';
import { domainOf, lowerAscii } from '../../model/address.ts';
import { groupAddresses } from './group-addresses.ts';
import type { LintRule } from './lint-rule.ts';

/** A group's addresses stay inside the managed domains: elsewhere it would capture the mail that goes out to that address. */
export const managedDomains: LintRule = ({ groups }, { domains }) => {
  if (domains.length === 0) return [];
  const managed = new Set(domains.map(lowerAscii));
  return groups.flatMap((group) =>
    groupAddresses(group)
      .filter(({ value }) => !managed.has(lowerAscii(domainOf(value))))
      .map(({ key, value }) => ({
        group,
        key,
        value,
        message: `the address ${quoted(value)} is outside the managed domains`,
        hint: `Use one of ${domains.join(', ')}, or add the domain to mail.domains in the settings.`,
      })),
  );
};
