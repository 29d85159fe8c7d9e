import type { ServerKind } from '../ldap/server-kind.ts';
import { type Entry, valuesOf } from '../model/entry.ts';

/** Object identifiers of the controls that matter here. */
export const controlOids = {
  paging: '1.2.840.113556.1.4.319',
  assertion: '1.3.6.1.1.12',
  preRead: '1.3.6.1.1.13.1',
  postRead: '1.3.6.1.1.13.2',
  /** OpenLDAP's own; never advertised. */
  noOp: '1.3.6.1.4.1.4203.666.5.2',
} as const;

/** Object identifiers of the extended operations that matter here. */
export const extensionOids = {
  startTls: '1.3.6.1.4.1.1466.20037',
  whoAmI: '1.3.6.1.4.1.4203.1.11.3',
  /** RFC 5805; offered by OpenLDAP and never sent (decision 0005). */
  transaction: '1.3.6.1.1.21.1',
} as const;

/** What a server says about itself in its root entry (RFC 4512 §5.1); empty where it does not tell. */
export interface ServerFacts {
  readonly kind: ServerKind;
  /** Vendor and version as the server names them. */
  readonly vendor: string | undefined;
  readonly controls: ReadonlySet<string>;
  readonly extensions: ReadonlySet<string>;
  readonly namingContexts: readonly string[];
  /** The entry that holds the schema. */
  readonly subschema: string | undefined;
}

/** Reads the root entry of a server; undefined when it shows none. */
export function serverFacts(root: Entry | undefined): ServerFacts {
  const texts = (name: string): readonly string[] =>
    root === undefined ? [] : valuesOf(root, name).filter((value) => typeof value === 'string');
  const vendor = [...texts('vendorName'), ...texts('vendorVersion')].join(' ');
  return {
    kind: kindOf(vendor, texts('objectClass'), texts('supportedCapabilities')),
    vendor: vendor === '' ? undefined : vendor,
    controls: new Set(texts('supportedControl')),
    extensions: new Set(texts('supportedExtension')),
    namingContexts: texts('namingContexts'),
    subschema: texts('subschemaSubentry')[0],
  };
}

function kindOf(vendor: string, classes: readonly string[], capabilities: readonly string[]): ServerKind {
  if (classes.some((name) => name.toLowerCase() === 'openldaprootdse')) return 'openldap';
  if (/389[ -]/.test(vendor)) return '389-ds';
  return capabilities.includes('1.2.840.113556.1.4.800') ? 'active-directory' : 'other';
}

/** The attributes of the root entry that are read. */
export const rootAttributes: readonly string[] = [
  'objectClass',
  'vendorName',
  'vendorVersion',
  'supportedControl',
  'supportedExtension',
  'supportedCapabilities',
  'namingContexts',
  'subschemaSubentry',
];
