import { type Diagnostic, sortDiagnostics } from '../model/diagnostic.ts';
import { diagnosticCounts } from './diagnostic-counts.ts';
import type { DiagnosticsDocument } from './diagnostics-schema.ts';
import { encodeJson } from './encode-json.ts';

/** Diagnostics as JSON text (`schema/diagnostics.schema.json`), sorted by place. */
export function diagnosticsToJson(diagnostics: readonly Diagnostic[], options: { readonly tool: string }): string {
  const document: DiagnosticsDocument = {
    format: 'rollcall.diagnostics',
    version: 1,
    tool: options.tool,
    summary: diagnosticCounts(diagnostics),
    diagnostics: sortDiagnostics(diagnostics).map(jsonDiagnostic),
  };
  return encodeJson(document);
}

/** A diagnostic as JSON carries it. */
export function jsonDiagnostic({ code, rule, severity, message, hint, source }: Diagnostic): Diagnostic {
  const { file, line, column, endColumn, text } = source;
  const named = rule === undefined ? {} : { rule };
  return { code, ...named, severity, message, hint, source: { file, line, column, endColumn, text } };
}
