import type { Diagnostic } from '../model/diagnostic.ts';
import type { Code } from './codes.ts';

/**
 * Codes of files that were never read as YAML: a link (151), a device or folder (152), more than 8 MiB (153), not UTF-8
 * (154), a Git LFS pointer (155), unreadable (156). Codes of what git tracks and the checkout lacks: left out (157), a
 * submodule (158), not there (159), in conflict (160), not finished (161).
 */
export type FileCode = Extract<Code, `RC1${5 | 6}${string}`>;

/** A problem with a whole file, at its first line. */
export function fileDiagnostic(code: FileCode, file: string, message: string, hint: string): Diagnostic {
  return { code, severity: 'error', message, hint, source: { file, line: 1, column: 1, endColumn: 2, text: '' } };
}
