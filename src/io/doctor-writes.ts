import { dnKey, parentDn } from '../ldap/dn.ts';
import { newAttributes, newDn, userAttributes } from '../ldap/encode.ts';
import { storedAddress } from '../ldap/profile.ts';
import type { Attribute } from '../model/entry.ts';
import type { CurrentGroup, DesiredGroup } from '../model/group.ts';
import type { Operation } from '../model/operation.ts';
import type { Profile } from '../model/profile.ts';
import type { Rehearsed, WriteProbe } from '../plan/doctor/facts.ts';
import { attempt } from './attempt.ts';
import type { DirectoryProbe, Rehearsal } from './directory.ts';
import type { Settings } from './run-settings.ts';

/** An address that nobody can have (RFC 2606). */
const nobody = 'rollcall-doctor@invalid.invalid';

/**
 * Asks OpenLDAP what it would do with one write of each kind that Rollcall may send. Other servers are not asked: the
 * control that says "do not do it" is OpenLDAP's own, and a server that misunderstood it would write.
 *
 * OpenLDAP 2.5 damages its database when a rehearsed write brings an attribute that no entry of the database ever had.
 * So a rehearsal names only attributes that were seen in the same database in this run.
 */
export async function probeWrites(
  { reader, check }: DirectoryProbe,
  settings: Settings,
  groups: readonly CurrentGroup[],
): Promise<readonly WriteProbe[]> {
  const probes: WriteProbe[] = [];
  for (const { write, dn, operation, isCopy } of questions(settings, groups)) {
    const mayAsk = reader.server?.facts.kind === 'openldap' && !probes.some(isFinal);
    const result: WriteProbe['result'] =
      mayAsk && operation !== undefined
        ? await attempt(async () => judged(await check(operation), isCopy))
        : { kind: 'known', fact: { kind: mayAsk ? 'unsafe' : 'unsupported' } };
    probes.push({ write, dn, result });
  }
  return probes;
}

/** After a failure or without the control, nothing more is asked. */
function isFinal({ result }: WriteProbe): boolean {
  return result.kind === 'failed' || (result.kind === 'known' && result.fact.kind === 'unsupported');
}

/** A copy of another group tells about rights; it may break a rule that a group of our own would keep. */
function judged(said: Rehearsal, isCopy: boolean): Rehearsed {
  const isRight = said.kind !== 'refused' || [8, 10, 50, 53].includes(said.code);
  return isCopy && !isRight ? { kind: 'unsafe' } : said;
}

/** A write to ask about; without an operation there is none that can be asked about safely. */
interface Question extends Pick<WriteProbe, 'write' | 'dn'> {
  readonly operation: Operation | undefined;
  readonly isCopy: boolean;
}

/** The change of one member comes first: it would do the least harm. */
function questions(settings: Settings, groups: readonly CurrentGroup[]): readonly Question[] {
  const [first] = groups;
  const both = [changeOfMember(settings, groups), newGroup(settings, groups)];
  if (settings.prune === 'never' || first === undefined) return both;
  return [...both, { write: 'delete', dn: first.dn, operation: { kind: 'delete', dn: first.dn }, isCopy: false }];
}

/** One more member for a group that shows some: its own database knows the attribute. */
function changeOfMember({ directory, profile }: Settings, groups: readonly CurrentGroup[]): Question {
  const group = groups.find(({ members }) => members.length > 0);
  if (group === undefined) return { write: 'modify', dn: directory.base, operation: undefined, isCopy: false };
  const { dn } = group;
  const addition = { kind: 'add', attribute: profile.member, values: [storedAddress(nobody, profile)] } as const;
  return { write: 'modify', dn, operation: { kind: 'modify', dn, modifications: [addition] }, isCopy: false };
}

/** A new group as Rollcall would make it where all its attributes are known; else a copy of one that is there. */
function newGroup({ directory, profile, defaults }: Settings, groups: readonly CurrentGroup[]): Question {
  const address = profile.domain === undefined ? nobody : `rollcall-doctor@${profile.domain}`;
  const dn = newDn(address, profile, directory.base);
  // What stands directly below the base is in the database of the base; further down another one may begin.
  const here = groups.filter((group) => dnKey(parentDn(group.dn) ?? '') === dnKey(directory.base));
  const seen = new Set(here.flatMap(({ entry }) => entry.attributes.map(({ name }) => name.toLowerCase())));
  const planned = newAttributes(emptyGroup(address), profile, defaults);
  const isKnown = planned.every(({ name }) => seen.has(name.toLowerCase()));
  const [model] = here;
  const attributes = isKnown ? planned : model && copied(model, profile, storedAddress(address, profile));
  const operation: Operation | undefined = attributes && { kind: 'add', dn, attributes };
  return { write: 'add', dn, operation, isCopy: !isKnown };
}

/** The same attributes with another address, and one member of many. */
function copied({ entry }: CurrentGroup, { address, member }: Profile, value: string): readonly Attribute[] {
  const values = (attribute: Attribute): Attribute['values'] => {
    const name = attribute.name.toLowerCase();
    if (name === address.toLowerCase()) return [value];
    return name === member.toLowerCase() ? attribute.values.slice(0, 1) : attribute.values;
  };
  return userAttributes(entry).map((attribute) => ({ name: attribute.name, values: values(attribute) }));
}

function emptyGroup(address: string): DesiredGroup {
  return {
    file: '',
    address,
    description: undefined,
    members: [],
    reasons: new Map(),
    aliases: undefined,
    previously: [],
    enabled: undefined,
    owners: [],
    mode: 'authoritative',
    protected: false,
    allow: undefined,
    exceptions: [],
    composition: undefined,
    attributes: new Map(),
  };
}
