import { isCalendarDay } from '../model/calendar.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { DesiredGroup } from '../model/group.ts';
import { parseManifest } from './manifest.ts';
import type { ManifestFile } from './resolve.ts';
import { verdictAt } from './rules/rule.ts';

/** A warning for every `allow` whose last day is before `today` (`YYYY-MM-DD`, UTC): it does not count any more. */
export function endedExceptions(
  groups: readonly DesiredGroup[],
  files: readonly ManifestFile[],
  today: string,
): Diagnostic[] {
  const ended = new Set(
    groups.flatMap(({ allow, file }) =>
      allow !== undefined && isCalendarDay(allow.until) && allow.until < today ? [file] : [],
    ),
  );
  return files.filter(({ file }) => ended.has(file)).flatMap(endedIn);
}

/** Only these few manifests are read a second time, for the place of the day. */
function endedIn({ file, text }: ManifestFile): Diagnostic[] {
  const { manifest } = parseManifest(file, text);
  const until = manifest?.allow?.until;
  if (manifest === undefined || until === undefined) return [];
  const message = `the exception ended on ${until.text} and does not count any more`;
  const hint = 'Delete the key "allow", or have a later day reviewed.';
  return [verdictAt(manifest.source, until, { code: 'RC228', severity: 'warning', message, hint })];
}
