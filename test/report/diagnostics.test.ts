import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { diagnosticsToGithub } from '../../src/report/diagnostics-github.ts';
import { diagnosticsToJson } from '../../src/report/diagnostics-json.ts';
import { diagnosticsToMarkdown } from '../../src/report/diagnostics-markdown.ts';
import { diagnosticsToSarif } from '../../src/report/diagnostics-sarif.ts';
import { diagnosticsSchema } from '../../src/report/diagnostics-schema.ts';
import { diagnosticsToText } from '../../src/report/diagnostics-text.ts';
import { displayWidth } from '../../src/report/display-width.ts';
import { sourceExcerpt } from '../../src/report/source-excerpt.ts';
import { plainStyle } from '../../src/report/style.ts';

const comma: Diagnostic = {
  code: 'RC201',
  severity: 'error',
  message: 'the address "ann@example,net" contains a comma',
  hint: 'Write one address a line.',
  source: { file: 'groups/eng.yaml', line: 12, column: 5, endColumn: 20, text: '  - ann@example,net # Ann' },
};
const unread: Diagnostic = {
  code: 'RC101',
  severity: 'warning',
  message: 'the file is not UTF-8',
  hint: 'Save it as UTF-8.',
  source: { file: 'groups/a,b:c.yaml', line: 1, column: 1, endColumn: 2, text: '' },
};

describe('diagnostics as Markdown', () => {
  it('show the counts, then errors, then warnings, each with its place and its hint', () => {
    expect(diagnosticsToMarkdown([unread, comma], { budget: 60_000 })).toMatchInlineSnapshot(`
      "**1 error and 1 warning.**

      **Errors (1)**

      - \`groups/eng.yaml\` line 12: \`RC201\` \`the address "ann@example,net" contains a comma\`
        - Hint: \`Write one address a line.\`

      **Warnings (1)**

      - \`groups/a,b:c.yaml\` line 1: \`RC101\` \`the file is not UTF-8\`
        - Hint: \`Save it as UTF-8.\`
      "
    `);
  });

  it('are cut between two of them', () => {
    const many = Array.from({ length: 50 }, () => comma);
    const text = diagnosticsToMarkdown(many, { budget: 2000 });
    expect(text.length).toBeLessThanOrEqual(2000);
    expect(text).toMatch(/^\*\*50 errors\.\*\*\n/);
    expect(text).toMatch(/\n_… and \d+ more lines, left out here because this text has a limited length\._\n$/);
  });
});

describe('diagnostics as text', () => {
  it('show place, code and message, the source line with a pointer, the hint, and the counts last', () => {
    expect(diagnosticsToText([comma, unread], { style: plainStyle })).toMatchInlineSnapshot(`
      "groups/a,b:c.yaml:1:1 warning RC101 the file is not UTF-8
        hint: Save it as UTF-8.

      groups/eng.yaml:12:5 error RC201 the address "ann@example,net" contains a comma
        12 |   - ann@example,net # Ann
           |     ^^^^^^^^^^^^^^^
        hint: Write one address a line.

      1 error and 1 warning.
      "
    `);
  });

  it('say so when there is none', () => {
    expect(diagnosticsToText([], { style: plainStyle })).toBe('No problems found.\n');
  });
});

describe('the pointer below a source line', () => {
  const excerpt = (text: string, column: number, endColumn: number) => {
    const found = sourceExcerpt({ file: 'a.yaml', line: 7, column, endColumn, text });
    return found === undefined ? [] : [found.line, found.pointer];
  };

  it('is aligned after tabs', () => {
    expect(excerpt('\tkey:\tvalue', 7, 12)).toEqual(['7 |     key:    value', '  |             ^^^^^']);
  });

  it('is aligned after wide, combining and hidden characters', () => {
    expect(excerpt('組😀x', 4, 5)).toEqual(['7 | 組😀x', '  |     ^']);
    expect(excerpt('e\u0301x', 3, 4)).toEqual(['7 | e\u0301x', '  |  ^']);
    expect(excerpt('\u202ex', 1, 2)).toEqual(['7 | \\u{202e}x', '  | ^^^^^^^^']);
  });

  it('stands behind the line when the line is too short', () => {
    expect(excerpt('ab', 3, 4)).toEqual(['7 | ab', '  |   ^']);
  });

  it('is near the start of a cut line', () => {
    const [line = '', pointer = ''] = excerpt(`${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`, 5001, 5005);
    expect(line.length).toBeLessThan(200);
    expect(line.slice(pointer.indexOf('^'), pointer.lastIndexOf('^') + 1)).toBe('HERE');
  });

  it('measures columns, not characters', () => {
    expect(['abc', '組', 'é', 'e\u0301', '😀', '한', 'ｆ'].map(displayWidth)).toEqual([3, 2, 1, 1, 2, 2, 2]);
  });
});

