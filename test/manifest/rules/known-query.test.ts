import { describe, expect, it } from 'vitest';
import { resolveManifests } from '../../../src/manifest/resolve.ts';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { options } from '../sample.ts';

function problems(line: string, queries: readonly string[] | undefined): readonly Diagnostic[] {
  const text = `address: hq@x.y\nmembers: []\n${line}\n`;
  return resolveManifests([{ file: 'hq.yaml', text }], { ...options, queries }).diagnostics;
}

describe('a query that a manifest names', () => {
  it('is one of the settings', () => {
    expect(problems('query: sales', ['sales', 'hr'])).toEqual([]);
    expect(problems('query: sale', ['sales', 'hr'])).toMatchObject([
      {
        ...{ code: 'RC251', severity: 'error', message: 'the settings have no query "sale"' },
        ...{ hint: 'Did you mean "sales"? The settings have: sales, hr.', source: { line: 3, column: 8 } },
      },
    ]);
    expect(problems('query: sales', [])).toMatchObject([{ code: 'RC251', hint: 'The settings have no queries.' }]);
  });

  it('may be any where the settings are others', () => {
    expect(problems('query: gone', undefined)).toEqual([]);
  });

  it.each(['(uid=*)', '{ base: dc=x, filter: (uid=*) }', '[sales]', '12', '""', '"sales\\e[31m"'])(
    'is never a filter or anything else that is no name: %s',
    (value) => {
      const [first] = problems(`query: ${value}`, ['sales']);
      expect(first).toMatchObject({ code: expect.stringMatching(/^RC(202|251)$/), severity: 'error' });
    },
  );
});
