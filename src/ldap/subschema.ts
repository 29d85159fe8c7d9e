import type { Value } from '../model/entry.ts';
import { parseDescription, type SchemaDescription } from './schema-description.ts';

/** The schema that a server publishes (RFC 4512 §4.2). Descriptions are read when somebody asks for them. */
export interface Subschema {
  readonly attributeTypes: SchemaIndex;
  readonly objectClasses: SchemaIndex;
}

/** Descriptions of one kind, to be found by OID or by any name, in any letter case. */
export interface SchemaIndex {
  find(name: string): SchemaDescription | undefined;
  readonly size: number;
  /** How many are not in a form that we understand. Reads all of them. */
  unreadable(): number;
}

/** What a server says about an attribute, with what it inherits from its superior types. */
export interface AttributeSchema {
  readonly oid: string;
  /** The first one is the name under which a server answers. */
  readonly names: readonly string[];
  /** Name or OID of the equality rule; undefined when there is none. */
  readonly equality: string | undefined;
  /** OID of the syntax, without a length; undefined when the server does not tell. */
  readonly syntax: string | undefined;
  readonly singleValue: boolean;
  readonly userModifiable: boolean;
}

/** What a server says about an object class; what it inherits is left out. */
export interface ClassSchema {
  readonly oid: string;
  readonly names: readonly string[];
  readonly superiors: readonly string[];
  readonly kind: 'abstract' | 'structural' | 'auxiliary';
  readonly must: readonly string[];
  readonly may: readonly string[];
}

/** The schema from the values of `attributeTypes` and `objectClasses` of a subschema entry. */
export function readSubschema(attributeTypes: readonly Value[], objectClasses: readonly Value[]): Subschema {
  return { attributeTypes: schemaIndex(attributeTypes), objectClasses: schemaIndex(objectClasses) };
}

/** An attribute by name or OID; options (`;lang-de`) do not count. Undefined when the server does not know it. */
export function attributeSchema(schema: Subschema, name: string): AttributeSchema | undefined {
  const chain = superiorTypes(schema.attributeTypes, name.split(';')[0] ?? name);
  const own = chain[0];
  if (own === undefined) return undefined;
  const inherited = (keyword: string): string | undefined =>
    chain.map(({ fields }) => fields.get(keyword)?.[0]).find((word) => word !== undefined);
  return {
    oid: own.oid,
    names: own.fields.get('NAME') ?? [],
    equality: inherited('EQUALITY'),
    syntax: inherited('SYNTAX')?.replace(/\{.*$/, ''),
    singleValue: own.fields.has('SINGLE-VALUE'),
    userModifiable: !own.fields.has('NO-USER-MODIFICATION'),
  };
}

/** An object class by name or OID; undefined when the server does not know it. */
export function classSchema(schema: Subschema, name: string): ClassSchema | undefined {
  const found = schema.objectClasses.find(name);
  if (found === undefined) return undefined;
  const { oid, fields } = found;
  return {
    oid,
    names: fields.get('NAME') ?? [],
    superiors: fields.get('SUP') ?? [],
    kind: fields.has('AUXILIARY') ? 'auxiliary' : fields.has('ABSTRACT') ? 'abstract' : 'structural',
    must: fields.get('MUST') ?? [],
    may: fields.get('MAY') ?? [],
  };
}

/** A type and those it is derived from, the type itself first. A type that is its own ancestor ends the chain. */
function superiorTypes(types: SchemaIndex, name: string): readonly SchemaDescription[] {
  const chain: SchemaDescription[] = [];
  let next: string | undefined = name;
  while (next !== undefined) {
    const found = types.find(next);
    if (found === undefined || chain.includes(found)) break;
    chain.push(found);
    next = found.fields.get('SUP')?.[0];
  }
  return chain;
}

/** OID and names as nearly every server writes them: first in the description. */
const usualHead = /^\s*\(\s*([^\s()$']+)\s+NAME\s+(?:'([^']+)'|\(([^()$]*)\))/;

/** Names are found by a glance at the start of each description; only what is asked for is read in full. */
function schemaIndex(values: readonly Value[]): SchemaIndex {
  const read = new Map<Value, SchemaDescription | undefined>();
  const parse = (value: Value): SchemaDescription | undefined => {
    if (!read.has(value)) read.set(value, parseDescription(value));
    return read.get(value);
  };
  let names: ReadonlyMap<string, Value> | undefined;
  return {
    size: values.length,
    find: (name) => {
      names ??= namesOf(values, parse);
      const value = names.get(name.toLowerCase());
      return value === undefined ? undefined : parse(value);
    },
    unreadable: () => values.filter((value) => parse(value) === undefined).length,
  };
}

function namesOf(
  values: readonly Value[],
  parse: (value: Value) => SchemaDescription | undefined,
): ReadonlyMap<string, Value> {
  const names = new Map<string, Value>();
  const note = (name: string, value: Value): void => {
    const key = name.toLowerCase();
    if (!names.has(key)) names.set(key, value);
  };
  for (const value of values) {
    const [, oid, only, several] = (typeof value === 'string' ? usualHead.exec(value) : null) ?? [];
    if (oid === undefined) {
      const description = parse(value);
      for (const name of description?.fields.get('NAME') ?? []) note(name, value);
      if (description !== undefined) note(description.oid, value);
    } else {
      note(oid, value);
      for (const name of only === undefined ? (several?.match(/[^\s']+/g) ?? []) : [only]) note(name, value);
    }
  }
  return names;
}
