import { profileAttributes } from '../../ldap/profile-attributes.ts';
import { attributeSchema, type ClassSchema, classSchema, type Subschema } from '../../ldap/subschema.ts';
import type { Finding } from '../../model/diagnosis.ts';
import type { SettingsFacts } from './facts.ts';
import { error, listed, note, ok, warning } from './finding.ts';

/** Whether an entry of the profile's classes can be made from what new groups get. */
export function checkClasses(settings: SettingsFacts, schema: Subschema): readonly Finding[] {
  const { profile } = settings;
  const names = [...new Set([...profile.objectClasses, profile.groupClass])];
  const unknown = names.filter((name) => classSchema(schema, name) === undefined);
  if (unknown.length > 0) {
    const hint = 'Load the schema that has them, or choose another profile.';
    return [error(`the server does not know the object class ${listed(unknown)}`, hint)];
  }
  const classes = withSuperiors(profile.objectClasses, schema);
  const findings = [
    ...structural(classes),
    ...missing(settings, schema, classes),
    ...forbidden(settings, schema, classes),
  ];
  return findings.length > 0 ? findings : [ok(`the object classes ${names.join(', ')} fit what new groups get`)];
}

function withSuperiors(names: readonly string[], schema: Subschema): readonly ClassSchema[] {
  const found = new Map<string, ClassSchema>();
  const queue = [...names];
  for (const name of queue) {
    const one = classSchema(schema, name);
    if (one === undefined || found.has(one.oid)) continue;
    found.set(one.oid, one);
    queue.push(...one.superiors);
  }
  return [...found.values()];
}

function structural(classes: readonly ClassSchema[]): readonly Finding[] {
  if (classes.some(({ kind }) => kind === 'structural')) return [];
  const hint = 'Add one, such as organizationalPerson, to profile.objectClasses.';
  return [error('no structural object class is among those of new groups, so none can be created', hint)];
}

/** Attributes are the same under each of their names. */
function sameAs(schema: Subschema, names: readonly string[]): (name: string) => boolean {
  const key = (name: string): string => attributeSchema(schema, name)?.oid ?? name.toLowerCase();
  const keys = new Set(names.map(key));
  return (name) => keys.has(key(name));
}

function missing(
  { profile, defaults }: SettingsFacts,
  schema: Subschema,
  classes: readonly ClassSchema[],
): readonly Finding[] {
  const always = profileAttributes(profile, defaults).filter(({ use }) =>
    ['address', 'enabled', 'default'].includes(use),
  );
  const given = sameAs(schema, ['objectClass', ...always.map(({ name }) => name)]);
  const isMember = sameAs(schema, [profile.member]);
  const wanted = [...new Set(classes.flatMap(({ must }) => must))].filter((name) => !given(name));
  const rest = wanted.filter((name) => !isMember(name));
  const findings: Finding[] = [];
  if (rest.length > 0) {
    const hint = 'Set them under defaults in rollcall.yaml.';
    findings.push(error(`new groups need ${listed(rest)}, which nothing gives them`, hint));
  }
  if (rest.length < wanted.length) {
    findings.push(note(`a group without members cannot be stored: its class asks for ${profile.member}`, undefined));
  }
  return findings;
}

function forbidden(
  { profile, defaults }: SettingsFacts,
  schema: Subschema,
  classes: readonly ClassSchema[],
): readonly Finding[] {
  if (classes.some(({ names }) => names.some((name) => name.toLowerCase() === 'extensibleobject'))) return [];
  const allowed = sameAs(
    schema,
    classes.flatMap(({ must, may }) => [...must, ...may]),
  );
  const written = profileAttributes(profile, defaults)
    .filter(({ name, use }) => use !== 'allowed' && attributeSchema(schema, name) !== undefined)
    .map(({ name }) => name);
  const outside = written.filter((name) => !allowed(name));
  if (outside.length === 0) return [];
  const hint = 'Add the object class that allows them to profile.objectClasses.';
  return [warning(`none of the object classes of new groups allows ${listed(outside)}`, hint)];
}
