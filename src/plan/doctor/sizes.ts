import type { ServerKind } from '../../ldap/server-kind.ts';
import type { Finding } from '../../model/diagnosis.ts';
import type { CurrentGroup } from '../../model/group.ts';
import { type DoctorFacts, type GroupSize, known } from './facts.ts';
import { counted, note, ok, warning } from './finding.ts';

/** Members from which on OpenLDAP wants sorted values. */
const many = 1000;

/** Whether the largest group fits into a request, into the server's stride, and into a mail. */
export function checkSizes(facts: DoctorFacts): readonly Finding[] {
  const { groups, inputs, rootDse } = facts;
  const read = known(groups);
  if (read === undefined || inputs.settings === undefined) return [];
  const largest = largestOf([...read.groups.map(groupSize), ...(inputs.largest === undefined ? [] : [inputs.largest])]);
  if (largest === undefined) return [];
  const kind = known(rootDse)?.kind ?? 'other';
  const { profile, expansionLimit } = inputs.settings;
  return [
    ok(
      `the largest group, ${largest.address}, has ${counted(largest.members, 'member')} (${counted(largest.bytes, 'byte')})`,
    ),
    ...stride(largest, kind, profile.member),
    ...expansion(largest, expansionLimit),
    ...requestSize(largest, facts, kind),
  ];
}

/** How many bytes the members of a group take in a request, with the length before each (X.690). */
export function groupSize({ address, members }: Pick<CurrentGroup, 'address' | 'members'>): GroupSize {
  const bytes = members.reduce((sum, value) => sum + 4 + bytesOf(value), 0);
  return { address, members: members.length, bytes };
}

/** The group with the most members; the first of several. */
export function largestOf(sizes: readonly GroupSize[]): GroupSize | undefined {
  return sizes.reduce<GroupSize | undefined>(
    (largest, size) => (largest === undefined || size.members > largest.members ? size : largest),
    undefined,
  );
}

function bytesOf(value: string | Uint8Array): number {
  return typeof value === 'string' ? Buffer.byteLength(value) : value.length;
}

function stride({ members }: GroupSize, kind: ServerKind, attribute: string): readonly Finding[] {
  if (members <= many || kind !== 'openldap') return [];
  const message = `changing a group of more than ${many} members is slow unless OpenLDAP keeps their values sorted`;
  return [
    note(
      message,
      `In cn=config, set olcSortVals: ${attribute} (in slapd.conf: sortvals ${attribute}), once, before the data is loaded again.`,
    ),
  ];
}

function expansion({ members, address }: GroupSize, limit: number): readonly Finding[] {
  if (members <= limit) return [];
  const message = `Postfix refuses all mail for ${address}: it has ${counted(members, 'member')}, and mail.expansionLimit is ${limit}`;
  const hint = 'Split the group; or raise virtual_alias_expansion_limit in main.cf, and mail.expansionLimit with it.';
  return [warning(message, hint)];
}

function requestSize(
  { address, bytes }: GroupSize,
  { requestLimit, inputs }: DoctorFacts,
  kind: ServerKind,
): readonly Finding[] {
  const limit = known(requestLimit);
  if (limit === undefined) return [];
  const { ours, servers } = limit;
  const taken = servers ?? usualLimit(kind, inputs.settings?.bind.kind === 'anonymous');
  if (taken !== undefined && ours > taken) {
    const takes = servers === undefined ? 'usually takes' : 'takes';
    const message = `the server ${takes} requests of up to ${taken} bytes, and Rollcall sends up to ${ours}`;
    return [warning(message, `Set directory.requestLimit: ${taken}. ${limitAdvice(kind)}`)];
  }
  if (bytes < ours) return [ok(`requests are up to ${ours} bytes: every group fits into one`)];
  const message = `all members of ${address} do not fit into one request of up to ${ours} bytes`;
  return [note(message, `A change of that many goes in parts. ${limitAdvice(kind)}`)];
}

/** What servers take unless told otherwise; above it they close the connection without an answer. */
function usualLimit(kind: ServerKind, anonymous: boolean): number | undefined {
  switch (kind) {
    case 'openldap':
      return anonymous ? 262_143 : 16_777_215;
    case '389-ds':
      return 2_097_152;
    case 'active-directory':
      return 10_485_760;
    case 'other':
      return undefined;
  }
}

function limitAdvice(kind: ServerKind): string {
  switch (kind) {
    case 'openldap':
      return 'On OpenLDAP it is olcSockbufMaxIncomingAuth in cn=config (sockbuf_max_incoming_auth in slapd.conf).';
    case '389-ds':
      return 'On 389 Directory Server it is nsslapd-maxbersize in cn=config.';
    case 'active-directory':
    case 'other':
      return 'The administrator of the server knows where it is.';
  }
}
