import { equals } from '../ldap/filter.ts';
import { readSubschema, type Subschema } from '../ldap/subschema.ts';
import { valuesOf } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { DirectoryReader, Search } from './directory.ts';
import type { ServerFacts } from './server-facts.ts';

const attributes = ['attributeTypes', 'objectClasses'] as const;

/** The schema that a server publishes. A Failure when it names none or does not show it. */
export async function readSchema(reader: DirectoryReader, { subschema }: ServerFacts): Promise<Subschema> {
  const hint = 'Let the bind DN read the root DSE and the subschema entry.';
  if (subschema === undefined) throw new Failure('directory', 'the server names no subschema entry', hint);
  const filter = equals('objectClass', 'subschema');
  const search: Search = { base: subschema, scope: 'base', filter, attributes };
  const [entry] = await reader.search(search, () => undefined);
  const values = (name: string): ReturnType<typeof valuesOf> => (entry === undefined ? [] : valuesOf(entry, name));
  const [types, classes] = [values('attributeTypes'), values('objectClasses')];
  if (types.length === 0) throw new Failure('directory', `${subschema} shows no attribute types`, hint);
  return readSubschema(types, classes);
}
