import { isUtf8 } from 'node:buffer';
import { fileDiagnostic } from '../manifest/file-diagnostic.ts';
import type { ManifestFile } from '../manifest/resolve.ts';
import type { Diagnostic } from '../model/diagnostic.ts';

/** The largest manifest that is read, in bytes. */
export const maximumManifestSize: number = 8 * 1024 * 1024;

/** The bytes of a file as a manifest, or why they are none: not UTF-8, or a pointer of Git LFS. */
export function manifestOf(file: string, bytes: Buffer): ManifestFile | Diagnostic {
  if (!isUtf8(bytes)) return fileDiagnostic('RC154', file, 'the file is not UTF-8', 'Save it as UTF-8.');
  const text = bytes.toString('utf8');
  if (text.startsWith('version https://git-lfs.github.com/spec/')) {
    return fileDiagnostic(
      'RC155',
      file,
      'the file is a Git LFS pointer, not the manifest',
      'Run git lfs pull, or keep manifests out of LFS.',
    );
  }
  return { file, text };
}

/** A link among the manifests. */
export function linkProblem(file: string): Diagnostic {
  const hint = 'Replace it by a regular file: a link can lead out of the repository.';
  return fileDiagnostic('RC151', file, 'the file is a link', hint);
}

/** A file that looks like a manifest and is not named like one. */
export function nameProblem(file: string): Diagnostic {
  const message = 'the name of the file does not end in .yaml, so it would be passed over';
  return fileDiagnostic('RC152', file, message, 'Rename it to end in .yaml.');
}

/** A file that is too large to be a manifest. */
export function sizeProblem(file: string): Diagnostic {
  const hint = 'Split the group: a manifest of this size cannot be reviewed.';
  return fileDiagnostic('RC153', file, 'the file has more than 8 MiB', hint);
}
