import { quoted } from '../../manifest/source.ts';
import type { Value } from '../../model/entry.ts';
import { isPlainAddress } from '../mail/parse-addresses.ts';
import type { StoredGroup, WhyLeft } from './directory-view.ts';
import type { EntryFinding, Finding, LintRule } from './lint-rule.ts';
import { isVoid, valueProblem } from './value-problem.ts';

/** The directory takes any text as a member, and Postfix makes of it what it can; what a plan takes out is not worth a word. */
export const storedValues: LintRule = ({ directory }, { mail }) => {
  if (directory === undefined) return [];
  return directory.groups.flatMap((stored) => {
    const found = suspects(stored);
    if (found.length === 0) return [];
    const others = stored.members.every((value) => isVoid(value, mail)) ? 'none' : 'some';
    return found.flatMap((value): (Finding | EntryFinding)[] => {
      const problem = valueProblem(value, others, mail);
      if (problem === undefined) return [];
      const { dn, address, desired: group, why } = stored;
      const text = typeof value === 'string' ? value : Buffer.from(value).toString('latin1');
      const { because, hint } = reasons[why];
      const message = `the stored value ${quoted(text)} of ${address} ${problem.words}; it stays, because ${because}`;
      const about = { message, hint, ...(problem.harmless ? { atMost: 'warning' as const } : {}) };
      if (group === undefined) return [{ dn, ...about }];
      return [{ group, key: 'members', value: text, ...about }];
    });
  });
};

/** What a manifest declares is an address, and most of the rest is one too. */
function suspects({ members, desired }: StoredGroup): readonly Value[] {
  const declared = desired?.members ?? [];
  if (declared.length === members.length && declared.every((value, index) => value === members[index])) return [];
  return members.filter((value) => typeof value !== 'string' || value.length > 500 || !isPlainAddress(value));
}

const reasons: Readonly<Record<WhyLeft, { readonly because: string; readonly hint: string }>> = {
  unmanaged: {
    because: 'no manifest declares the group',
    hint: 'Take it out of the entry (ldapmodify), or declare the group in a manifest.',
  },
  additive: {
    because: 'the manifest says "mode: additive"',
    hint: 'Take it out of the entry (ldapmodify), or let the manifest decide about all members.',
  },
  ignored: {
    because: 'the manifest says "mode: ignored"',
    hint: 'Take it out of the entry (ldapmodify), or let the manifest decide about all members.',
  },
  held: {
    because: 'the change of the group is held back',
    hint: 'Take it out of the entry (ldapmodify), or let the change through: the plan says how.',
  },
  conflict: {
    because: 'nothing can be planned for the group',
    hint: 'Take it out of the entry (ldapmodify), or solve the conflict that the plan names.',
  },
};
