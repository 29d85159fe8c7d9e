import { describe, expect, it } from 'vitest';
import { endedExceptions } from '../../src/manifest/ended-exceptions.ts';
import { resolveManifests } from '../../src/manifest/resolve.ts';
import { options } from './sample.ts';

const text = (until: string): string =>
  `address: hq@example.net\nmembers: []\nallow: { removals: 40, until: ${until}, reason: Hamburg closes }\n`;
const file = 'groups/hq.yaml';

const found = (until: string, today: string): unknown => {
  const files = [{ file, text: text(until) }];
  return endedExceptions(resolveManifests(files, options).state.groups, files, today);
};

describe('an exception in a manifest', () => {
  it('gives a warning at its day when the day has passed', () => {
    expect(found('2026-12-05', '2026-12-06')).toMatchObject([
      {
        code: 'RC228',
        severity: 'warning',
        message: 'the exception ended on 2026-12-05 and does not count any more',
        source: { file, line: 3, column: 31, endColumn: 41 },
      },
    ]);
  });

  it.each(['2026-12-05', '2026-12-04'])('gives none on %s, while it counts', (today) => {
    expect(found('2026-12-05', today)).toEqual([]);
  });

  it('gives none for a day that is not in the calendar, which is an error already', () => {
    expect(found('2020-02-31', '2026-12-06')).toEqual([]);
  });
});
