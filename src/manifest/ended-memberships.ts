import { isCalendarDay } from '../model/calendar.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { DesiredGroup } from '../model/group.ts';
import { parseManifest } from './manifest.ts';
import type { ManifestFile } from './resolve.ts';
import { verdictAt } from './rules/rule.ts';
import { quoted } from './source.ts';

/** A warning for every member whose last day is before `today` (`YYYY-MM-DD`): the line does nothing any more. */
export function endedMemberships(
  groups: readonly DesiredGroup[],
  files: readonly ManifestFile[],
  today: string,
): Diagnostic[] {
  const ended = new Set(
    groups.flatMap(({ composition, file }) =>
      [...(composition?.days.values() ?? [])].some(({ until }) => hasPassed(until, today)) ? [file] : [],
    ),
  );
  return files.filter(({ file }) => ended.has(file)).flatMap((file) => endedIn(file, today));
}

/** Only these few manifests are read a second time, for the place of the day. */
function endedIn({ file, text }: ManifestFile, today: string): Diagnostic[] {
  const { manifest } = parseManifest(file, text);
  if (manifest === undefined) return [];
  return manifest.days.flatMap(({ member, until }) => {
    if (until === undefined || !hasPassed(until.text, today)) return [];
    const message = `the last day of the member ${quoted(member.text)} was ${until.text}`;
    const hint = 'Delete the entry (rollcall fmt --drop-expired does that), or have a later day reviewed.';
    return [verdictAt(manifest.source, until, { code: 'RC247', severity: 'warning', message, hint })];
  });
}

function hasPassed(until: string | undefined, today: string): boolean {
  return until !== undefined && isCalendarDay(until) && until < today;
}
