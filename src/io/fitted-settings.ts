import { schemaProblems } from '../ldap/schema-problems.ts';
import { type ServerSchema, withSchema } from '../ldap/with-schema.ts';
import { Failure } from '../model/failure.ts';
import type { DirectoryReader } from './directory.ts';
import { PassingFailure } from './patience.ts';
import { readSchema } from './read-schema.ts';
import type { Settings } from './run-settings.ts';

/**
 * The settings with the equality rules of the server's own schema, so that values compare here as they do there. A Failure
 * when the schema does not fit the profile. A file has no schema, and a server that hides its own is taken as the profile
 * says.
 */
export async function fittedSettings(reader: DirectoryReader, settings: Settings): Promise<Settings> {
  const server = await serverSchema(reader);
  if (server === undefined) return settings;
  const [problem, ...others] = schemaProblems(settings.profile, server);
  if (problem !== undefined) {
    const more = others.length > 0 ? `; ${others.map(({ message }) => message).join('; ')}` : '';
    throw new Failure('directory', `${reader.url}: ${problem.message}${more}`, problem.hint);
  }
  return { ...settings, profile: withSchema(settings.profile, settings.defaults, server) };
}

async function serverSchema(reader: DirectoryReader): Promise<ServerSchema | undefined> {
  if (reader.server === undefined) return undefined;
  const { facts } = reader.server;
  try {
    return { schema: await readSchema(reader, facts), kind: facts.kind };
  } catch (error) {
    if (error instanceof Failure && !(error instanceof PassingFailure)) return undefined;
    throw error;
  }
}
