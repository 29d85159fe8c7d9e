import type { Server } from './directory.ts';

/** OpenLDAP's own limit is 16,777,215 bytes for a bound user and 262,143 for an anonymous one (sockbuf_max_incoming). */
const openLdap = { bound: 16_000_000, anonymous: 250_000 };
/** 389 Directory Server takes 2,097,152 bytes (nsslapd-maxbersize); a server that nobody knows is treated alike. */
const others = 2_000_000;

/** How many bytes one request may have: what the settings say, else what servers of this kind take as they come. */
export function requestLimit(set: number | undefined, server: Server | undefined): number {
  if (server === undefined) return Number.POSITIVE_INFINITY;
  if (set !== undefined) return set;
  if (server.facts.kind !== 'openldap') return others;
  return server.isAnonymous ? openLdap.anonymous : openLdap.bound;
}
