import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkShape, type Shape } from '../../src/manifest/shape.ts';
import { parseYaml } from '../../src/manifest/yaml.ts';

const schema = z.strictObject({
  directory: z.strictObject({
    url: z.string().meta({ examples: ['ldap://localhost'] }),
    tls: z.strictObject({ ca: z.string().optional() }).optional(),
    bind: z.union([z.literal('none'), z.strictObject({ dn: z.string() })]).optional(),
  }),
  prune: z.enum(['declared', 'all', 'never']).default('declared'),
  limits: z.record(z.string(), z.number().int().min(1)).optional(),
  domains: z.array(z.string()).optional(),
  odd: z
    .string()
    .superRefine((text, context) => {
      if (text === 'x') context.addIssue({ code: 'custom', message: 'must not be x', params: { hint: 'Write y.' } });
    })
    .optional(),
});

const shape: Shape<z.output<typeof schema>> = {
  schema,
  codes: { unknownKey: 'RC301', wrongValue: 'RC302', missingKey: 'RC303' },
  missing: { directory: 'Say where the directory is.' },
};

function check(text: string): unknown[] {
  const { source, root } = parseYaml('f.yaml', text);
  if (root === undefined) throw new Error('no tree');
  return checkShape(shape, source, root).diagnostics.map(({ code, message, hint, source: at }) => [
    code,
    `${at.line}:${at.column}`,
    message,
    hint,
  ]);
}

describe('checkShape', () => {
  it('gives the value when all is well, defaults filled in', () => {
    const { source, root } = parseYaml('f.yaml', 'directory: { url: ldap://x }\n');
    expect(root && checkShape(shape, source, root)).toEqual({
      value: { directory: { url: 'ldap://x' }, prune: 'declared' },
      diagnostics: [],
    });
  });

  it('names an unknown key, what was meant, and the known ones', () => {
    expect(check('directory:\n  url: x\n  tls: { cA: 1 }\n')).toEqual([
      ['RC301', '3:10', 'unknown key "cA" in "directory.tls"', 'Did you mean "ca"? Known keys: ca.'],
    ]);
  });

  it('shows an example for a missing key', () => {
    expect(check('directory:\n  tls: {}\n')).toEqual([
      ['RC303', '1:1', 'the key "directory.url" is missing', 'Add a line such as "url: ldap://localhost".'],
    ]);
  });

  it('takes the hint that was given for a missing key', () => {
    expect(check('prune: all\n')).toEqual([
      ['RC303', '1:1', 'the key "directory" is missing', 'Say where the directory is.'],
    ]);
  });

  it('says what a value must be and what it is', () => {
    const head = 'directory: { url: x }\n';
    expect(check(`${head}prune: al\n`)).toEqual([
      ['RC302', '2:8', '"prune" must be one of declared, all, never, not "al"', 'Did you mean "all"?'],
    ]);
    expect(check(`${head}domains: [5]\n`)).toEqual([
      ['RC302', '2:11', 'an entry of "domains" must be a text, not the number 5', 'Put it in quotes: "5".'],
    ]);
    expect(check(`${head}domains: example.net\n`)).toEqual([
      ['RC302', '2:10', '"domains" must be a list, not "example.net"', 'Write a list: one "- " line for each value.'],
    ]);
    expect(check(`${head}domains:\n`)).toEqual([
      ['RC302', '2:1', '"domains" must be a list, not nothing', 'Write [] for an empty list, or delete the key.'],
    ]);
  });

  it('looks into the branch of a union that fits best', () => {
    expect(check('directory:\n  url: x\n  bind: { dm: a }\n')).toEqual([
      ['RC303', '3:3', 'the key "directory.bind.dn" is missing', 'Add a line such as "dn:".'],
      ['RC301', '3:11', 'unknown key "dm" in "directory.bind"', 'Did you mean "dn"? Known keys: dn.'],
    ]);
    expect(check('directory: { url: x, bind: 7 }\n')).toEqual([
      ['RC302', '1:28', '"directory.bind" must be none or a mapping, not the number 7', 'Write none or a mapping.'],
    ]);
  });

  it("passes on a schema's own message and hint", () => {
    expect(check('directory: { url: x }\nodd: x\n')).toEqual([['RC302', '2:6', '"odd": must not be x', 'Write y.']]);
  });

  it('reports limits of numbers at the value', () => {
    expect(check('directory: { url: x }\nlimits: { a: 0 }\n')).toEqual([
      ['RC302', '2:14', '"limits.a" must be at least 1, not the number 0', 'Correct the value.'],
    ]);
  });
});
