import { isAsciiSyntax } from '../../ldap/equality-rule.ts';
import { profileAttributes } from '../../ldap/profile-attributes.ts';
import { schemaProblems } from '../../ldap/schema-problems.ts';
import type { ServerKind } from '../../ldap/server-kind.ts';
import { type AttributeSchema, attributeSchema, type Subschema } from '../../ldap/subschema.ts';
import { effectiveRule, type ServerSchema } from '../../ldap/with-schema.ts';
import type { Finding } from '../../model/diagnosis.ts';
import { checkClasses } from './classes.ts';
import { type DoctorFacts, known, type SettingsFacts } from './facts.ts';
import { counted, error, listed, note, ok, warning } from './finding.ts';

/** Whether the server knows what the profile uses, and compares as the profile says. */
export function checkSchema({ inputs, schema, rootDse }: DoctorFacts): readonly Finding[] {
  const { settings } = inputs;
  if (settings === undefined || schema.kind === 'skipped') return [];
  if (schema.kind === 'failed') {
    const message = `the schema cannot be read (${schema.message}); values compare as the profile says`;
    return [warning(message, 'Let the bind DN read the subschema entry.')];
  }
  const server = { schema: schema.fact, kind: known(rootDse)?.kind ?? 'other' } as const;
  const problems = schemaProblems(settings.profile, server).map(({ message, hint }) => error(message, hint));
  return [
    ...(problems.length > 0 ? problems : fitting(settings, server)),
    ...unknownAttributes(settings, schema.fact),
    ...checkClasses(settings, schema.fact),
    ...unreadable(schema.fact),
  ];
}

function fitting({ profile }: SettingsFacts, { schema, kind }: ServerSchema): readonly Finding[] {
  const [address, member] = [attributeSchema(schema, profile.address), attributeSchema(schema, profile.member)];
  if (address === undefined || member === undefined) return [];
  const findings = [ok(described(profile.address, address, kind)), ok(described(profile.member, member, kind))];
  const rule = effectiveRule(member, kind);
  if (rule !== undefined && rule !== profile.memberRule) {
    const message = `the profile says that ${profile.member} compares ${profile.memberRule}, the server compares ${rule}: the server counts`;
    findings.push(note(message, `Write memberMatching: ${rule} into the profile.`));
  }
  if (address.singleValue) {
    const message = `${profile.address} takes one value only, so groups cannot have aliases`;
    findings.push(note(message, 'Take aliases out of the manifests.'));
  }
  return findings;
}

function described(name: string, found: AttributeSchema, kind: ServerKind): string {
  const rule = found.equality ?? `by its syntax, ${effectiveRule(found, kind) ?? 'unknown'}`;
  const ascii = found.syntax !== undefined && isAsciiSyntax(found.syntax) ? ', ASCII only' : '';
  return `${name} compares ${rule}, takes ${found.singleValue ? 'one value' : 'many values'}${ascii}`;
}

function unknownAttributes({ profile, defaults }: SettingsFacts, schema: Subschema): readonly Finding[] {
  const unknown = profileAttributes(profile, defaults).filter(
    ({ name }) => attributeSchema(schema, name) === undefined,
  );
  const names = (...uses: readonly string[]): string[] =>
    unknown.filter(({ use }) => uses.includes(use)).map(({ name }) => name);
  const written = names('enabled', 'default');
  const [described, allowed] = [names('description'), names('allowed')];
  const findings: Finding[] = [];
  if (written.length > 0) {
    const hint = 'Load the schema that has them, or take them out of profile and defaults.';
    findings.push(error(`every new group gets ${listed(written)}, which the server does not know`, hint));
  }
  if (described.length > 0) {
    const hint = 'Name another attribute in profile.description, or write no descriptions.';
    findings.push(warning(`the server does not know ${listed(described)}, where descriptions go`, hint));
  }
  if (allowed.length > 0) {
    findings.push(note(`manifests may name ${listed(allowed)}, which the server does not know`, undefined));
  }
  return findings;
}

function unreadable({ attributeTypes, objectClasses }: Subschema): readonly Finding[] {
  const number = attributeTypes.unreadable() + objectClasses.unreadable();
  if (number === 0) return [];
  return [
    note(
      `${counted(number, 'description')} of the schema cannot be understood and ${number === 1 ? 'is' : 'are'} passed over`,
      undefined,
    ),
  ];
}
