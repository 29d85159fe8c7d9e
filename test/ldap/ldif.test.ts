import { describe, expect, it } from 'vitest';
import { type LdifFile, parseLdif } from '../../src/ldap/ldif.ts';
import type { Entry } from '../../src/model/entry.ts';

function read(text: string): LdifFile {
  return parseLdif(Buffer.from(text));
}

/** The entries of a file that has nothing but good content records. */
function entries(text: string): readonly Entry[] {
  const { problems, records } = read(text);
  expect(problems).toEqual([]);
  return records.flatMap((record) => (record.kind === 'content' ? [record.entry] : []));
}

/** The attributes of the only entry, as pairs. */
function attributes(text: string): unknown {
  return entries(text)[0]?.attributes.map(({ name, values }) => [name, ...values]);
}

describe('lines', () => {
  it('an entry is read with its attributes in the order in which they are first seen', () => {
    expect(entries('dn: cn=a,dc=b\nobjectClass: top\ncn: a\nOBJECTCLASS: person\nsn:\n')).toEqual([
      {
        dn: 'cn=a,dc=b',
        attributes: [
          { name: 'objectClass', values: ['top', 'person'] },
          { name: 'cn', values: ['a'] },
          { name: 'sn', values: [''] },
        ],
      },
    ]);
  });

  it('a folded line is joined, wherever it was cut', () => {
    expect(entries('d\n n: cn=a,d\n c=b\ncn\n : a\n  b\n \n c\ncn:\n : \n YQ=\n =\n')).toEqual([
      { dn: 'cn=a,dc=b', attributes: [{ name: 'cn', values: ['a bc', 'a'] }] },
    ]);
  });

  it('comments are left out, with their continuations', () => {
    expect(attributes('# one\n two\ndn: dc=b\n# three\n  four\ndc: b\n#five\n\n# six\n')).toEqual([['dc', 'b']]);
  });

  it.each([
    ['\r\n', 'dn: dc=b\r\ndc: b\r\n c\r\n\r\ndn: dc=d\r\ndc: d\r\n'],
    ['\n', 'dn: dc=b\ndc: b\n c\r\n\r\ndn: dc=d\r\ndc: d'],
  ] as const)('lines may end with CR LF, LF, or both mixed', (lineEnd, text) => {
    expect(read(text).lineEnd).toBe(lineEnd);
    expect(entries(text).map(({ attributes: [first] }) => first?.values)).toEqual([['bc'], ['d']]);
  });

  it('a byte order mark, blank lines and a missing last line end do no harm', () => {
    expect(attributes('\ufeff\n\n\nversion: 1\n\n\ndn: dc=b\ndc: b')).toEqual([['dc', 'b']]);
  });

  it('the version is read, and a second one from files put together is skipped', () => {
    const file = read('version: 1\ndn: dc=a\ndc: a\n\nversion: 1\n\ndn: dc=b\ndc: b\n');
    expect(file.version).toBe(1);
    expect(file.records).toHaveLength(2);
    expect(read('dn: dc=a\n').version).toBeUndefined();
  });

  it('an empty file holds nothing', () => {
    expect(read('')).toEqual({ version: undefined, lineEnd: '\n', records: [], references: [], problems: [] });
  });
});

describe('values', () => {
  it.each([
    ['a:b', 'b'],
    ['a:   b', 'b'],
    ['a: b ', 'b '],
    ['a: :b', ':b'],
    ['a:', ''],
    ['a::', ''],
    ['a:: YQ==', 'a'],
    ['a::YWI= ', 'ab'],
    ['a:: IGEg', ' a '],
    ['a:: w6k=', 'é'],
    ['a:: 77u/YQ==', '\ufeffa'],
    ['a: é', 'é'],
    ['a: - b', '- b'],
    ['a: \t', '\t'],
  ])('%j has the value %j', (line, value) => expect(attributes(`dn: dc=b\n${line}\n`)).toEqual([['a', value]]));

  it('a value that is not UTF-8 is bytes, in base64 or as it is', () => {
    expect(attributes('dn: dc=b\na:: /w==\n')).toEqual([['a', Uint8Array.of(0xff)]]);
    const raw = Buffer.concat([Buffer.from('dn: dc=b\na: x'), Buffer.of(0xff), Buffer.from('\n')]);
    expect(parseLdif(raw).records).toMatchObject([
      { entry: { attributes: [{ values: [Uint8Array.of(0x78, 0xff)] }] } },
    ]);
  });

  it('attribute options belong to the name', () => {
    expect(attributes('dn: dc=b\ncn;lang-de: x\ncn: y\nCN;Lang-DE: z\n')).toEqual([
      ['cn;lang-de', 'x', 'z'],
      ['cn', 'y'],
    ]);
  });

  it('a DN may be in base64, in raw UTF-8, or empty', () => {
    expect(entries('dn:: Y249w6k=\n\nDN: cn=é\n\ndn:\nvendorName: x\n').map(({ dn }) => dn)).toEqual([
      'cn=é',
      'cn=é',
      '',
    ]);
  });
});

