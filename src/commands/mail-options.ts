import type { Settings } from '../io/run-settings.ts';
import type { MailEffectOptions } from '../plan/mail/mail-effects.ts';
import { type MailRules, postfixRules } from '../plan/mail/mail-rules.ts';

/** How the Postfix that reads the groups is set up, as far as the settings say. */
export function mailRules({ mail: { expansionLimit, recipientDelimiter } }: Settings): MailRules {
  return { ...postfixRules, expansionLimit, delimiters: recipientDelimiter };
}

/** How far the mail of other groups is looked at when groups change. */
export function mailEffectOptions(settings: Settings): MailEffectOptions {
  return { rules: mailRules(settings), disabled: 'deliver', most: 200 };
}
