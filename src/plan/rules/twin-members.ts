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
  if (delimiters.length > 1) return true;
  const mask = (1 << (33 - Math.clz32(members.length))) - 1; // at most half of the places are taken
  const places = new Int32Array(mask + 1);
  for (const member of members) {
    const number = twinNumber(member, delimiters.charCodeAt(0)) || 1;
    let place = Math.imul(number, 0x9e3779b1) & mask;
    while (places[place] !== 0 && places[place] !== number) place = (place + 1) & mask;
    if (places[place] === number) return true;
    places[place] = number;
  }
  return false;
}

/**
 * A number of the local part alone, without dots and up to where an extension may begin: twins have the same one.
 */
function twinNumber(address: string, delimiter: number): number {
  let number = 0;
  for (let index = 0; index < address.length; index += 1) {
    const code = address.charCodeAt(index);
    if (code === 64 || (code === delimiter && index > 0)) break;
    if (code !== 46) number = (Math.imul(number, 31) + (code | 32)) | 0;
  }
  return number;
}

function twinKey(address: string, delimiters: string): string {
  const local = localPartOf(address);
  const end = [...local].findIndex((character, index) => index > 0 && delimiters.includes(character));
  const bare = (end < 0 ? local : local.slice(0, end)).replaceAll('.', '');
  return addressKey(`${bare}@${domainOf(address)}`, 'fold');
}
