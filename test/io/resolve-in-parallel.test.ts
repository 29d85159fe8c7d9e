import { describe, expect, it } from 'vitest';
import type * as source from '../../src/io/resolve-in-parallel.ts';
import { postfixBook } from '../../src/ldap/profile.ts';
import { resolveManifests } from '../../src/manifest/resolve.ts';

/** The built module: a thread cannot be started on a TypeScript file. */
const built = new URL('../../dist/io/resolve-in-parallel.js', import.meta.url).href;
const { resolveInParallel } = (await import(built)) as typeof source;

const options = { localPart: 'fold', profile: postfixBook, domains: [], queries: [], today: '2026-11-22' } as const;

/** 48 manifests of about 100,000 characters: enough for a second thread. */
const files = Array.from({ length: 48 }, (_, n) => {
  const members = Array.from({ length: 4000 }, (_, m) => `  - person${n * 4000 + m}@example.net\n`).join('');
  return { file: `groups/g${n}.yaml`, text: `address: g${n}@example.net\nmembers:\n${members}` };
});

describe('a large set of manifests', () => {
  it('is read by two threads as by one, problems across both parts included', async () => {
    const rival = { file: 'groups/rival.yaml', text: 'address: G0@example.net\nmembers: [a b@example.net]\n' };
    for (const set of [files, [...files, rival]]) {
      const expected = resolveManifests(set, options);
      expect(await resolveInParallel(set, options)).toEqual(expected);
    }
    const codes = resolveManifests([...files, rival], options).diagnostics.map(({ code }) => code);
    expect(codes).toEqual(['RC214', 'RC210']);
  });
});
