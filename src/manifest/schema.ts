import { z } from 'zod';
import { ruleNames } from './rule-names.ts';
import type { Shape } from './shape.ts';

const address = z.string().meta({ pattern: '^[^\\s,<>@]+@[^\\s,<>@]+$', examples: ['hq@example.net'] });

const day = z.string().meta({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' });

/** One entry of `members`: an address, or an address with the reason why it is there, and its days. */
export const memberSchema: z.ZodType = z
  .union([
    address.describe('Mail address of the member; it may be another group.'),
    z
      .strictObject({
        address: address.describe('Mail address of the member; it may be another group.'),
        reason: z
          .string()
          .optional()
          .meta({
            description: 'Why the member is there; shown in plans and pull requests.',
            examples: ['Migration, ticket 12'],
          }),
        from: day.optional().meta({ description: 'The first day as a member, YYYY-MM-DD.', examples: ['2026-12-01'] }),
        until: day.optional().meta({ description: 'The last day as a member, YYYY-MM-DD.', examples: ['2027-01-31'] }),
      })
      .meta({ description: 'A member with a reason or days.' }),
  ])
  .meta({ description: 'An address, or an address with a reason and days.' });

const text = z.union([z.string(), z.number(), z.boolean()]);

/** One entry of `exceptions`. */
const exceptionSchema = z
  .strictObject({
    rule: z.enum(ruleNames).meta({ description: 'The rule that it is for.', examples: ['own-member'] }),
    reason: z
      .string()
      .meta({ description: 'Why the rule does not count here.', examples: ['A mailbox of this name keeps a copy'] }),
    until: z
      .string()
      .optional()
      .meta({
        description: 'The last day that the exception counts, YYYY-MM-DD. Without it, there is no end.',
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
        examples: ['2026-12-31'],
      }),
    for: z
      .array(address)
      .min(1)
      .optional()
      .meta({
        description: 'The addresses that it is for. Without it, it is for every finding of the rule in this manifest.',
        examples: [['contractor@partner.example']],
      }),
    level: z
      .enum(['off', 'warning'])
      .optional()
      .meta({ description: 'What becomes of a finding: nothing (the default), or a warning.', examples: ['warning'] }),
  })
  .meta({ description: 'An exception to a rule, with a reason.' });

/** A manifest as plain values: the one source of what keys there are and what they may hold. */
export const manifestSchema: z.ZodType = z
  .strictObject({
    address: address.meta({
      description: 'Mail address that the group is known by.',
      pattern: '^[^\\s,<>@]+@[^\\s,<>@]+$',
      examples: ['hq@example.net'],
    }),
    description: z
      .string()
      .optional()
      .meta({
        description: 'What the group is for. Left alone in the directory when absent.',
        examples: ['Everyone at headquarters'],
      }),
    members: z.array(memberSchema).meta({
      description: 'Who receives mail for the group. [] says "nobody" on purpose.',
      examples: [['ann@example.net', 'bob@example.net']],
    }),
    include: z
      .array(address)
      .optional()
      .meta({
        description: 'Groups whose members become members here, as they are on the day of the run.',
        examples: [['berlin@example.net']],
      }),
    query: z
      .string()
      .optional()
      .meta({
        description: 'A query of the settings: whom it answers when a plan is made becomes a member here.',
        examples: ['sales'],
      }),
    exclude: z
      .array(address)
      .optional()
      .meta({
        description: 'Who is not taken over from included groups and from the query.',
        examples: [['bob@example.net']],
      }),
    aliases: z
      .array(address)
      .optional()
      .meta({
        description: 'Further addresses of the group. Left alone in the directory when absent.',
        examples: [['headquarters@example.net']],
      }),
    previously: z
      .union([address, z.array(address).min(1)])
      .optional()
      .meta({
        description:
          'The address that the group had before, or several: the entry is renamed. Put it under aliases too to keep it.',
        examples: ['all-hq@example.net'],
      }),
    enabled: z
      .boolean()
      .optional()
      .meta({
        description: 'Whether mail is delivered to the group. Left alone in the directory when absent.',
        examples: [true],
      }),
    owners: z
      .array(address)
      .optional()
      .meta({
        description: 'Who answers for the group. Never written to the directory.',
        examples: [['alice@example.net']],
      }),
    mode: z
      .enum(['authoritative', 'additive', 'ignored'])
      .optional()
      .meta({
        description:
          'Who decides about the members: authoritative adds and removes (the default), additive only adds, ignored leaves the group alone.',
        examples: ['additive'],
      }),
    protected: z
      .boolean()
      .optional()
      .meta({ description: 'Never deleted or emptied, whatever the flags.', examples: [true] }),
    attributes: z
      .record(z.string(), z.union([text, z.array(text)]))
      .optional()
      .meta({
        description:
          'Further LDAP attributes with a value or a list of values; only names that the profile allows. [] removes the attribute.',
        examples: [{ telephoneNumber: '+49 30 1234' }],
      }),
    allow: z
      .strictObject({
        removals: z
          .int()
          .min(1)
          .meta({ description: 'The most members that the group may lose in a run.', examples: [40] }),
        until: z.string().meta({
          description: 'The last day that the exception counts, YYYY-MM-DD.',
          pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
          examples: ['2026-12-05'],
        }),
        reason: z.string().meta({ description: 'Why so many members leave.', examples: ['Hamburg closes'] }),
      })
      .optional()
      .meta({
        description: 'An exception to the limits on removals, for this group and until a day.',
        examples: [{ removals: 40, until: '2026-12-05', reason: 'Hamburg closes' }],
      }),
    exceptions: z
      .array(exceptionSchema)
      .optional()
      .meta({
        description: 'Exceptions to rules, each with a reason, for this group alone.',
        examples: [[{ rule: 'own-member', reason: 'A mailbox of this name keeps a copy' }]],
      }),
  })
  .meta({ title: 'Rollcall group', description: 'One mail distribution group and its members.' });

/** The shape of a manifest with its codes. */
export const manifestShape: Shape<unknown> = {
  schema: manifestSchema,
  codes: { unknownKey: 'RC201', wrongValue: 'RC202', missingKey: 'RC203' },
  missing: {
    members: 'List the members below "members:", or write "members: []" when the group has nobody on purpose.',
  },
};

/** JSON Schema (draft 2020-12) of a manifest, for editors. */
export function groupJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(manifestSchema, { io: 'input', reused: 'inline' });
  const { title, description, ...body } = rest;
  return { $schema, title, description, ...body };
}
