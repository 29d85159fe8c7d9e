import { closeSync, constants, type Dirent, fstatSync, lstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileDiagnostic } from '../manifest/file-diagnostic.ts';
import type { ManifestFile } from '../manifest/resolve.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { Failure } from '../model/failure.ts';
import { messageWithoutPath } from './file-problem.ts';
import { linkProblem, manifestOf, maximumManifestSize, nameProblem, sizeProblem } from './manifest-file.ts';

/** The manifests of a folder as text, and what is wrong with files that could not be read. */
export interface Worktree {
  readonly files: readonly ManifestFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads every `*.yaml` below a folder, in the order of their paths. Names that start with a dot and other file types are
 * passed over; links, devices and unreadable files are errors. A missing folder is a Failure.
 */
export function readWorktree(folder: string, shownFolder: string): Worktree {
  const files: ManifestFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { path, shown, entry } of walk(folder, shownFolder)) {
    const read = readManifest(path, shown, entry);
    if ('code' in read) diagnostics.push(read);
    else files.push(read);
  }
  return { files, diagnostics };
}

interface Found {
  readonly path: string;
  readonly shown: string;
  readonly entry: Dirent;
}

function* walk(folder: string, shownFolder: string): Generator<Found> {
  for (const entry of listFolder(folder, shownFolder)) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    const shown = join(shownFolder, entry.name);
    if (entry.isDirectory()) yield* walk(path, shown);
    else if (/\.ya?ml$/i.test(entry.name) || entry.isSymbolicLink()) yield { path, shown, entry };
  }
}

function listFolder(folder: string, shownFolder: string): readonly Dirent[] {
  try {
    if (lstatSync(folder).isSymbolicLink()) {
      throw new Failure('input', `${shownFolder} is a link`, 'Name the folder itself with --groups.');
    }
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error instanceof Failure) throw error;
    const hint = 'Run the command where groups/ is, or name the folder with --groups.';
    throw new Failure('input', `cannot read the folder ${shownFolder}: ${messageWithoutPath(error)}`, hint, {
      cause: error,
    });
  }
}

function readManifest(path: string, file: string, entry: Dirent): ManifestFile | Diagnostic {
  if (entry.isSymbolicLink()) return linkProblem(file);
  if (!entry.isFile())
    return fileDiagnostic('RC152', file, 'the file is not a regular file', 'Replace it by a regular file.');
  if (!file.endsWith('.yaml')) return nameProblem(file);
  try {
    const bytes = readRegular(path);
    return bytes === undefined ? sizeProblem(file) : manifestOf(file, bytes);
  } catch (error) {
    return fileDiagnostic(
      'RC156',
      file,
      `the file cannot be read: ${messageWithoutPath(error)}`,
      'Correct the rights of the file.',
    );
  }
}

/** The bytes of a regular file, opened without following a link; undefined when there are too many. */
function readRegular(path: string): Buffer | undefined {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return fstatSync(file).size > maximumManifestSize ? undefined : readFileSync(file);
  } finally {
    closeSync(file);
  }
}