describe('diagnostics for programs', () => {
  it('are annotations with everything escaped', () => {
    expect(diagnosticsToGithub([comma, unread])).toMatchInlineSnapshot(`
      "::warning file=groups/a%2Cb%3Ac.yaml,line=1,endLine=1,col=1,endColumn=2,title=RC101::the file is not UTF-8%0Ahint: Save it as UTF-8.
      ::error file=groups/eng.yaml,line=12,endLine=12,col=5,endColumn=20,title=RC201::the address "ann@example,net" contains a comma%0Ahint: Write one address a line.
      "
    `);
  });

  it('agree with their JSON schema', () => {
    const document = diagnosticsSchema.parse(JSON.parse(diagnosticsToJson([comma, unread], { tool: '0.1.0' })));
    expect(document.summary).toEqual({ errors: 1, warnings: 1 });
    expect(document.diagnostics).toEqual([unread, comma]);
  });

  it('are results with rules and regions in SARIF', () => {
    expect(diagnosticsToSarif([comma, unread], { tool: '0.1.0' })).toMatchInlineSnapshot(`
      "{
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
          {
            "tool": {
              "driver": {
                "name": "Rollcall",
                "version": "0.1.0",
                "rules": [
                  {
                    "id": "RC101",
                    "shortDescription": {
                      "text": "Rollcall diagnostic RC101"
                    }
                  },
                  {
                    "id": "RC201",
                    "shortDescription": {
                      "text": "Rollcall diagnostic RC201"
                    }
                  }
                ]
              }
            },
            "columnKind": "utf16CodeUnits",
            "results": [
              {
                "ruleId": "RC101",
                "ruleIndex": 0,
                "level": "warning",
                "message": {
                  "text": "the file is not UTF-8\\nHint: Save it as UTF-8."
                },
                "locations": [
                  {
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "groups/a%2Cb%3Ac.yaml"
                      },
                      "region": {
                        "startLine": 1,
                        "startColumn": 1,
                        "endLine": 1,
                        "endColumn": 2
                      }
                    }
                  }
                ]
              },
              {
                "ruleId": "RC201",
                "ruleIndex": 1,
                "level": "error",
                "message": {
                  "text": "the address \\"ann@example,net\\" contains a comma\\nHint: Write one address a line."
                },
                "locations": [
                  {
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "groups/eng.yaml"
                      },
                      "region": {
                        "startLine": 12,
                        "startColumn": 5,
                        "endLine": 12,
                        "endColumn": 20
                      }
                    }
                  }
                ]
              }
            ]
          }
        ]
      }
      "
    `);
  });

  it('of a rule that settings can switch have its name in SARIF', () => {
    const log = JSON.parse(diagnosticsToSarif([{ ...comma, code: 'RC501', rule: 'group-loops' }], { tool: '0.1.0' }));
    expect(log.runs[0].tool.driver.rules).toEqual([
      {
        id: 'RC501',
        name: 'group-loops',
        shortDescription: { text: 'Rule group-loops: groups lead back to themselves by way of others' },
      },
    ]);
  });

  it('never make a link in SARIF', () => {
    const log = diagnosticsToSarif([{ ...comma, message: 'a [click](http://example.net) b' }], { tool: '0.1.0' });
    expect(log).toContain('a [click] (http://example.net) b');
  });
});
