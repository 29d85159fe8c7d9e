import { quoted } from '../../manifest/source.ts';
import { domainOf } from '../../model/address.ts';
import { matches } from './address-pattern.ts';
import type { LintRule } from './lint-rule.ts';

/** Mail must not go to some domains: no member is in one of them. */
export const forbiddenDomains: LintRule = ({ groups }, { forbiddenDomains: patterns }) => {
  if (patterns.length === 0) return [];
  const isForbidden = matches(patterns);
  const known = new Map<string, boolean>();
  const judge = (domain: string): boolean => {
    const before = known.get(domain);
    if (before !== undefined) return before;
    const verdict = isForbidden(domain);
    known.set(domain, verdict);
    return verdict;
  };
  return groups.flatMap((group) =>
    group.members
      .filter((member) => judge(domainOf(member)))
      .map((value) => ({
        group,
        key: 'members' as const,
        value,
        message: `the member ${quoted(value)} is in a forbidden domain`,
        hint: 'Take the member out, or take the domain out of mail.forbiddenDomains in the settings.',
      })),
  );
};
