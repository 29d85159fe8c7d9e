import { type Diagnostic, sortDiagnostics } from '../model/diagnostic.ts';
import { diagnosticPlace } from './diagnostic-place.ts';
import { markdownCode } from './encode-markdown.ts';
import type { MarkdownSection } from './markdown-budget.ts';
import { showText } from './show-value.ts';

/** Diagnostics inside a longer report in Markdown, one a line. */
export function diagnosticSection(title: string, diagnostics: readonly Diagnostic[]): MarkdownSection {
  const rows = sortDiagnostics(diagnostics).map(
    ({ code: name, severity, message, hint, source }) =>
      `- ${markdownCode(diagnosticPlace(source))} ${severity} ${code(name)}: ${code(message)} Hint: ${code(hint)}\n`,
  );
  return { open: `\n**${title} (${rows.length})**\n\n`, rows, close: '', row: 'line' };
}

function code(text: string): string {
  return markdownCode(showText(text));
}
