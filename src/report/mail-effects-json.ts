import { z } from 'zod';
import type { DeferralReason, MailEffects, MailVerdict } from '../model/mail-effect.ts';

/** What Postfix does with mail to an address, in JSON. */
export interface JsonMailVerdict {
  readonly kind: MailVerdict['kind'];
  /** How many get it; for `deferred`, as Postfix counts them, or as far as it counted; 0 for `not found`. */
  readonly recipients: number;
  /** Why it is put off; null otherwise. */
  readonly reason: DeferralReason | null;
  /** Where; empty unless it is put off. */
  readonly path: readonly string[];
}

/** What changes for mail, in JSON. Each path is the way from the address to the one who gets the mail. */
export interface JsonMail {
  readonly effects: readonly {
    readonly address: string;
    readonly passedOn: boolean;
    readonly before: JsonMailVerdict;
    readonly after: JsonMailVerdict;
    readonly starts: readonly (readonly string[])[];
    readonly stops: readonly (readonly string[])[];
    readonly stays: readonly (readonly string[])[];
    readonly already: readonly (readonly string[])[];
  }[];
  /** Addresses that were not looked at, because there are too many. */
  readonly unexamined: number;
}

/** What changes for mail, for a JSON document; null when nobody looked. */
export function jsonMail(mail: MailEffects | undefined): JsonMail | null {
  if (mail === undefined) return null;
  const effects = mail.effects.map(({ address, isPassedOn, before, after, ...paths }) => {
    return { address, passedOn: isPassedOn, before: jsonVerdict(before), after: jsonVerdict(after), ...paths };
  });
  return { effects, unexamined: mail.unexamined };
}

function jsonVerdict(verdict: MailVerdict): JsonMailVerdict {
  switch (verdict.kind) {
    case 'delivered':
      return { kind: 'delivered', recipients: verdict.recipients, reason: null, path: [] };
    case 'not found':
      return { kind: 'not found', recipients: 0, reason: null, path: [] };
    case 'deferred': {
      const { recipients, reason, path } = verdict;
      return { kind: 'deferred', recipients, reason, path };
    }
  }
}

const verdict = z
  .strictObject({
    kind: z.enum(['delivered', 'not found', 'deferred']),
    recipients: z.int().min(0).describe('For deferred, as far as Postfix counts them.'),
    reason: z.enum(['recipients', 'nesting', 'loop', 'length', 'blank', 'unreadable']).nullable(),
    path: z.array(z.string()),
  })
  .meta({ id: 'MailVerdict' });

const paths = z.array(z.array(z.string()));

/** The schema of what changes for mail. */
export const mailSchema: z.ZodType<JsonMail | null> = z
  .strictObject({
    effects: z.array(
      z.strictObject({
        address: z.string(),
        passedOn: z.boolean().describe('Whether another group has the address now, so that the lists have everybody.'),
        ...{ before: verdict, after: verdict },
        starts: paths.describe('Who gets it from now on, through other groups.'),
        stops: paths.describe('Who gets it no more, with the way it came.'),
        stays: paths.describe('Who leaves the list of the group and still gets its mail.'),
        already: paths.describe('Who joins the list of the group and got its mail before.'),
      }),
    ),
    unexamined: z.int().min(0).describe('Addresses that were not looked at, because there are too many.'),
  })
  .nullable()
  .describe('What changes for mail, beyond the lists of members; null when nobody looked.');
