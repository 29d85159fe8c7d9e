import type { SourcePosition } from '../model/diagnostic.ts';
import { showValue } from './show-value.ts';

/** Where a diagnostic points, in one word: `groups/hq.yaml:3:5`, or the DN of an entry. */
export function diagnosticPlace({ file, line, column }: SourcePosition): string {
  return line === 0 ? showValue(file) : `${showValue(file)}:${line}:${column}`;
}
