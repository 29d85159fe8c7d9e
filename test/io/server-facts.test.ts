import { describe, expect, it } from 'vitest';
import type { Server } from '../../src/io/directory.ts';
import { requestLimit } from '../../src/io/request-limit.ts';
import { controlOids, serverFacts } from '../../src/io/server-facts.ts';
import type { Entry } from '../../src/model/entry.ts';

const root = (attributes: Readonly<Record<string, readonly string[]>>): Entry => ({
  dn: '',
  attributes: Object.entries(attributes).map(([name, values]) => ({ name, values })),
});
const server = (entry: Entry | undefined, isAnonymous: boolean): Server => ({
  facts: serverFacts(entry),
  isAnonymous,
  whoAmI: async () => undefined,
  tls: async () => undefined,
  unpaged: () => Promise.reject(new Error('nobody searches here')),
});
const openLdap = root({ objectClass: ['top', 'OpenLDAProotDSE'], supportedControl: [controlOids.assertion] });
const directoryServer = root({ vendorName: ['389 Project'], vendorVersion: ['389-Directory/2.3.1 B2023'] });

describe('a server', () => {
  it.each([
    ['openldap', openLdap],
    ['389-ds', directoryServer],
    ['active-directory', root({ supportedCapabilities: ['1.2.840.113556.1.4.800'] })],
    ['other', root({ objectClass: ['top'] })],
    ['other', undefined],
  ])('is known as %s by its root entry', (kind, entry) => {
    expect(serverFacts(entry).kind).toBe(kind);
  });

  it('tells controls, contexts and where its schema is', () => {
    const facts = serverFacts(
      root({ supportedControl: ['1.2.3'], namingContexts: ['dc=x'], subschemaSubentry: ['cn=Subschema'] }),
    );
    expect(facts).toMatchObject({ namingContexts: ['dc=x'], subschema: 'cn=Subschema', vendor: undefined });
    expect([...facts.controls]).toEqual(['1.2.3']);
  });
});

describe('the limit of one request', () => {
  it.each([
    ['of a file is none', undefined, undefined, Number.POSITIVE_INFINITY],
    ['is what the settings say', 20_000, server(openLdap, false), 20_000],
    ['is below 16 MB with OpenLDAP', undefined, server(openLdap, false), 16_000_000],
    ['is below 256 KB with OpenLDAP for nobody', undefined, server(openLdap, true), 250_000],
    ['is below 2 MB with 389 Directory Server', undefined, server(directoryServer, false), 2_000_000],
    ['is below 2 MB where nothing is known', undefined, server(undefined, true), 2_000_000],
  ])('%s', (_, set, kind, limit) => {
    expect(requestLimit(set, kind)).toBe(limit);
  });
});
