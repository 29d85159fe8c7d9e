import { ruleCatalog } from '../manifest/rule-catalog.ts';
import { ruleNames } from '../manifest/rule-names.ts';
import { type Diagnostic, sortDiagnostics } from '../model/diagnostic.ts';
import { encodeJson } from './encode-json.ts';
import { encodeTerminal } from './encode-terminal.ts';

/** Diagnostics as a SARIF 2.1.0 log (OASIS) with one run: columns in UTF-16 units, one rule for each code that occurs. */
export function diagnosticsToSarif(diagnostics: readonly Diagnostic[], options: { readonly tool: string }): string {
  const sorted = sortDiagnostics(diagnostics);
  const codes = [...new Set(sorted.map(({ code }) => code))].sort();
  const driver = { name: 'Rollcall', version: options.tool, rules: codes.map(rule) };
  const run = {
    tool: { driver },
    columnKind: 'utf16CodeUnits',
    results: sorted.map((diagnostic) => result(diagnostic, codes.indexOf(diagnostic.code))),
  };
  return encodeJson({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] });
}

/** A rule that settings can switch has the name by which they do. */
function rule(code: string): object {
  const name = ruleNames.find((one) => ruleCatalog[one].code === code);
  if (name === undefined) return { id: code, shortDescription: { text: `Rollcall diagnostic ${messageText(code)}` } };
  return { id: code, name, shortDescription: { text: `Rule ${name}: ${ruleCatalog[name].summary}` } };
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
