import { expect, it } from 'vitest';
import { fileDiagnostic } from '../../src/manifest/file-diagnostic.ts';

it('a problem with a whole file points at its first line', () => {
  expect(fileDiagnostic('RC151', 'groups/a.yaml', 'the file is a link', 'Put the file itself there.')).toEqual({
    code: 'RC151',
    severity: 'error',
    message: 'the file is a link',
    hint: 'Put the file itself there.',
    source: { file: 'groups/a.yaml', line: 1, column: 1, endColumn: 2, text: '' },
  });
});
