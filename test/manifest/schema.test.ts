import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { groupJsonSchema, manifestSchema } from '../../src/manifest/schema.ts';
import { keysAt } from '../../src/manifest/schema-walk.ts';

const keys = keysAt(manifestSchema, []);

describe('the JSON Schema of a manifest', () => {
  it('is the one in schema/', () => {
    const file = readFileSync(new URL('../../schema/group.schema.json', import.meta.url), 'utf8');
    expect(`${JSON.stringify(groupJsonSchema(), null, 2)}\n`).toBe(file);
  });

  it('describes every key and knows no other', () => {
    const schema = groupJsonSchema() as {
      properties: Record<string, { description?: string }>;
      additionalProperties: boolean;
    };
    expect(Object.keys(schema.properties)).toEqual(keys);
    expect(Object.values(schema.properties).every(({ description }) => description !== undefined)).toBe(true);
    expect(schema.additionalProperties).toBe(false);
  });

  it('has a documentation page for every key', () => {
    for (const key of keys) {
      const page = readFileSync(new URL(`../../docs/manifest/${key}.md`, import.meta.url), 'utf8');
      expect(page).toContain(`# \`${key}\`\n`);
    }
  });
});
