/**
 * Where in an input file a diagnostic points: 1-based line and column (UTF-16 units) and the line's text. For an entry of
 * the directory, `file` is its DN, and line and columns are 0.
 */
export interface SourcePosition {
  /** Path as the user named it, relative to the working directory. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Column after the last marked character on the same line; at least `column + 1`. */
  readonly endColumn: number;
  /** The whole source line, without its line end; empty when the file could not be read as text. */
  readonly text: string;
}

/** An entry of the directory as the place of a diagnostic. */
export function entryPlace(dn: string): SourcePosition {
  return { file: dn, line: 0, column: 0, endColumn: 0, text: '' };
}

/** How much a diagnostic matters: an error stops every write, a warning is only shown. */
export type Severity = 'error' | 'warning';

/** A message about the user's input: what is wrong, where, and what to do. A plain value, never thrown. */
export interface Diagnostic {
  /** Stable code such as `RC201`; each has a heading in docs/diagnostics.md. */
  readonly code: string;
  /** The name of the rule that found it, where settings can switch that rule. */
  readonly rule?: string | undefined;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string;
  readonly source: SourcePosition;
}

/** Whether any of the diagnostics is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** Sorted by file, line, column and code: the order in which all formats show them. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      compareText(a.source.file, b.source.file) ||
      a.source.line - b.source.line ||
      a.source.column - b.source.column ||
      compareText(a.code, b.code),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
