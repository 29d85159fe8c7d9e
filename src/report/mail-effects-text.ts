import type { MailEffects } from '../model/mail-effect.ts';
import { limited } from './change-text.ts';
import { mailEffectWords, mailTitle } from './mail-effect-words.ts';
import { showValue } from './show-value.ts';
import type { Style } from './style.ts';
import { count } from './wording.ts';

/** What changes for mail through groups in groups, with a title; nothing when there is nothing to say. */
export function mailEffectLines(
  mail: MailEffects | undefined,
  style: Style,
  limit: number,
  title: string = mailTitle,
): string[] {
  const words = mail === undefined ? [] : mailEffectWords(mail, showValue);
  const unexamined = mail?.unexamined ?? 0;
  if (words.length + unexamined === 0) return [];
  return [
    `${title} (${words.length}):`,
    ...limited(words, limit, ({ address, text, bad }) => {
      const line = `${style.bold(showValue(address))}  ${text}`;
      return bad ? `${style.warn('!')} ${line}` : `    ${line}`;
    }),
    ...(unexamined === 0
      ? []
      : [`    (not looked at, because there are so many: ${count(unexamined, 'address', 'addresses')})`]),
  ];
}
