import { quoted } from '../../manifest/source.ts';
import { isRefused } from '../mail/mail-rules.ts';
import { groupAddresses } from './group-addresses.ts';
import type { LintRule } from './lint-rule.ts';

/** Postfix refuses an address that begins with a hyphen, unless its allow_min_user says otherwise. */
export const hyphenAddresses: LintRule = ({ groups }) =>
  groups.flatMap((group) => {
    const members = group.members.filter(isRefused).map((value) => ({ key: 'members' as const, value }));
    const addresses = groupAddresses(group).filter(({ value }) => isRefused(value));
    return [...addresses, ...members].map(({ key, value }) => ({
      group,
      key,
      value,
      message: `the address ${quoted(value)} begins with a hyphen, and Postfix refuses such addresses`,
      hint: 'Use another address; only "allow_min_user = yes" in main.cf lets it through.',
    }));
  });
