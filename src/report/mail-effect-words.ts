import type { MailEffect, MailEffects, MailPath, MailVerdict } from '../model/mail-effect.ts';
import { count } from './wording.ts';

/** One thing to say about the mail for an address; `show` makes a text of people harmless. */
export interface MailEffectWords {
  readonly address: string;
  readonly text: string;
  /** Whether mail will not arrive. */
  readonly bad: boolean;
}

/** What stands above it. */
export const mailTitle = 'Mail, through groups in groups';

/** All that is to say, address by address, the bad news of each first. */
export function mailEffectWords({ effects }: MailEffects, show: (text: string) => string): readonly MailEffectWords[] {
  return effects.flatMap((effect) => {
    const { address } = effect;
    const verdict = verdictWords(effect, show);
    return [
      ...(verdict === undefined ? [] : [{ address, ...verdict }]),
      ...[
        ...(effect.isPassedOn ? ['another group has the address now'] : []),
        ...effect.starts.map((path) => startWords(path, effect, show)),
        ...effect.stops.map((path) => stopWords(path, show)),
        ...effect.stays.map(
          (path) => `${show(lastOf(path))} leaves the list and still gets its mail${way(path, show)}`,
        ),
        ...effect.already.map(
          (path) => `${show(lastOf(path))} joins the list and got its mail already${way(path, show)}`,
        ),
      ].map((text) => ({ address, text, bad: false })),
    ];
  });
}

function startWords(path: MailPath, { isPassedOn }: MailEffect, show: (text: string) => string): string {
  const last = show(lastOf(path));
  return path.length === 2 && !isPassedOn
    ? `${last} gets its mail itself, because no group of that name has members any more`
    : `${last} starts to get its mail${way(path, show)}`;
}

function stopWords(path: MailPath, show: (text: string) => string): string {
  const came = path.length === 2 ? '' : `, which came${way(path, show)}`;
  return `${show(lastOf(path))} stops getting its mail${came}`;
}

function verdictWords(
  { before, after }: MailEffect,
  show: (text: string) => string,
): Omit<MailEffectWords, 'address'> | undefined {
  if (after.kind === 'deferred') {
    const goesOn = before.kind === 'deferred' ? 'goes on putting' : 'will put';
    return { text: `Postfix ${goesOn} off all mail to it: ${reasonWords(after, show)}`, bad: true };
  }
  if (before.kind !== 'deferred') return undefined;
  return { text: `Postfix puts off mail to it no more (it did: ${reasonWords(before, show)})`, bad: false };
}

function reasonWords(
  { reason, recipients, path }: Extract<MailVerdict, { kind: 'deferred' }>,
  show: (text: string) => string,
): string {
  const where = path.map(show).join(' → ');
  switch (reason) {
    case 'recipients':
      return `${count(recipients, 'recipient')} or more, which is too many (${where})`;
    case 'nesting':
      return `groups in groups are too deep (${where})`;
    case 'loop':
      return `groups hold each other without end (${where})`;
    case 'length':
      return `an address is too long (${where})`;
    case 'blank':
      return `the values of a group hold no address (${where})`;
    case 'unreadable':
      return `a value of a group is no text (${where})`;
  }
}

function way(path: MailPath, show: (text: string) => string): string {
  const between = path.slice(1, -1);
  return between.length === 0 ? '' : ` through ${between.map(show).join(' → ')}`;
}

function lastOf(path: MailPath): string {
  return path.at(-1) ?? '';
}
