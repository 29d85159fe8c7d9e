import { type Diagnostic, sortDiagnostics } from '../model/diagnostic.ts';
import { encodeJson } from './encode-json.ts';
import { encodeTerminal } from './encode-terminal.ts';

/** Diagnostics as a SARIF 2.1.0 log (OASIS) with one run: columns in UTF-16 units, one rule for each code that occurs. */
export function diagnosticsToSarif(diagnostics: readonly Diagnostic[], options: { readonly tool: string }): string {
  const sorted = sortDiagnostics(diagnostics);
  const codes = [...new Set(sorted.map(({ code }) => code))].sort();
  const driver = { name: 'Rollcall', version: options.tool, rules: codes.map((code) => rule(code)) };
  const run = {
    tool: { driver },
    columnKind: 'utf16CodeUnits',
    results: sorted.map((diagnostic) => result(diagnostic, codes.indexOf(diagnostic.code))),
  };
  return encodeJson({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] });
}

function rule(code: string): object {
  return { id: code, shortDescription: { text: `Rollcall diagnostic ${messageText(code)}` } };
}

function result({ code, severity, message, hint, source }: Diagnostic, ruleIndex: number): object {
  const region = {
    startLine: source.line,
    startColumn: source.column,
    endLine: source.line,
    endColumn: source.endColumn,
  };
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: `${messageText(message)}\nHint: ${messageText(hint)}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(source.file) }, region } }],
  };
}

/** SARIF reads `[text](target)` in a message as a link (§3.11.6): data never makes one. */
function messageText(text: string): string {
  return encodeTerminal(text).replace(/\](?=\()/g, '] ');
}

/** A relative path as a URI reference (RFC 3986); half surrogate pairs cannot be in one. */
function uriOf(file: string): string {
  const path = file.replace(/\\/g, '/').replace(/\p{Cs}/gu, '\ufffd');
  return path.split('/').map(encodeURIComponent).join('/');
}
