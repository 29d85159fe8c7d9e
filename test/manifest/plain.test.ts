import { describe, expect, it } from 'vitest';
import { isText, plainValue } from '../../src/manifest/plain.ts';
import { parseYaml } from '../../src/manifest/yaml.ts';

describe('plainValue', () => {
  it.each([
    ['true', true],
    ['false', false],
    ['null', null],
    ['~', null],
    ['12', 12],
    ['-3', -3],
    ['0', 0],
    ['no', 'no'],
    ['True', 'True'],
    ['00123', '00123'],
    ['-0', '-0'],
    ['+1', '+1'],
    ['1.5', '1.5'],
    ['1e3', '1e3'],
    ['0x1f', '0x1f'],
    ['2026-12-01', '2026-12-01'],
    ['12345678901234567890', '12345678901234567890'],
    ['"12"', '12'],
    ["'true'", 'true'],
    ['""', ''],
  ])('reads %s as %j', (source, value) => {
    const { root } = parseYaml('f.yaml', `- ${source}\n`);
    expect(root && plainValue(root)).toEqual([value]);
    expect(root?.kind === 'sequence' && root.items.every(isText)).toBe(typeof value === 'string');
  });

  it('reads an absent value as null', () => {
    const { root } = parseYaml('f.yaml', 'a:\n');
    expect(root && { ...(plainValue(root) as object) }).toEqual({ a: null });
  });

  it('keeps a key named __proto__ as a key', () => {
    const { root } = parseYaml('f.yaml', '__proto__: { a: 1 }\n');
    expect(root && Object.keys(plainValue(root) as object)).toEqual(['__proto__']);
  });
});
