import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseLdif } from '../../src/ldap/ldif.ts';

const line = fc.constantFrom(
  'cn: é',
  'cn:: w6k=',
  'sn: a\n b',
  'a;x-b:\n :\n  YQ==',
  '# comment\n goes on',
  'description:',
);
const block = fc.oneof(
  fc.array(line, { maxLength: 5 }).map((lines) => ['dn: cn=ü,dc=x', ...lines].join('\n')),
  fc.array(line, { maxLength: 3 }).map((lines) => ['# above', 'dn:: Y249w6k=', 'changetype: add', ...lines].join('\n')),
  fc.constantFrom('# alone', 'version: 1', 'version: 1\ndn: dc=x', 'ref: ldap://é', '', 'dn: dc=x\ndc: x\n# below'),
);
const file = fc
  .tuple(
    fc.constantFrom('', '\ufeff'),
    fc.array(block),
    fc.constantFrom('\n\n', '\n\n\n\n'),
    fc.constantFrom('', '\n', '\n\n'),
    fc.boolean(),
  )
  .map(([mark, blocks, between, end, crlf]) => {
    const text = mark + blocks.join(between) + end;
    return Buffer.from(crlf ? text.replaceAll('\n', '\r\n') : text);
  });

it('the ranges of the records and what lies between them reproduce the file', () => {
  fc.assert(
    fc.property(file, (bytes) => {
      const { problems, records } = parseLdif(bytes);
      expect(problems).toEqual([]);
      let position = 0;
      const parts: Buffer[] = [];
      for (const { range } of records) {
        expect(range.start).toBeGreaterThanOrEqual(position);
        expect(range.end).toBeGreaterThan(range.start);
        parts.push(bytes.subarray(position, range.start), bytes.subarray(range.start, range.end));
        position = range.end;
      }
      parts.push(bytes.subarray(position));
      expect(Buffer.concat(parts).equals(bytes)).toBe(true);
    }),
  );
});

it('a record read from its range alone is the same record', () => {
  fc.assert(
    fc.property(file, (bytes) => {
      for (const record of parseLdif(bytes).records) {
        const alone = parseLdif(bytes.subarray(record.range.start, record.range.end));
        expect(alone.problems).toEqual([]);
        expect(alone.records).toEqual([
          { ...record, line: 1, range: { start: 0, end: record.range.end - record.range.start } },
        ]);
      }
    }),
  );
});

it('a record is where its number and its range say', () => {
  fc.assert(
    fc.property(file, (bytes) => {
      for (const { line: number, range } of parseLdif(bytes).records) {
        expect(bytes.subarray(0, range.start).toString().split('\n')).toHaveLength(number);
        expect(bytes.subarray(range.start).toString()).toMatch(/^dn:/);
      }
    }),
  );
});

it('without its records the file has neither entries nor changes', () => {
  fc.assert(
    fc.property(file, (bytes) => {
      const ranges = parseLdif(bytes).records.map(({ range }) => range);
      const rest = ranges.reduceRight(
        (left, { start, end }) => Buffer.concat([left.subarray(0, start), left.subarray(end)]),
        bytes,
      );
      expect(parseLdif(rest).records).toEqual([]);
    }),
  );
});

it('comments and blank lines around a record are not part of it', () => {
  const text = '# a\n\n# b\ndn: dc=x\n# c\ndc: x\n# d\n\n# e\n';
  expect(parseLdif(Buffer.from(text)).records.map(({ range }) => text.slice(range.start, range.end))).toEqual([
    'dn: dc=x\n# c\ndc: x\n',
  ]);
});
