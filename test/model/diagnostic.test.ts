import { describe, expect, it } from 'vitest';
import { type Diagnostic, hasErrors, type Severity, sortDiagnostics } from '../../src/model/diagnostic.ts';

function diagnostic(
  file: string,
  line: number,
  column: number,
  code: string,
  severity: Severity = 'error',
): Diagnostic {
  return { code, severity, message: '', hint: '', source: { file, line, column, endColumn: column + 1, text: '' } };
}

describe('diagnostics', () => {
  it('have an order: file, line, column, code', () => {
    const sorted = [
      diagnostic('a.yaml', 2, 9, 'RC102'),
      diagnostic('a.yaml', 10, 1, 'RC101'),
      diagnostic('a.yaml', 10, 2, 'RC101'),
      diagnostic('a.yaml', 10, 2, 'RC201'),
      diagnostic('b.yaml', 1, 1, 'RC001'),
    ];
    expect(sortDiagnostics([...sorted].reverse())).toEqual(sorted);
  });

  it('are left as they are by sorting', () => {
    const given = [diagnostic('b.yaml', 1, 1, 'RC1'), diagnostic('a.yaml', 1, 1, 'RC1')];
    sortDiagnostics(given);
    expect(given.map(({ source }) => source.file)).toEqual(['b.yaml', 'a.yaml']);
  });

  it('stop a write only when one of them is an error', () => {
    expect(hasErrors([])).toBe(false);
    expect(hasErrors([diagnostic('a', 1, 1, 'RC1', 'warning')])).toBe(false);
    expect(hasErrors([diagnostic('a', 1, 1, 'RC1', 'warning'), diagnostic('a', 1, 1, 'RC1')])).toBe(true);
  });
});
