/** The way of a mail from the address it is sent to, first, to one who gets it, last. */
export type MailPath = readonly string[];

/** What Postfix does with mail to an address. */
export type MailVerdict =
  /** It reaches so many recipients. */
  | { readonly kind: 'delivered'; readonly recipients: number }
  /** No group answers: a mailbox of that name gets the mail, or Postfix refuses it. */
  | { readonly kind: 'not found' }
  /** Taken and then put off, again and again, for everybody in the message. */
  | {
      readonly kind: 'deferred';
      readonly reason: DeferralReason;
      readonly recipients: number;
      readonly path: MailPath;
    };

/**
 * Why mail is put off: more recipients than Postfix expands to (duplicates counted), groups in groups too deep or without
 * end, an address that is too long, or values that hold no address or are no text.
 */
export type DeferralReason = 'recipients' | 'nesting' | 'loop' | 'length' | 'blank' | 'unreadable';

/** What a change of groups does to the mail for one address, beyond what its own list of members says. */
export interface MailEffect {
  readonly address: string;
  /** Whether it was the address of another group, so that the lists below have everybody. */
  readonly isPassedOn: boolean;
  readonly before: MailVerdict;
  readonly after: MailVerdict;
  /**
   * Who gets it from now on and did not before. Not those who join the list of the group itself; a path of two is a
   * group that is a member and holds nobody any more.
   */
  readonly starts: readonly MailPath[];
  /** Who gets it no more, with the way it came until now. Not those who leave the list of the group itself. */
  readonly stops: readonly MailPath[];
  /** Who was taken out of the group itself and gets its mail all the same. */
  readonly stays: readonly MailPath[];
  /** Who was put into the group itself and got its mail before, with the way it came. */
  readonly already: readonly MailPath[];
}

/** What a change of groups does to mail. */
export interface MailEffects {
  /** By address; only those for which there is something to say. */
  readonly effects: readonly MailEffect[];
  /** Addresses that may be concerned too and were not looked at, because there are too many. */
  readonly unexamined: number;
}