describe('what ldapsearch writes', () => {
  const entry = '# extended LDIF\n#\n# filter: (a=*)\n#\n\n# hq, x\ndn: cn=hq,dc=x\ncn: hq\n\n';

  it('the result of a completed search is skipped', () => {
    const text = `${entry}# search result\nsearch: 2\nresult: 0 Success\n\n# numResponses: 2\n# numEntries: 1\n`;
    expect(entries(text)).toHaveLength(1);
    expect(entries(`${entry}# search result\n# result: 0 Success\n`)).toHaveLength(1);
  });

  it.each([
    'search: 2\nresult: 4 Size limit exceeded\n',
    'search: 2\nresult: 32 No such object\nmatchedDN: dc=x\ntext: gone\n',
    'search: 2\nresult: 0 Success\ncontrol: 1.2.840.113556.1.4.319 false MAUCAQAEAA==\npagedresults: cookie=AAA=\n',
  ])('a search that was not completed is a problem: %j', (end) => {
    const [problem, ...more] = read(entry + end).problems;
    expect(more).toEqual([]);
    expect(problem?.message).toContain('entries are missing');
    expect((entry + end).split('\n')[(problem?.line ?? 0) - 1]).toMatch(/result: \d|cookie/);
  });

  it('between two pages a search goes on', () => {
    const page = 'search: 2\nresult: 0 Success\npagedresults: cookie=AAA=\n\n';
    expect(entries(`${entry}${page}${entry}search: 3\nresult: 0 Success\npagedresults: cookie=\n`)).toHaveLength(2);
  });

  it('references to other servers are collected', () => {
    const { references, problems } = read(`${entry}# search reference\nref: ldap://b/dc=y??sub\nref: ldap://c\n`);
    expect(problems).toEqual([]);
    expect(references).toEqual([
      { line: 11, url: 'ldap://b/dc=y??sub' },
      { line: 12, url: 'ldap://c' },
    ]);
  });

  it('an entry may have attributes called ref, search or result', () => {
    expect(attributes('dn: dc=x\nref: ldap://b\nsearch: 2\nresult: 4 no\n')).toHaveLength(3);
  });
});

describe('problems', () => {
  it.each([
    ['dn: dc=x\nabc\n', 2, '"abc" has no colon'],
    ['dn: dc=x\na b: c\n', 2, '"a b" is not an attribute name'],
    ['dn: dc=x\n: c\n', 2, '"" is not an attribute name'],
    ['dn: dc=x\na:: YQ=\n', 2, 'not base64'],
    ['dn: dc=x\na:: Y Q==\n', 2, 'not base64'],
    ['dn: dc=x\na:: YQ-_\n', 2, 'not base64'],
    ['dn: dc=x\na:< file:///etc/passwd\n', 2, 'read from "file:///etc/passwd"'],
    ['dn: dc=x\nmember;range=0-1499: cn=a\n', 2, 'only a part'],
    ['dn: dc=x\na: b\u0000c\n', 2, 'NUL'],
    ['dn: dc=x\na: b\ndn: dc=y\na: c\n', 3, 'second "dn:"'],
    ['dn: dc=x\n\n\na: b\n', 4, 'begins with "a: b"'],
    ['dn: nonsense\na: b\n', 1, 'is not a DN'],
    ['dn:: /w==\na: b\n', 1, 'is not a DN'],
    [' a\ndn: dc=x\n', 1, 'begins with a space'],
    ['dn: dc=x\n\n \n', 3, 'begins with a space'],
    ['# c\n\n a\n', 3, 'begins with a space'],
    ['version: 2\ndn: dc=x\n', 1, 'not a version'],
    ['version\ndn: dc=x\n', 1, 'has no colon'],
    ['dn: dc=x\n-\n', 2, 'has no colon'],
    ['\n# c\ndn: dc=x\na:\n b\nc\n', 6, 'has no colon'],
  ])('%j has a problem in line %i', (text, line, message) => {
    const { problems } = read(text);
    expect(problems[0]).toEqual({
      line,
      message: expect.stringContaining(message),
      hint: expect.stringMatching(/\w\.$/),
    });
    expect(problems.slice(1).filter((problem) => problem.line === line)).toEqual([]);
  });

  it('all problems are found at once, in the order of their lines, and good records are read', () => {
    const { problems, records } = read('dn: x\na\n\ndn: dc=x\na:: ?\nb:< c\n\ndn: dc=y\na: b\n');
    expect(problems.map(({ line }) => line)).toEqual([1, 2, 5, 6]);
    expect(records).toHaveLength(1);
  });

  it('a file of other things has a hundred problems and not a million', () => {
    expect(read('abc\n'.repeat(1e5)).problems).toHaveLength(100);
    expect(read(' \n'.repeat(1e5)).problems).toHaveLength(100);
    expect(read('\u0000'.repeat(1e6)).problems).toHaveLength(1);
  });

  it('UTF-16 is named as such', () => {
    expect(parseLdif(Buffer.from('\ufeffdn: dc=x\n', 'utf16le')).problems[0]?.message).toContain('UTF-16');
  });

  it('a message shows no control characters and not too much', () => {
    const message = read(`dn: dc=x\n\u001b[31m${'x'.repeat(1e5)}\n`).problems[0]?.message ?? '';
    expect(message).toMatch(/^[\u0020-\u007e…]{10,80}$/);
  });
});

describe('size', () => {
  it('a very long line is one value', () => {
    const value = 'x'.repeat(5e6);
    expect(attributes(`dn: dc=x\na: ${value}`)).toEqual([['a', value]]);
  });

  it('a very long base64 value is read, folded or not', () => {
    expect(attributes(`dn: dc=x\na:: ${'QUJD'.repeat(5e6)}\n`)).toEqual([['a', 'ABC'.repeat(5e6)]]);
    expect(attributes(`dn: dc=x\na::${'\n QUJD'.repeat(3e5)}\n`)).toEqual([['a', 'ABC'.repeat(3e5)]]);
  });

  it('an entry may have very many attributes', () => {
    const lines = Array.from({ length: 5e4 }, (_, index) => `a${index}: x\n`);
    expect(attributes(`dn: dc=x\n${lines.join('')}`)).toHaveLength(5e4);
  });
});
