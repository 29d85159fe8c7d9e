import type { MemberDetails } from '../manifest/edit.ts';
import { dayOf, isCalendarDay, isMemberOn } from '../model/calendar.ts';
import { Failure } from '../model/failure.ts';
import { editToText } from '../report/edit-text.ts';
import type { Context } from './context.ts';
import { checkEdit, type GroupEditOptions, type OpenGroup, openGroup, writeEdit } from './edit-group.ts';
import { type ExitCode, exitCode } from './exit-code.ts';

/** Options of `add`. */
export interface AddOptions extends GroupEditOptions {
  readonly reason: string | undefined;
  /** First and last day, `YYYY-MM-DD`. */
  readonly from: string | undefined;
  readonly until: string | undefined;
}

/** Puts members into a manifest, at the end of its list; comments and order stay. */
export async function run(context: Context, options: AddOptions): Promise<ExitCode> {
  const details = detailsOf(options);
  const open = await openGroup(context, options);
  if (open === undefined) return exitCode.input;
  const today = dayOf(context.now, open.inputs.settings.calendar.timeZone);
  if (options.until !== undefined && options.until < today) {
    throw new Failure('usage', `--until ${options.until} is over: today is ${today}`, 'Name a later day.');
  }
  const wanted = new Map(options.members.map((member) => [open.keyOf(member), member]));
  const fresh = [...wanted].filter(([key]) => !open.own.has(key)).map(([, member]) => member);
  const present = [...wanted.keys()].flatMap((key) => open.own.get(key) ?? []);
  for (const member of present) refuseOtherDays(open, member, today);
  if (fresh.length > 0) {
    const checked = checkEdit(context, open, { removeMembers: [], addMembers: fresh, set: [] }, details);
    if (checked === undefined) return exitCode.input;
    if (isMemberOn(options, today)) refuseExcluded(open, checked.group.members, fresh);
    writeEdit(context, open.group, checked.text);
  }
  const { address, file } = open.group;
  const style = context.outStyle;
  context.out(editToText({ address, file, verb: 'added', changed: fresh, same: present, details }, { style }));
  return exitCode.done;
}

function detailsOf({ reason, from, until }: AddOptions): MemberDetails {
  for (const [option, day] of [
    ['--from', from],
    ['--until', until],
  ] as const) {
    if (day === undefined || isCalendarDay(day)) continue;
    throw new Failure('usage', `${option} takes a day, not ${JSON.stringify(day)}`, 'Write it like 2026-12-31.');
  }
  if (from !== undefined && until !== undefined && until < from) {
    throw new Failure('usage', `--until ${until} is before --from ${from}`, 'Name the first day, then the last one.');
  }
  if (reason?.trim() === '') throw new Failure('usage', '--reason is empty', 'Say why, or leave the option out.');
  const given = [
    ['reason', reason],
    ['from', from],
    ['until', until],
  ] as const;
  return given.flatMap(([key, text]) => (text === undefined ? [] : [[key, text] as const]));
}

/** Somebody whose days are over, or have not begun, is in the file and yet no member. */
function refuseOtherDays({ group }: OpenGroup, member: string, today: string): void {
  const days = group.composition?.days.get(member);
  if (days === undefined || isMemberOn(days, today)) return;
  const [word, day] = days.until !== undefined && days.until < today ? ['until', days.until] : ['from', days.from];
  const message = `${member} is in ${group.file} already, ${word} ${day ?? ''}`;
  throw new Failure('input', message, 'Change the day there.');
}

function refuseExcluded({ group, keyOf }: OpenGroup, members: readonly string[], fresh: readonly string[]): void {
  const keys = new Set(members.map(keyOf));
  const missing = fresh.filter((member) => !keys.has(keyOf(member)));
  if (missing.length === 0) return;
  const message = `${missing.join(', ')} would still be no member of ${group.address}: exclude takes it out again`;
  throw new Failure('input', message, `Take it out of exclude in ${group.file}. Nothing was written.`);
}
