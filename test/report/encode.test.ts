import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAnnotationMessage, encodeAnnotationProperty, encodeGithubLog } from '../../src/report/encode-github.ts';
import { encodeJson } from '../../src/report/encode-json.ts';
import { htmlCode, markdownCell, markdownCode } from '../../src/report/encode-markdown.ts';
import { encodeTerminal } from '../../src/report/encode-terminal.ts';
import { forbidden, hostileText, workflowCommand } from './hostile.ts';

describe('the terminal encoder', () => {
  it('leaves addresses, DNs and ordinary text alone', () => {
    for (const text of ['ann@example.net', 'mail=a\\2Bb@example.net,dc=net', 'Jürgen “組” 😀', 'C:\\dir', '\\\\']) {
      expect(encodeTerminal(text)).toBe(text);
    }
  });

  it('shows what a terminal would obey', () => {
    expect(encodeTerminal('\u001b[2Ja\u009bb\u007f\n')).toBe('\\u{1b}[2Ja\\u{9b}b\\u{7f}\\u{a}');
    expect(encodeTerminal('a\u202eb\u2028c\ud800d\u200b')).toBe('a\\u{202e}b\\u{2028}c\\u{d800}d\\u{200b}');
  });

  it('doubles backslashes only where the text would be ambiguous', () => {
    expect(encodeTerminal('\\u{1b} \\n \\\u001b')).toBe('\\\\u{1b} \\n \\\\\\u{1b}');
  });

  it('lets nothing through', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(encodeTerminal(text)).not.toMatch(forbidden);
        expect(encodeTerminal(text)).not.toContain('\n');
      }),
    );
  });

  it('can be read back without doubt', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(decode(encodeTerminal(text))).toBe(text);
      }),
    );
  });
});

describe('the GitHub log encoder', () => {
  it('breaks commands at line starts and anywhere', () => {
    expect(encodeGithubLog('::error::x\n  ::a\n a::b ##[group]c\r::d')).toBe(
      '\\u{3a}:error::x\n  \\u{3a}:a\n a::b #\\u{23}[group]c\r\\u{3a}:d',
    );
  });

  it('leaves no command in any text, keeps the lines, and changes nothing the second time', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const encoded = encodeGithubLog(text);
        expect(encoded).not.toMatch(workflowCommand);
        expect(encoded.split('\n').length).toBe(text.split('\n').length);
        expect(encodeGithubLog(encoded)).toBe(encoded);
      }),
    );
  });

  it('keeps annotation data in its place', () => {
    expect(encodeAnnotationProperty('a:b,c%0A')).toBe('a%3Ab%2Cc%250A');
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(encodeAnnotationMessage(text)).not.toMatch(forbidden);
        expect(encodeAnnotationMessage(text)).not.toMatch(/[\r\n]|##\[|%(?!25)/);
        expect(encodeAnnotationProperty(text)).not.toMatch(/[\r\n:,]|##\[|%(?!25|3A|2C)/);
      }),
    );
  });
});

describe('the JSON encoder', () => {
  it('keeps the meaning and hides nothing from a reader', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const encoded = encodeJson({ [text]: [text] });
        expect(JSON.parse(encoded)).toEqual({ [text]: [text] });
        expect(encoded).not.toMatch(forbidden);
        expect(encoded).not.toMatch(workflowCommand);
      }),
    );
  });
});

describe('the Markdown encoder', () => {
  it('makes the fence longer than any run of backticks', () => {
    expect(markdownCode('a')).toBe('`a`');
    expect(markdownCode('a``b')).toBe('```a``b```');
    expect(markdownCode('`a`')).toBe('`` `a` ``');
  });

  it('breaks comment markers and cell borders visibly', () => {
    expect(markdownCode('<!-- x -->')).toBe('`<\\u{21}-- x --\\u{3e}`');
    expect(markdownCell('a|b')).toBe('`a\\u{7c}b`');
  });

  it('is exactly one code span on one line, whatever is inside', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const span = markdownCode(text);
        expect(codeSpans(span)).toEqual([span]);
        expect(span).not.toMatch(forbidden);
        expect(span).not.toMatch(/\n|<!--|-->/);
        expect(markdownCell(text)).not.toContain('|');
      }),
    );
  });

  it('escapes HTML where HTML is written', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(htmlCode(text)).toMatch(/^<code>[^<>"'`\n]*<\/code>$/);
        expect(htmlCode(text)).not.toMatch(/&(?!#\d+;)/);
      }),
    );
  });
});

/** What the terminal encoder means: an odd run of backslashes before `u{` is a replaced character. */
function decode(text: string): string {
  return text.replace(/(\\+)u\{(?:([0-9a-f]+)\})?/g, (all, run: string, hex: string | undefined) => {
    const literal = '\\'.repeat(Math.floor(run.length / 2));
    if (run.length % 2 === 0) return `${literal}${all.slice(run.length)}`;
    return literal + String.fromCodePoint(Number.parseInt(hex ?? '', 16));
  });
}

/** The code spans of one line as CommonMark finds them. */
function codeSpans(text: string): string[] {
  return [...text.matchAll(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g)].map(([span]) => span);
}
