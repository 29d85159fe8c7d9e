import type { Profile } from '../model/profile.ts';
import { syntaxWithoutAddresses } from './equality-rule.ts';
import { type AttributeSchema, attributeSchema } from './subschema.ts';
import { effectiveRule, type ServerSchema } from './with-schema.ts';

/** Why a server's schema and a profile do not fit together; groups cannot be managed like this. */
export interface SchemaProblem {
  /** The attribute as the profile spells it. */
  readonly attribute: string;
  /** A whole sentence without its full stop. */
  readonly message: string;
  readonly hint: string;
}

/**
 * What makes it impossible to manage groups as the profile says: the address or the member attribute is unknown, cannot
 * be compared, cannot be written, holds one value only (members), or takes no addresses. Empty when all is well.
 */
export function schemaProblems(profile: Profile, server: ServerSchema): readonly SchemaProblem[] {
  return [
    ...attributeProblems('address', profile.address, profile, server),
    ...attributeProblems('member', profile.member, profile, server),
  ];
}

type Role = 'address' | 'member';

function attributeProblems(
  role: Role,
  attribute: string,
  profile: Profile,
  server: ServerSchema,
): readonly SchemaProblem[] {
  const found = attributeSchema(server.schema, attribute);
  if (found === undefined) {
    const message = `the server does not know the attribute ${attribute} (profile.${role})`;
    return [{ attribute, message, hint: `Load the schema that has ${attribute}, or choose another profile.` }];
  }
  const problems = [
    otherName(role, attribute, found),
    effectiveRule(found, server.kind) === undefined ? withoutEquality(attribute) : undefined,
    role === 'member' && found.singleValue ? singleValue(attribute) : undefined,
    found.userModifiable ? undefined : notModifiable(attribute),
    role === 'address' && profile.domain !== undefined ? undefined : refusedSyntax(attribute, found),
  ];
  return problems.flatMap((problem) => (problem === undefined ? [] : [{ attribute, ...problem }]));
}

type Finding = Omit<SchemaProblem, 'attribute'> | undefined;

/** Entries come back under the first name of an attribute: under any other one it would look as if it were not there. */
function otherName(role: Role, attribute: string, { names }: AttributeSchema): Finding {
  const first = names[0];
  if (first === undefined || first.toLowerCase() === attribute.toLowerCase()) return undefined;
  return {
    message: `${attribute} is another name of ${first}, and servers answer with the first name`,
    hint: `Write ${first} in profile.${role}.`,
  };
}

function withoutEquality(attribute: string): Finding {
  return {
    message: `${attribute} has no equality rule on this server, so no single value can be deleted (inappropriateMatching, 18)`,
    hint: `Give ${attribute} an EQUALITY rule in the server's schema (caseExactIA5Match fits), or choose another attribute.`,
  };
}

function singleValue(attribute: string): Finding {
  return {
    message: `${attribute} takes one value only (SINGLE-VALUE), so a group could have one member`,
    hint: 'Choose an attribute that takes many values in profile.member.',
  };
}

function notModifiable(attribute: string): Finding {
  return {
    message: `${attribute} is kept by the server itself (NO-USER-MODIFICATION)`,
    hint: 'Choose an attribute that can be written.',
  };
}

function refusedSyntax(attribute: string, { syntax }: AttributeSchema): Finding {
  const name = syntax === undefined ? undefined : syntaxWithoutAddresses(syntax);
  if (name === undefined) return undefined;
  const dn = name === 'DN' ? ' Members that are DNs are not supported.' : '';
  return {
    message: `${attribute} has the syntax ${name}, which takes no mail addresses`,
    hint: `Choose an attribute with addresses as values.${dn}`,
  };
}
