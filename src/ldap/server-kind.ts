/** Servers that differ in ways that we must know. */
export type ServerKind = 'openldap' | '389-ds' | 'active-directory' | 'other';

/** What a root DSE tells about the product (RFC 4512 §5.1 and RFC 3045). */
export interface ServerSigns {
  readonly objectClasses: readonly string[];
  readonly vendorName: string | undefined;
  readonly vendorVersion: string | undefined;
  /** OIDs from `supportedCapabilities`, which only Active Directory and Samba have. */
  readonly capabilities: readonly string[];
}

/** The kind of server behind a root DSE. Samba counts as Active Directory. */
export function serverKind({ objectClasses, vendorName, vendorVersion, capabilities }: ServerSigns): ServerKind {
  if (objectClasses.some((name) => name.toLowerCase() === 'openldaprootdse')) return 'openldap';
  if (/^389[ -]/.test(vendorVersion ?? '') || /^389 /.test(vendorName ?? '')) return '389-ds';
  if (capabilities.includes('1.2.840.113556.1.4.800')) return 'active-directory';
  return 'other';
}

/** Whether a kind of server compares values by their syntax when the schema names no equality rule. */
export function comparesBySyntax(kind: ServerKind): boolean {
  return kind === '389-ds' || kind === 'active-directory';
}
