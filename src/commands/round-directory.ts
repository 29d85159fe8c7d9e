import type { Directory, DirectoryReader } from '../io/directory.ts';
import { openDirectory, openReader, type PasswordSource } from '../io/open-directory.ts';
import { count } from '../report/wording.ts';
import { type AnsweredInputs, answeredInputs, answerWords } from './answers.ts';
import type { Context } from './context.ts';
import type { SoundInputs } from './inputs.ts';
import type { Told } from './phase-log.ts';
import { type Reading, type ReadingOptions, readForPlan } from './reading.ts';

/** A directory that was read completely. */
export interface OpenedDirectory {
  readonly reader: DirectoryReader;
  readonly reading: Reading;
  /** The inputs with the answers of the queries. */
  readonly inputs: AnsweredInputs;
  /** Both faces, and the writer's session before anything was read; undefined for a run that must not write. */
  readonly writing: { readonly directory: Directory; readonly session: number } | undefined;
}

/** Opens the directory and reads it completely; `check` gets a reader and nothing else. */
export async function openAndRead(
  context: Context,
  options: ReadingOptions & { readonly check: boolean },
  sound: SoundInputs,
  password: PasswordSource,
): Promise<Told<OpenedDirectory>> {
  const { settings } = sound;
  const directory = options.check ? undefined : await openDirectory(settings, password);
  const writing = directory && { directory, session: directory.writer.session };
  const reader = directory?.reader ?? (await openReader(settings, password));
  try {
    const reading = await readForPlan(context, options, settings, reader);
    const { groups, unclear } = reading.read;
    const inputs = await answeredInputs(context, sound, reader);
    const said = [`${reader.url} has ${count(groups.length + unclear.length, 'group')}`, ...answerWords(inputs)];
    return { value: { reader, reading, inputs, writing }, said: said.join('; ') };
  } catch (error) {
    await reader.close();
    throw error;
  }
}
