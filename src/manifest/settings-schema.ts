import { z } from 'zod';
import { ruleCatalog } from './rule-catalog.ts';
import { type GivenLevels, ruleNames } from './rule-names.ts';
import type { SettingsFile } from './settings-file.ts';

const text = z.string().min(1, 'must not be empty');
const words = z.array(text);
const percent = z.number().int().min(0).max(100);
const count = z.number().int().min(0);

const threshold = z
  .strictObject({
    percent: percent.optional().describe('Per cent of what is there that may go.'),
    floor: count.optional().describe('Up to this many may always go.'),
  })
  .describe('A removal is held when it takes more than `floor` and more than `percent`.');

const directory = z.strictObject({
  url: text
    .optional()
    .describe(
      'ldap://, ldaps:// or ldapi:// URL, several with blanks between (the first that answers is used), or the path of an LDIF file (relative to this file).',
    )
    .meta({ examples: ['ldap://localhost'] }),
  base: text
    .optional()
    .describe('DN below which the groups are; new ones are created directly below it.')
    .meta({ examples: ['ou=Groups,ou=Mail,dc=example,dc=net'] }),
  filter: text.optional().describe('Which entries are groups; by default those of the class of the profile.'),
  bind: z
    .strictObject({
      dn: text.optional().describe('DN to bind as, with a password.'),
      passwordFile: text.optional().describe('File that holds the password (relative to this file).'),
      sharedPasswordFile: z
        .enum(['refuse', 'allow'])
        .optional()
        .describe('Whether everybody on the machine may be able to read the files of the password and the TLS key.'),
      external: z
        .boolean()
        .optional()
        .describe('Bind as whom the connection proves (SASL EXTERNAL: ldapi or a client certificate).'),
    })
    .optional()
    .describe('How to bind; without it, anonymously.'),
  tls: z
    .strictObject({
      startTls: z.boolean().optional().describe('Upgrade an ldap:// connection to TLS before anything else.'),
      ca: text.optional().describe('PEM file of the authorities to trust instead of the system’s.'),
      cert: text.optional().describe('PEM file of a client certificate, for bind.external.'),
      key: text.optional().describe('PEM file of its key.'),
      plaintextPassword: z
        .enum(['refuse', 'allow'])
        .optional()
        .describe('Whether a password may go to another machine unencrypted.'),
    })
    .optional(),
  timeout: z
    .number()
    .int()
    .min(1)
    .max(3600)
    .optional()
    .describe('Seconds to wait for a connection and for each answer.'),
  pageSize: z.number().int().min(1).max(100000).optional().describe('Entries per page of a search.'),
  inFlight: z.number().int().min(1).max(1000).optional().describe('Requests under way at once while applying.'),
  requestLimit: z
    .number()
    .int()
    .min(10_000)
    .max(16_000_000)
    .optional()
    .describe('Bytes that the server takes in one request; a larger change goes in parts.'),
  retry: z
    .strictObject({
      tries: z.number().int().min(1).max(100).optional().describe('How often something is tried; 1 never tries again.'),
      seconds: z.number().int().min(1).max(3600).optional().describe('How long one thing is tried again at most.'),
    })
    .optional()
    .describe('What happens when nothing listens, the connection breaks, or the server is busy.'),
});

const profileObject = z.strictObject({
  extends: z
    .enum(['postfix-book', 'nis-mail-alias'])
    .optional()
    .describe('Profile to start from; the other keys change it.'),
  objectClasses: words.min(1).optional().describe('objectClass values of new entries.'),
  groupClass: text.optional().describe('The class that marks a group; the default filter asks for it.'),
  address: text.optional().describe('Attribute of the address and its aliases; the RDN of new entries.'),
  domain: text.optional().describe('With it, the directory stores local parts only and this domain completes them.'),
  member: text.optional().describe('Attribute with one value per member.'),
  memberMatching: z.enum(['caseExact', 'caseIgnore']).optional().describe('How the server compares member values.'),
  enabled: z.strictObject({ attribute: text, on: text, off: text }).optional().describe('The on/off switch.'),
  description: text.optional().describe('Attribute of the description.'),
  attributes: words.optional().describe('Attributes that manifests may set under `attributes`.'),
  accountAttributes: words.optional().describe('Attributes that only mailbox accounts have; such entries are refused.'),
});

