import { describe, expect, it } from 'vitest';
import { endedMemberships } from '../../src/manifest/ended-memberships.ts';
import { resolveManifests } from '../../src/manifest/resolve.ts';
import { options } from './sample.ts';

const text = (until: string): string =>
  `address: hq@x.y\nmembers:\n  - address: ann@x.y\n    until: ${until}\n  - bob@x.y\n`;

const found = (until: string, today: string): ReturnType<typeof endedMemberships> => {
  const files = [{ file: 'hq.yaml', text: text(until) }];
  return endedMemberships(resolveManifests(files, options).state.groups, files, today);
};

describe('a member whose last day has passed', () => {
  it('is a warning at the day', () => {
    expect(found('2026-12-05', '2026-12-06')).toEqual([
      {
        code: 'RC247',
        severity: 'warning',
        message: 'the last day of the member "ann@x.y" was 2026-12-05',
        hint: 'Delete the entry (rollcall fmt --drop-expired does that), or have a later day reviewed.',
        source: { file: 'hq.yaml', line: 4, column: 12, endColumn: 22, text: '    until: 2026-12-05' },
      },
    ]);
  });

  it.each(['2026-12-05', '2026-12-04'])('is none on %s', (today) => expect(found('2026-12-05', today)).toEqual([]));

  it('is none when the day is not in the calendar, which is an error of its own', () => {
    expect(found('2026-02-30', '2026-12-06')).toEqual([]);
  });
});
