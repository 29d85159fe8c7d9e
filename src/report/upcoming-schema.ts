import { z } from 'zod';
import type { UpcomingChange } from '../model/upcoming.ts';

/** The schema of upcoming changes; they are the same in JSON. */
export const upcomingSchema: z.ZodType<readonly UpcomingChange[]> = z
  .array(
    z.strictObject({
      day: z.string().describe('The first day on which it is so: for who leaves, the day after the last one.'),
      kind: z.enum(['joins', 'leaves']),
      member: z.string(),
      group: z.string(),
      via: z.array(z.string()).describe('The groups through which the member comes, the included one first.'),
    }),
  )
  .describe('Who becomes or ceases to be a member in the next days, because the days in a manifest say so.');
