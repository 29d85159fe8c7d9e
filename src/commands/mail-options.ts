import type { Settings } from '../io/run-settings.ts';
import type { MailEffectOptions } from '../plan/mail/mail-effects.ts';
import { postfixRules } from '../plan/mail/mail-rules.ts';

/** How far the mail of other groups is looked at when groups change. */
export function mailEffectOptions({ mail }: Settings): MailEffectOptions {
  return { rules: { ...postfixRules, expansionLimit: mail.expansionLimit }, disabled: 'deliver', most: 200 };
}
