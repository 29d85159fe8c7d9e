import type { MailEffects } from '../model/mail-effect.ts';
import { markdownCode } from './encode-markdown.ts';
import { mailEffectWords, mailTitle } from './mail-effect-words.ts';
import type { MarkdownSection } from './markdown-budget.ts';
import { showValue } from './show-value.ts';
import { count } from './wording.ts';

/** What changes for mail through groups in groups; without rows when there is nothing to say. */
export function mailEffectSection(mail: MailEffects | undefined, title: string = mailTitle): MarkdownSection {
  const words = mail === undefined ? [] : mailEffectWords(mail, (text) => markdownCode(showValue(text)));
  const rows = words.map(({ address, text, bad }) => {
    return `- ${bad ? '**Warning:** ' : ''}${markdownCode(showValue(address))}: ${text}\n`;
  });
  const unexamined = mail?.unexamined ?? 0;
  const rest =
    unexamined === 0
      ? []
      : [`- Not looked at, because there are so many: ${count(unexamined, 'address', 'addresses')}.\n`];
  return {
    open: `\n**${title} (${words.length})**\n\n`,
    rows: [...rows, ...rest],
    close: '',
    row: 'line',
  };
}
