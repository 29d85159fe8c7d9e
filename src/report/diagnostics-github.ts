import { type Diagnostic, sortDiagnostics } from '../model/diagnostic.ts';
import { encodeAnnotationMessage, encodeAnnotationProperty } from './encode-github.ts';

/** Diagnostics as GitHub Actions annotations, one `::error …::` or `::warning …::` line each, sorted by place. */
export function diagnosticsToGithub(diagnostics: readonly Diagnostic[]): string {
  return sortDiagnostics(diagnostics)
    .map((diagnostic) => `${annotation(diagnostic)}\n`)
    .join('');
}

function annotation({ code, rule, severity, message, hint, source }: Diagnostic): string {
  const properties = [
    `file=${encodeAnnotationProperty(source.file)}`,
    `line=${source.line}`,
    `endLine=${source.line}`,
    `col=${source.column}`,
    `endColumn=${source.endColumn}`,
    `title=${encodeAnnotationProperty(rule === undefined ? code : `${code} ${rule}`)}`,
  ];
  const text = `${encodeAnnotationMessage(message)}%0A${encodeAnnotationMessage(`hint: ${hint}`)}`;
  return `::${severity} ${properties.join(',')}::${text}`;
}
