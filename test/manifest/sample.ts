import fc from 'fast-check';
import type { ManifestDraft } from '../../src/manifest/format.ts';
import { ruleCatalog } from '../../src/manifest/rule-catalog.ts';
import { ruleNames } from '../../src/manifest/rule-names.ts';
import type { ManifestOptions } from '../../src/manifest/rules/rule.ts';
import { isMemberOn } from '../../src/model/calendar.ts';
import type { RuleException } from '../../src/model/exception.ts';
import type { Composition, DesiredGroup, MembershipDays, Mode } from '../../src/model/group.ts';
import type { Profile } from '../../src/model/profile.ts';

/** A profile with everything that the rules look at. */
export const profile: Profile = {
  name: 'postfix-book',
  objectClasses: ['top', 'organizationalPerson', 'PostfixBookMailAccount'],
  groupClass: 'PostfixBookMailAccount',
  address: 'mail',
  domain: undefined,
  member: 'mailGroupMember',
  memberRule: 'caseExact',
  rules: new Map(),
  enabled: { attribute: 'mailEnabled', on: 'TRUE', off: 'FALSE' },
  description: 'description',
  defaults: {},
  allowedAttributes: ['telephoneNumber', 'mailQuota', 'ou'],
  ia5Attributes: ['mailquota'],
  accountAttributes: [],
};

/** Options under which any domain is managed. */
export const options: ManifestOptions = {
  localPart: 'fold',
  profile,
  domains: [],
  queries: ['sales', 'hr', 'no', '12'],
  today: '2026-11-22',
};

/** An address that is accepted. */
export const address: fc.Arbitrary<string> = fc
  .tuple(
    fc.stringMatching(/^[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,12}$/),
    fc.stringMatching(/^[a-z][a-z0-9]{0,5}\.(?:net|example)$/),
  )
  .map(([local, domain]) => `${local}@${domain}`);

/** Pieces that YAML would read as something else than a text, and pieces that need quotes. */
const tricky = fc.constantFrom(
  'no',
  'true',
  'null',
  '~',
  '00123',
  '12',
  '1.5',
  '1e3',
  '0x1f',
  '1:30',
  '2026-12-01',
  '.inf',
  '<<',
  '=',
  '- a',
  'a: b',
  'a #b',
  '#',
  "it's",
  '"q"',
  '\\',
  ' x',
  'x ',
  '---',
  '...',
  '? a',
  'a:',
  '@a',
  '%',
  '`',
  '|',
  '>',
  '&a',
  '*a',
  '!a',
  '[',
  '{}',
  'é',
  '日本',
  '👩‍💻',
  ', ',
  "'",
  'y',
  '12:30:45',
  '1_000',
  '+1',
  '-1',
  '+49 30 1234',
);

/** One line of text as a reason or an attribute may hold it. */
export const line: fc.Arbitrary<string> = fc.oneof(
  tricky,
  fc
    .array(fc.oneof(tricky, fc.constantFrom(' ', '  ', 'word', 'a')), { minLength: 1, maxLength: 40 })
    .map((parts) => parts.join(' ')),
);

/** A description: one line, or several. */
export const description: fc.Arbitrary<string> = fc.oneof(
  line,
  fc
    .array(fc.oneof(line, fc.constant('')), { minLength: 1, maxLength: 5 })
    .map((lines) => lines.join('\n'))
    .filter((text) => text !== ''),
);

/** A day of the calendar. */
const day = fc
  .date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** The days of a member, in order, at least one of them. */
const days: fc.Arbitrary<MembershipDays> = fc
  .record({ from: fc.option(day, { nil: undefined }), until: day })
  .map(({ from, until }) => (from !== undefined && until < from ? { from: until, until: from } : { from, until }));

/** Any manifest that is accepted, without inclusions: it stands alone. */
export const draft: fc.Arbitrary<ManifestDraft> = fc
  .record({
    address,
    description: fc.option(description, { nil: undefined }),
    members: fc.uniqueArray(address, { maxLength: 6 }),
    reason: line,
    days: fc.option(days, { nil: undefined }),
    query: fc.option(fc.constantFrom('sales', 'no', '12'), { nil: undefined }),
    exclude: fc.uniqueArray(address, { maxLength: 2 }),
    aliases: fc.option(fc.uniqueArray(address, { maxLength: 3 }), { nil: undefined }),
    previously: fc.uniqueArray(address, { maxLength: 2 }),
    enabled: fc.option(fc.boolean(), { nil: undefined }),
    owners: fc.uniqueArray(address, { maxLength: 3 }),
    mode: fc.constantFrom<Mode>('authoritative', 'additive', 'ignored'),
    protected: fc.boolean(),
    attributes: fc.uniqueArray(
      fc.tuple(fc.constantFrom('telephoneNumber', 'ou'), fc.uniqueArray(line, { maxLength: 3 })),
      {
        selector: ([name]) => name,
      },
    ),
    allow: fc.option(
      fc.record({
        removals: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        until: day,
        reason: line.filter((text) => text.trim() !== ''),
      }),
      { nil: undefined },
    ),
    exceptions: fc.array(
      fc.record({
        rule: fc.constantFrom(...ruleNames.filter((name) => ruleCatalog[name].exceptions === 'manifest')),
        reason: line.filter((text) => text.trim() !== ''),
        until: fc.constantFrom(undefined, '2026-12-31'),
        for: fc.option(fc.uniqueArray(address, { minLength: 1, maxLength: 2 }), { nil: undefined }),
        level: fc.constantFrom<RuleException['level']>('off', 'warning'),
      }),
      { maxLength: 2 },
    ),
  })
  .filter((group) => !group.aliases?.includes(group.address))
  .map(({ reason, attributes, days: chosen, exclude, query, previously, ...group }) => {
    const own = group.members;
    const dated = new Map(chosen === undefined ? [] : own.slice(1, 3).map((member) => [member, chosen]));
    const others = exclude.filter((one) => !own.includes(one));
    const isThere = (member: string): boolean => isMemberOn(dated.get(member) ?? always, options.today);
    const composition: Composition = {
      ...{
        own,
        days: dated,
        include: [],
        query: query === undefined ? undefined : { name: query, members: undefined },
      },
      ...{ exclude: others, via: new Map(), queried: new Map(), unanswered: query === undefined ? [] : [query] },
    };
    return {
      ...group,
      previously: previously.filter((one) => one !== group.address),
      members: own.filter(isThere),
      reasons: new Map(own.slice(0, 2).map((member) => [member, reason])),
      attributes: new Map(attributes),
      composition: dated.size + others.length === 0 && query === undefined ? undefined : composition,
    };
  });

const always: MembershipDays = { from: undefined, until: undefined };

/** A group as the directory part of the project gets it, without its file. */
export function withoutFile({ file: _, ...group }: DesiredGroup): ManifestDraft {
  return group;
}
