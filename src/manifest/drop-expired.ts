import { isCalendarDay } from '../model/calendar.ts';
import { editManifest } from './edit.ts';
import { parseManifest } from './manifest.ts';

/** A member whose last day has passed. */
export interface ExpiredMember {
  readonly member: string;
  readonly until: string;
}

/** A manifest without the members whose last day has passed. */
export interface WithoutExpired {
  readonly text: string;
  readonly dropped: readonly ExpiredMember[];
  /** Members that stay, because nobody would be left: a list that is empty means "nobody" on purpose. */
  readonly kept: readonly ExpiredMember[];
}

/** Takes out the members whose last day is before `today`; undefined when the text cannot be edited in place. */
export function withoutExpired(text: string, today: string): WithoutExpired | undefined {
  const { manifest } = parseManifest('', text);
  const expired = (manifest?.days ?? []).flatMap(({ member, until }) =>
    until !== undefined && isCalendarDay(until.text) && until.text < today
      ? [{ member: member.text, until: until.text }]
      : [],
  );
  if (manifest === undefined || expired.length === 0) return { text, dropped: [], kept: [] };
  if (expired.length === manifest.members.length && manifest.include.length === 0) {
    return { text, dropped: [], kept: expired };
  }
  const removeMembers = expired.map(({ member }) => member);
  const edited = editManifest(text, { removeMembers, addMembers: [], set: [] });
  return edited === undefined ? undefined : { text: edited, dropped: expired, kept: [] };
}
