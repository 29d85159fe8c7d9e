import { quoted } from '../../manifest/source.ts';
import { addressKey, domainOf, localPartOf } from '../../model/address.ts';
import type { Finding, LintRule } from './lint-rule.ts';

/** Two members that differ only in letter case, dots or an extension are often one mailbox, which gets every mail twice. */
export const twinMembers: LintRule = ({ groups }, { localPart, mail: { delimiters } }) =>
  groups.flatMap((group) => {
    if (!mayHaveTwins(group.members, delimiters)) return [];
    const first = new Map<string, string>();
    return group.members.flatMap((value): Finding[] => {
      const key = twinKey(value, delimiters);
      const twin = first.get(key);
      first.set(key, twin ?? value);
      // Equal ones are an error of their own.
      if (twin === undefined || addressKey(twin, localPart) === addressKey(value, localPart)) return [];
      const message = `the member ${quoted(value)} is perhaps the same mailbox as ${quoted(twin)}`;
      return [{ group, key: 'members', value, message, hint: 'Keep one of the two, unless they are two people.' }];
    });
  });

/** A cheap look at many members: only where two numbers are equal, texts are compared. */
function mayHaveTwins(members: readonly string[], delimiters: string): boolean {
  const seen = new Set<number>();
  for (const member of members) seen.add(twinNumber(member, delimiters));
  return seen.size < members.length;
}

function twinNumber(address: string, delimiters: string): number {
  const at = address.lastIndexOf('@');
  let number = 0;
  let index = 0;
  for (; index < at; index += 1) {
    const code = address.charCodeAt(index);
    if (code === 46) continue;
    if (index > 0 && !isLetterOrDigit(code) && delimiters.includes(address.charAt(index))) break;
    number = (Math.imul(number, 31) + (code | 32)) | 0;
  }
  for (index = at; index < address.length; index += 1) {
    number = (Math.imul(number, 31) + (address.charCodeAt(index) | 32)) | 0;
  }
  return number;
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
}

function twinKey(address: string, delimiters: string): string {
  const local = localPartOf(address);
  const end = [...local].findIndex((character, index) => index > 0 && delimiters.includes(character));
  const bare = (end < 0 ? local : local.slice(0, end)).replaceAll('.', '');
  return addressKey(`${bare}@${domainOf(address)}`, 'fold');
}
