import { isCalendarDay } from '../model/calendar.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { DesiredGroup } from '../model/group.ts';
import { parseManifest } from './manifest.ts';
import type { ManifestFile } from './resolve.ts';
import { verdictAt } from './rules/rule.ts';

/** A warning for every exception whose last day is before `today` (`YYYY-MM-DD`): it does not count any more. */
export function endedExceptions(
  groups: readonly DesiredGroup[],
  files: readonly ManifestFile[],
  today: string,
): Diagnostic[] {
  const ended = new Set(
    groups
      .filter(({ allow, exceptions }) => [allow, ...exceptions].some((one) => hasEnded(one?.until, today)))
      .map(({ file }) => file),
  );
  return files.filter(({ file }) => ended.has(file)).flatMap((file) => endedIn(file, today));
}

function hasEnded(until: string | undefined, today: string): boolean {
  return until !== undefined && isCalendarDay(until) && until < today;
}

/** Only these few manifests are read a second time, for the place of the day. */
function endedIn({ file, text }: ManifestFile, today: string): Diagnostic[] {
  const { manifest } = parseManifest(file, text);
  if (manifest === undefined) return [];
  const { source, allow, exceptions } = manifest;
  const dated = [
    { key: 'allow', until: allow?.until },
    ...exceptions.map(({ until }) => ({ key: 'exceptions', until })),
  ];
  return dated.flatMap(({ key, until }) => {
    if (until === undefined || !hasEnded(until.text, today)) return [];
    const message = `the exception ended on ${until.text} and does not count any more`;
    const hint =
      key === 'allow'
        ? 'Delete the key "allow", or have a later day reviewed.'
        : 'Delete the entry of "exceptions", or have a later day reviewed.';
    return [verdictAt(source, until, { code: 'RC228', severity: 'warning', message, hint })];
  });
}
