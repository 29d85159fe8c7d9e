import type { LocalPartRule } from '../../model/address.ts';
import type { Diagnostic, Severity } from '../../model/diagnostic.ts';
import type { Profile } from '../../model/profile.ts';
import type { Code } from '../codes.ts';
import type { Manifest } from '../manifest.ts';
import { positionAt, type SourceText } from '../source.ts';

/** What manifests are judged by. */
export interface ManifestOptions {
  readonly localPart: LocalPartRule;
  readonly profile: Profile;
  /** The day whose members are wanted, `YYYY-MM-DD`. */
  readonly today: string;
  /** Domains whose groups are managed here; empty when any domain is. */
  readonly domains: readonly string[];
  /** The names of the queries that the settings have; undefined when any may be named, because the settings are others. */
  readonly queries: readonly string[] | undefined;
}

/** Judges one manifest. */
export type Rule = (manifest: Manifest, options: ManifestOptions) => Diagnostic[];

/** What a rule says about a value. */
export interface Verdict {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string;
}

/** A verdict at its place. */
export function verdictAt(
  source: SourceText,
  at: { readonly start: number; readonly end: number },
  verdict: Verdict,
): Diagnostic {
  return { ...verdict, source: positionAt(source, at.start, at.end) };
}
