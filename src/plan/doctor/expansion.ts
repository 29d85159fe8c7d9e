import type { Finding } from '../../model/diagnosis.ts';
import { wordsOf } from '../../postfix/ldap-table.ts';
import { type DoctorFacts, known } from './facts.ts';
import { error, note, ok, warning } from './finding.ts';

/** Levels of nested groups that Postfix follows unless told otherwise. */
const usualDepth = 1000;

/** The longest address that a mail server must take (RFC 5321 §4.5.3.1), with room for an extension. */
const longestAddress = 320;

/** Whether Postfix lets through what the settings let through, and what it makes of extensions. */
export function checkExpansion({ inputs, postfix }: DoctorFacts): readonly Finding[] {
  const facts = known(postfix);
  const { settings } = inputs;
  if (facts === undefined || settings === undefined) return [];
  const value = (name: string): string => facts.main.get(name) ?? '';
  return [
    ...expansionLimit(value('virtual_alias_expansion_limit'), settings.expansionLimit),
    ...depth(value('virtual_alias_recursion_limit')),
    ...addressLength(value('virtual_alias_address_length_limit')),
    ...delimiters(value('recipient_delimiter'), settings.recipientDelimiter),
    ...extensions(value('recipient_delimiter'), value('propagate_unmatched_extensions')),
  ];
}

function expansionLimit(text: string, ours: number): readonly Finding[] {
  const theirs = Number(text);
  if (!Number.isInteger(theirs) || theirs < 1) {
    const hint = 'Write a number, or take the line out: then it is 1000.';
    return [error(`virtual_alias_expansion_limit is no number: ${text}`, hint)];
  }
  if (theirs === ours) return [ok(`Postfix and the settings agree on up to ${ours} recipients`)];
  if (theirs < ours) {
    const message = `Postfix refuses mail above ${theirs} recipients, and mail.expansionLimit lets ${ours} through`;
    return [
      error(message, `Set virtual_alias_expansion_limit = ${ours} in main.cf, or mail.expansionLimit: ${theirs}.`),
    ];
  }
  const message = `Postfix takes up to ${theirs} recipients, mail.expansionLimit is ${ours}`;
  return [note(message, `Set mail.expansionLimit: ${theirs} if that many are meant to be possible.`)];
}

function depth(text: string): readonly Finding[] {
  const levels = Number(text);
  if (!Number.isInteger(levels) || levels >= usualDepth) return [];
  const message = `Postfix follows nested groups over ${levels} levels only (virtual_alias_recursion_limit)`;
  return [levels < 20 ? warning(message, 'Take the line out of main.cf.') : note(message, undefined)];
}

function addressLength(text: string): readonly Finding[] {
  const length = Number(text);
  if (!Number.isInteger(length) || length >= longestAddress) return [];
  const message = `a member of more than ${length} characters has all mail to its group refused (virtual_alias_address_length_limit)`;
  return [warning(message, 'Take the line out of main.cf: then it is 1000.')];
}

function delimiters(theirs: string, ours: string): readonly Finding[] {
  const sorted = (text: string): string => [...new Set(text)].sort().join('');
  if (sorted(theirs) === sorted(ours)) return [];
  const named = (text: string): string => (text === '' ? 'nothing' : `"${text}"`);
  const message = `recipient_delimiter is ${named(theirs)}, and mail.recipientDelimiter is ${named(ours)}: expand and the rules take other addresses for one`;
  return [warning(message, `Set mail.recipientDelimiter: "${theirs}".`)];
}

function extensions(delimiter: string, propagated: string): readonly Finding[] {
  const virtual = wordsOf(propagated).some((word) => word.toLowerCase() === 'virtual');
  if (delimiter === '' || !virtual) return [];
  const message = `mail for GROUP${delimiter[0]}word goes to MEMBER${delimiter[0]}word (propagate_unmatched_extensions)`;
  return [note(message, 'Where that is not wanted, take the word virtual out of propagate_unmatched_extensions.')];
}