const handle = z
  .string()
  .regex(
    /^(?:@[A-Za-z0-9][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9][A-Za-z0-9_./-]*)?|[^\s@#]+@[A-Za-z0-9][A-Za-z0-9.-]*)$/,
    'must be @user, @organisation/team or an e-mail address',
  );

const owners = z.strictObject({
  handles: z
    .record(text, handle)
    .optional()
    .describe(
      'Who an owner in a manifest is on the forge: address, then @user, @organisation/team or an e-mail address.',
    ),
  default: z.array(handle).optional().describe('Who answers for manifests without owners.'),
  settings: z.array(handle).optional().describe('Who answers for rollcall.yaml and .github/.'),
});

const level = z.enum(['error', 'warning', 'off']);

const rules: z.ZodType<GivenLevels> = z.strictObject(
  Object.fromEntries(
    ruleNames.map((name) => {
      const { summary, level: usual } = ruleCatalog[name];
      return [name, level.optional().describe(`What it means that ${summary}; ${usual} without this key.`)];
    }),
  ),
);

const query = z
  .strictObject({
    base: text
      .optional()
      .describe('DN below which the entries are.')
      .meta({ examples: ['ou=People,dc=example,dc=net'] }),
    filter: text
      .optional()
      .describe('Which entries it finds.')
      .meta({ examples: ['(departmentNumber=12)'] }),
    attribute: text
      .optional()
      .describe('Attribute with the address of the member.')
      .meta({ examples: ['mail'] }),
    limit: z.number().int().min(1).max(1_000_000).optional().describe('The most members; more end the run.'),
    minimum: count.max(1_000_000).optional().describe('The fewest members (default 1); fewer end the run.'),
    values: z
      .enum(['one', 'all'])
      .optional()
      .describe(
        'What an entry with several values means: an end of the run (one, the default), or a member each (all).',
      ),
  })
  .describe('A question to the directory whose answer a manifest can name as a source of members.');

const common = {
  directory: directory.optional().describe('Where the groups are.'),
  profile: z
    .union([z.enum(['postfix-book', 'nis-mail-alias']), profileObject])
    .optional()
    .describe('How a group is stored.'),
  defaults: z
    .record(text, z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe('Attribute values for new entries; {address}, {local} and {domain} are filled in.'),
  prune: z.enum(['declared', 'all', 'never']).optional().describe('What happens to entries without a manifest.'),
  safety: z
    .strictObject({ perGroup: threshold.optional(), perRun: threshold.optional(), deletions: threshold.optional() })
    .optional()
    .describe('Limits above which removals are held.'),
  owners: owners.optional().describe('What the command codeowners writes besides the owners in the manifests.'),
  folders: z
    .record(text, words)
    .optional()
    .describe('Which addresses belong into which folder below the manifests: path (or .), then patterns with *.')
    .meta({ examples: [{ sales: ['sales-*@example.net'] }] }),
  pins: z
    .record(text, words)
    .optional()
    .describe('Groups that must have exactly these members.')
    .meta({ examples: [{ 'root@example.net': ['ann@example.net'] }] }),
  rules: rules.optional().describe('How much each rule matters: error, warning or off.'),
  queries: z
    .record(text, query)
    .optional()
    .describe('Sources of members that manifests can name: name, then what is asked.')
    .meta({
      examples: [
        {
          sales: {
            base: 'ou=People,dc=example,dc=net',
            filter: '(departmentNumber=12)',
            attribute: 'mail',
            limit: 200,
          },
        },
      ],
    }),
  mail: z
    .strictObject({
      localPart: z.enum(['fold', 'exact']).optional().describe('Whether local parts compare without regard to case.'),
      domains: words.optional().describe('Domains whose addresses may be groups.'),
      expansionLimit: z
        .number()
        .int()
        .min(1)
        .max(1_000_000)
        .optional()
        .describe('Recipients to which Postfix expands one address at most: its virtual_alias_expansion_limit.'),
      recipientDelimiter: z
        .string()
        .regex(/^[!#$%&'*+/=?^_`{|}~.-]{0,8}$/, 'must be characters such as + that an address can have, or empty')
        .optional()
        .describe('What parts an address from its extension, any of these characters: its recipient_delimiter.'),
      internal: words.optional().describe('Groups whose mail stays in mail.domains: addresses, or patterns with *.'),
      forbiddenDomains: words.optional().describe('Domains that no member may be in; patterns with *.'),
      accounts: z
        .strictObject({
          base: text
            .optional()
            .describe('DN below which the accounts are.')
            .meta({ examples: ['ou=People,ou=Mail,dc=example,dc=net'] }),
          filter: text
            .optional()
            .describe('Which accounts take mail; an entry with an address that does not match is a disabled account.')
            .meta({ examples: ['(mailEnabled=TRUE)'] }),
          attribute: z
            .union([text, words.min(1)])
            .optional()
            .describe('Attribute with the addresses of an account, or several; mail without this key.'),
        })
        .optional()
        .describe('Where the mailboxes are, for the rules about accounts.'),
    })
    .optional(),
  calendar: z
    .strictObject({
      timeZone: text
        .optional()
        .describe('Time zone whose days count, as an IANA name.')
        .meta({ examples: ['Europe/Berlin'] }),
      upcomingDays: z
        .number()
        .int()
        .min(0)
        .max(366)
        .optional()
        .describe('For how many days plans say who will become or cease to be a member.'),
    })
    .optional()
    .describe('What the days in manifests are days of.'),
};

const environment = z.strictObject(common);

/** The keys of rollcall.yaml; all are optional here, because environments, variables and flags can add what is missing. */
export const settingsSchema: z.ZodType<SettingsFile> = z.strictObject({
  ...common,
  environments: z.record(text, environment).optional().describe('Settings that --env NAME lays over the others.'),
});
