import type { PostfixConfig, PostfixFile, PostfixParameter } from '../../model/postfix-config.ts';
import { ldapMap, type MapPart } from './ldap-map.ts';
import type { PostfixChoice, PostfixSettings } from './postfix-settings.ts';

/** What Postfix does when `main.cf` says nothing. */
const usualExpansionLimit = 1000;

/** How Postfix has to be set up so that it finds exactly the groups that the settings describe. */
export function postfixConfig(settings: PostfixSettings, choice: PostfixChoice): PostfixConfig {
  const parts = mapParts(settings);
  return { maps: parts.map((part) => ldapMap(settings, choice, part)), main: mainLines(settings, parts) };
}

/** Where local parts are stored, the addresses of other domains are stored whole and need a map of their own. */
function mapParts({ profile, domains }: PostfixSettings): readonly MapPart[] {
  const file = 'ldap-groups.cf';
  const { domain } = profile;
  if (domain === undefined) return [{ file, key: 'whole address', domains }];
  const others = domains.filter((one) => one.toLowerCase() !== domain.toLowerCase());
  const own: MapPart = { file, key: 'local part', domains: [domain] };
  return others.length === 0 ? [own] : [own, { file: 'ldap-groups-other.cf', key: 'whole address', domains: others }];
}

function mainLines(settings: PostfixSettings, parts: readonly MapPart[]): PostfixFile {
  const { domains, profile, expansionLimit, recipientDelimiter } = settings;
  const named = profile.domain === undefined ? domains : [...new Set([profile.domain, ...domains])];
  const maps: PostfixParameter = {
    name: 'virtual_alias_maps',
    value: parts.map(({ file }) => `proxy:ldap:$config_directory/${file}`).join(', '),
    remarks: [
      'Keep the maps that are there already, those with aliases of mailboxes first: the first map that answers wins.',
      'proxy: makes one connection for all of Postfix, and works where parts of it run in a chroot.',
    ],
  };
  const limit: PostfixParameter = {
    name: 'virtual_alias_expansion_limit',
    value: String(expansionLimit),
    remarks: ['Above it, a message is refused for all its recipients.'],
  };
  const word = `${recipientDelimiter.slice(0, 1)}word`;
  const delimiter: PostfixParameter = {
    name: 'recipient_delimiter',
    value: recipientDelimiter,
    remarks:
      recipientDelimiter === ''
        ? ['Addresses have no extensions.']
        : [
            `Mail for GROUP${word} goes to MEMBER${word};`,
            'propagate_unmatched_extensions without the word virtual leaves the extension out.',
          ],
  };
  return {
    name: 'main.cf',
    remarks: [
      'Lines for main.cf.',
      ...domainRemarks(named),
      ...(profile.domain === undefined
        ? []
        : [`A member without a domain is completed by myorigin, so that must be ${profile.domain}.`]),
    ],
    parameters: [maps, ...(expansionLimit === usualExpansionLimit ? [] : [limit]), delimiter],
  };
}

function domainRemarks(domains: readonly string[]): readonly string[] {
  if (domains.length === 0) {
    return [
      'The settings name no domains (mail.domains), so the directory is asked about every recipient in the world.',
    ];
  }
  const subject = `Postfix must receive mail for ${domains.join(', ')}:`;
  return [subject, 'virtual_mailbox_domains, or virtual_alias_domains where every address is a group.'];
}
