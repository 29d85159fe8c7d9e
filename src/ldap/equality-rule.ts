import type { MatchingRule } from '../model/profile.ts';

const text = '1.3.6.1.4.1.1466.109.114';
const syntaxArc = '1.3.6.1.4.1.1466.115.121.1';

/** Equality rules of RFC 4517 §4.2 by name and OID. Rules that ignore more than letter case are taken for the next stricter one. */
const rules: readonly (readonly [name: string, oid: string, rule: MatchingRule])[] = [
  ['caseExactMatch', '2.5.13.5', 'caseExact'],
  ['caseExactIA5Match', `${text}.1`, 'caseExact'],
  ['caseIgnoreMatch', '2.5.13.2', 'caseIgnore'],
  ['caseIgnoreIA5Match', `${text}.2`, 'caseIgnore'],
  ['caseIgnoreListMatch', '2.5.13.11', 'caseIgnore'],
  ['telephoneNumberMatch', '2.5.13.20', 'caseIgnore'],
  ['numericStringMatch', '2.5.13.8', 'caseIgnore'],
  ['objectIdentifierMatch', '2.5.13.0', 'caseIgnore'],
  ['objectIdentifierFirstComponentMatch', '2.5.13.30', 'caseIgnore'],
  ['booleanMatch', '2.5.13.13', 'caseIgnore'],
  ['UUIDMatch', '1.3.6.1.1.16.2', 'caseIgnore'],
  ['distinguishedNameMatch', '2.5.13.1', 'distinguishedName'],
  ['uniqueMemberMatch', '2.5.13.23', 'distinguishedName'],
];

const byName: ReadonlyMap<string, MatchingRule> = new Map(
  rules.flatMap(([name, oid, rule]) => [[name.toLowerCase(), rule] as const, [oid, rule] as const]),
);

/** How values compare under an equality rule, given by name or OID. Rules that we do not know compare to the letter. */
export function matchingRuleOf(equality: string): MatchingRule {
  return byName.get(equality.toLowerCase()) ?? 'exact';
}

/**
 * How servers compare that derive the equality rule from the syntax when the schema names none: 389 Directory Server
 * and Active Directory. Undefined for syntaxes that nobody compares.
 */
export function matchingRuleOfSyntax(syntax: string): MatchingRule | undefined {
  if (syntax === '1.2.840.113556.1.4.905') return 'caseIgnore';
  if (syntax === '1.2.840.113556.1.4.1362') return 'caseExact';
  if (!syntax.startsWith(`${syntaxArc}.`)) return undefined;
  switch (syntax.slice(syntaxArc.length + 1)) {
    case '15': // Directory String
    case '44': // Printable String
    case '50': // Telephone Number
    case '7': // Boolean
    case '38': // OID
      return 'caseIgnore';
    case '26': // IA5 String
      return 'caseExact';
    case '12': // DN
    case '34': // Name and Optional UID
      return 'distinguishedName';
    case '27': // Integer
    case '24': // Generalized Time
    case '40': // Octet String
      return 'exact';
    default:
      return undefined;
  }
}

/** Syntaxes whose values are ASCII: Boolean, Generalized Time, IA5, Integer, Numeric String, OID, Printable, Telephone. */
const asciiSyntaxes: ReadonlySet<string> = new Set(
  ['7', '24', '26', '27', '36', '38', '44', '50'].map((last) => `${syntaxArc}.${last}`),
);

/** Whether a syntax takes nothing beyond ASCII. */
export function isAsciiSyntax(syntax: string): boolean {
  return asciiSyntaxes.has(syntax);
}

/** Syntaxes that no mail address fits into, with the name that people know. */
const refusing: ReadonlyMap<string, string> = new Map(
  [
    ['7', 'Boolean'],
    ['12', 'DN'],
    ['24', 'Generalized Time'],
    ['27', 'Integer'],
    ['34', 'Name And Optional UID'],
    ['36', 'Numeric String'],
    ['38', 'OID'],
    ['44', 'Printable String'],
    ['50', 'Telephone Number'],
  ].map(([last, name]) => [`${syntaxArc}.${last}`, name ?? ''] as const),
);

/** The name of a syntax that takes no mail address (Printable String has no `@`); undefined for every other one. */
export function syntaxWithoutAddresses(syntax: string): string | undefined {
  return refusing.get(syntax);
}
