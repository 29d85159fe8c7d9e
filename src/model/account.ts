/** A mailbox, as the directory tells of it. */
export interface Account {
  readonly dn: string;
  /** Every address that it has, completed by the profile's domain. */
  readonly addresses: readonly string[];
  /** Whether mail to it is delivered; a disabled one has its addresses and takes nothing. */
  readonly state: 'open' | 'disabled';
}
