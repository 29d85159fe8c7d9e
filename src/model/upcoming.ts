/** A membership that begins or ends by itself on a day to come, because the days in a manifest say so. */
export interface UpcomingChange {
  /** The first day on which it is so, `YYYY-MM-DD`: the day after the last one for who leaves. */
  readonly day: string;
  readonly kind: 'joins' | 'leaves';
  readonly member: string;
  /** The group's address. */
  readonly group: string;
  /** The groups through which the member comes or came, the included one first; none for a member of the manifest's own. */
  readonly via: readonly string[];
}
