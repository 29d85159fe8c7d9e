import type { Diagnostic } from './diagnostic.ts';
import type { DesiredGroup } from './group.ts';

/** One manifest after an import. */
export interface AdoptedFile {
  readonly kind: 'created' | 'updated' | 'unchanged';
  /** As messages show it. */
  readonly file: string;
  readonly address: string;
  readonly text: string;
}

/** A group of the directory that no manifest can declare as it is. */
export interface SkippedGroup {
  readonly address: string;
  readonly dn: string;
  readonly problem: string;
  readonly hint: string;
}

/** What an import would write. */
export interface Adoption {
  readonly files: readonly AdoptedFile[];
  readonly skipped: readonly SkippedGroup[];
  /** Warnings about adopted files. */
  readonly diagnostics: readonly Diagnostic[];
  /** Declared groups that the directory does not hold; their manifests stay as they are. */
  readonly missing: readonly DesiredGroup[];
}
