import { type Diagnostic, sortDiagnostics } from '../model/diagnostic.ts';
import { diagnosticCountLine } from './diagnostic-counts.ts';
import { diagnosticPlace } from './diagnostic-place.ts';
import { encodeTerminal } from './encode-terminal.ts';
import { sourceExcerpt } from './source-excerpt.ts';
import type { Style } from './style.ts';

/** Diagnostics for a person: place, severity, code and message, the source line with a pointer, the hint; the counts last. */
export function diagnosticsToText(diagnostics: readonly Diagnostic[], options: { readonly style: Style }): string {
  const blocks = sortDiagnostics(diagnostics).map((diagnostic) => block(diagnostic, options.style).join('\n'));
  return `${[...blocks, options.style.bold(diagnosticCountLine(diagnostics))].join('\n\n')}\n`;
}

function block(diagnostic: Diagnostic, style: Style): string[] {
  const { source, severity, code, rule } = diagnostic;
  const name = rule === undefined ? '' : ` (${encodeTerminal(rule)})`;
  const paint = severity === 'error' ? style.remove : style.warn;
  const place = style.bold(diagnosticPlace(source));
  const excerpt = sourceExcerpt(source);
  return [
    `${place} ${paint(`${severity} ${encodeTerminal(code)}`)}${name} ${encodeTerminal(diagnostic.message)}`,
    ...(excerpt === undefined ? [] : [`  ${excerpt.line}`, `  ${paint(excerpt.pointer)}`]),
    `  hint: ${encodeTerminal(diagnostic.hint)}`,
  ];
}
