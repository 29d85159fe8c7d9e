import { quoted } from '../../manifest/source.ts';
import { localPartOf } from '../../model/address.ts';
import { groupAddresses } from './group-addresses.ts';
import type { LintRule } from './lint-rule.ts';

/** Postfix knows no wildcards in a local part: it looks for the star itself, so nobody gets what was meant for all. */
export const wildcardAddresses: LintRule = ({ groups }) =>
  groups.flatMap((group) => {
    const members = group.members
      .filter((value) => value.includes('*'))
      .map((value) => ({ key: 'members' as const, value }));
    return [...groupAddresses(group), ...members]
      .filter(({ value }) => localPartOf(value).includes('*'))
      .map(({ key, value }) => ({
        group,
        key,
        value,
        message: `the address ${quoted(value)} has a star, and Postfix knows no wildcards`,
        hint: 'Write each address out.',
      }));
  });
