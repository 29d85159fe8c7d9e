interface Meaning {
  readonly name: string;
  readonly hint: string;
}

const codes: Readonly<Record<number, Meaning>> = {
  1: { name: 'operationsError', hint: 'Look into the log of the server.' },
  2: { name: 'protocolError', hint: 'The server does not understand the request; look into its log.' },
  3: {
    name: 'timeLimitExceeded',
    hint: 'Raise the time limit of the bind DN on the server (olcLimits: time=unlimited).',
  },
  4: {
    name: 'sizeLimitExceeded',
    hint: 'Raise the size limit of the bind DN on the server (OpenLDAP: olcLimits … size=unlimited); paging does not lift it.',
  },
  7: { name: 'authMethodNotSupported', hint: 'Choose another way to bind in directory.bind.' },
  8: {
    name: 'strongerAuthRequired',
    hint: 'The server wants TLS or a bind first: set directory.tls and directory.bind.',
  },
  10: {
    name: 'referral',
    hint: 'This server sends writes or this base elsewhere: point directory.url at the provider itself.',
  },
  11: { name: 'adminLimitExceeded', hint: 'Raise the look-through limit of the server for the bind DN.' },
  12: { name: 'unavailableCriticalExtension', hint: 'The server does not know a control that is needed here.' },
  13: { name: 'confidentialityRequired', hint: 'The server wants TLS: use ldaps:// or directory.tls.startTls.' },
  16: { name: 'noSuchAttribute', hint: 'Somebody removed a value in the meantime. Run the command again.' },
  17: {
    name: 'undefinedAttributeType',
    hint: 'The server does not have this attribute: load the schema or choose another profile.',
  },
  18: { name: 'inappropriateMatching', hint: 'The attribute has no equality rule on this server.' },
  19: {
    name: 'constraintViolation',
    hint: 'A rule of the server forbids this value, for example one address for one entry only.',
  },
  20: { name: 'attributeOrValueExists', hint: 'Somebody added a value in the meantime. Run the command again.' },
  21: { name: 'invalidAttributeSyntax', hint: 'The server refuses the form of a value: correct it in the manifest.' },
  32: { name: 'noSuchObject', hint: 'The entry or the base does not exist, or the bind DN may not see it.' },
  34: { name: 'invalidDNSyntax', hint: 'Correct the DN in rollcall.yaml.' },
  48: {
    name: 'inappropriateAuthentication',
    hint: 'The bind DN has no password on the server, or may not bind this way.',
  },
  49: {
    name: 'invalidCredentials',
    hint: 'Check directory.bind.dn and the password; nothing is tried twice, so that no account gets locked.',
  },
  50: {
    name: 'insufficientAccessRights',
    hint: 'Give the bind DN the right to do this (olcAccess), or bind as somebody who has it.',
  },
  51: { name: 'busy', hint: 'The server is busy: try again later.' },
  52: { name: 'unavailable', hint: 'The server is shutting down or not ready: try again later.' },
  53: {
    name: 'unwillingToPerform',
    hint: 'The server will not do this here; a read-only replica or an empty password says so too.',
  },
  64: { name: 'namingViolation', hint: 'The entry is named by this value: rename the entry first.' },
  65: {
    name: 'objectClassViolation',
    hint: 'The schema wants other attributes: set them under defaults in rollcall.yaml.',
  },
  66: { name: 'notAllowedOnNonLeaf', hint: 'There are entries below this one: remove them first.' },
  67: { name: 'notAllowedOnRDN', hint: 'The entry is named by this value: rename the entry first.' },
  68: {
    name: 'entryAlreadyExists',
    hint: 'An entry of this name exists, but the filter does not match it or the bind DN cannot read it.',
  },
  69: { name: 'objectClassModsProhibited', hint: 'Object classes of this entry cannot be changed.' },
  71: { name: 'affectsMultipleDSAs', hint: 'The entry is on another server: point directory.url at that one.' },
  80: { name: 'other', hint: 'Look into the log of the server.' },
  122: { name: 'assertionFailed', hint: 'The entry changed in the meantime. Run the command again.' },
};

/** The name of an LDAP result code with its number, as messages show it: `noSuchObject (32)`. */
export function resultName(code: number): string {
  return `${codes[code]?.name ?? 'result code'} (${code})`;
}

/** What a postmaster can do about a result code. */
export function resultHint(code: number): string {
  return codes[code]?.hint ?? 'Look into the log of the server.';
}

/** The condition of a request (RFC 4528) does not hold; or the server could not test it, as slapo-unique shows. */
export const assertionFailed = 122;

/** Whether the server asks for patience (busy, unavailable): the same request may succeed a moment later. */
export function isPassing(code: number): boolean {
  return code === 51 || code === 52;
}

/**
 * Whether a write was refused because the entry is not what it was when it was planned: a value or an entry is gone or
 * there already, or the assertion did not hold. Servers name it differently; reading the entry tells.
 */
export function isStale(code: number): boolean {
  return code === 16 || code === 20 || code === 32 || code === 68 || code === assertionFailed;
}
