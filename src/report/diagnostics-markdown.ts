import { type Diagnostic, sortDiagnostics } from '../model/diagnostic.ts';
import { diagnosticCountLine } from './diagnostic-counts.ts';
import { markdownCode } from './encode-markdown.ts';
import { fitSections, type MarkdownSection } from './markdown-budget.ts';
import { showText, showValue } from './show-value.ts';

/** How diagnostics are shown as Markdown. */
export interface DiagnosticsMarkdownOptions {
  /** The most UTF-16 units of the whole text. */
  readonly budget: number;
}

/** Diagnostics for a pull request: the counts first, then the errors, then the warnings, each with its place and its hint. */
export function diagnosticsToMarkdown(
  diagnostics: readonly Diagnostic[],
  { budget }: DiagnosticsMarkdownOptions,
): string {
  const sorted = sortDiagnostics(diagnostics);
  const sections = [section('Errors', 'error', sorted), section('Warnings', 'warning', sorted)];
  const head = `**${diagnosticCountLine(diagnostics)}**\n`;
  return fitSections(
    head,
    sections.filter(({ rows }) => rows.length > 0),
    budget,
  );
}

function section(title: string, severity: Diagnostic['severity'], all: readonly Diagnostic[]): MarkdownSection {
  const rows = all.filter((one) => one.severity === severity).map(row);
  return { open: `\n**${title} (${rows.length})**\n\n`, rows, close: '', row: 'line' };
}

function row({ code, message, hint, source }: Diagnostic): string {
  const place = `${markdownCode(showValue(source.file))} line ${source.line}`;
  const text = `${markdownCode(showText(code))} ${markdownCode(showText(message))}`;
  return `- ${place}: ${text}\n  - Hint: ${markdownCode(showText(hint))}\n`;
}
