import { foldText } from '../ldap/fold-text.ts';
import { groupKey, memberKey } from '../ldap/group-key.ts';
import { completeAddress } from '../ldap/profile.ts';
import { findHidden } from '../manifest/characters.ts';
import type { ManifestDraft } from '../manifest/format.ts';
import { addressProblem, domainOf, lowerAscii } from '../model/address.ts';
import { type Value, valuesOf } from '../model/entry.ts';
import type { CurrentGroup, DesiredGroup } from '../model/group.ts';
import type { PlanOptions } from './options.ts';

/** What adopting needs to know. */
export type AdoptOptions = Pick<PlanOptions, 'profile' | 'localPart'> & {
  /** The day whose members the manifests declare, `YYYY-MM-DD`. */
  readonly today: string;
  /** Domains whose addresses may be groups; any when empty. */
  readonly domains: readonly string[];
  /** The names of the queries that the settings have; undefined when any may be named. */
  readonly queries: readonly string[] | undefined;
};

/** A group that no manifest can declare as it is. */
export interface NotAdoptable {
  readonly problem: string;
  readonly hint: string;
}

/** The manifest that declares a group exactly as the directory holds it, or why there is none. */
export function adoptGroup(current: CurrentGroup, options: AdoptOptions): ManifestDraft | NotAdoptable {
  const { profile, localPart, domains } = options;
  const unusable = current.addresses.find((address) => addressProblem(address) !== undefined);
  if (unusable !== undefined) {
    return {
      problem: `its address ${JSON.stringify(unusable)} ${addressProblem(unusable)}`,
      hint: mend(profile.address),
    };
  }
  const foreign = current.addresses.find(
    (address) => domains.length > 0 && !domains.includes(lowerAscii(domainOf(address))),
  );
  if (foreign !== undefined) {
    const hint = 'Add its domain to mail.domains, or remove the address from the entry.';
    return { problem: `its address ${foreign} is outside mail.domains`, hint };
  }
  const members = new Map<string, string>();
  for (const value of [...current.members].sort(compareValues)) {
    const text = typeof value === 'string' ? completeAddress(foldText(value, 'exact'), profile) : undefined;
    const problem = text === undefined ? 'is not text' : addressProblem(text);
    if (text === undefined || problem !== undefined) {
      return { problem: `its member ${JSON.stringify(shown(value))} ${problem}`, hint: mend(profile.member) };
    }
    const key = memberKey(value, profile, localPart);
    if (!members.has(key)) members.set(key, text);
  }
  const own = groupKey(current.address);
  const others = new Map(current.addresses.map((address) => [groupKey(address), address]));
  others.delete(own);
  return {
    address: current.address,
    description: descriptionOf(current, profile.description),
    members: [...members.values()],
    reasons: new Map(),
    aliases: others.size > 0 ? [...others.values()] : undefined,
    previously: [],
    enabled: enabledOf(current, options),
    owners: [],
    mode: 'authoritative',
    protected: false,
    attributes: new Map(),
    allow: undefined,
    exceptions: [],
    composition: undefined,
  };
}

/**
 * Why a manifest that declares a text cannot take over the one that the directory holds: it is not text, or a part of it
 * cannot be seen. Undefined when nothing keeps it from that.
 */
export function untakenText(
  { description, attributes }: DesiredGroup,
  { entry }: CurrentGroup,
  profile: AdoptOptions['profile'],
): NotAdoptable | undefined {
  const declared = new Map(attributes);
  if (description !== undefined && profile.description !== undefined) {
    declared.set(profile.description, description === '' ? [] : [description]);
  }
  for (const [name, texts] of declared) {
    const foreign = valuesOf(entry, name).find((value) => !isWritable(value) && !texts.some((text) => text === value));
    if (foreign === undefined) continue;
    return { problem: `its ${name} is no text that a manifest can hold`, hint: mend(name) };
  }
  return undefined;
}

/**
 * How an entry came to answer for an address that nobody may have meant: the server adds the value that the entry is
 * named by. The remedy in words; undefined when there is nothing to say.
 */
export function strayAddress({ address, addresses }: CurrentGroup): string | undefined {
  const [first] = addresses;
  if (addresses.length < 2 || first === undefined || groupKey(first) === groupKey(address)) return undefined;
  const others = addresses.filter((other) => groupKey(other) !== groupKey(address)).join(', ');
  return (
    `If only ${first} is meant, make it the address, write previously: ${address}, take ${first} out of aliases, and apply: ` +
    `the entry is renamed. If only ${address} is meant, take ${others} out of aliases (write aliases: [] when nothing is left) and apply.`
  );
}

function descriptionOf(current: CurrentGroup, attribute: string | undefined): string | undefined {
  const values = attribute === undefined ? [] : valuesOf(current.entry, attribute);
  const [only] = values;
  return values.length === 1 && typeof only === 'string' && isWritable(only) ? only : undefined;
}

/** Whether a manifest can hold a text on one line: it shows something, and nothing in it is hidden. */
function isWritable(value: Value): boolean {
  return typeof value === 'string' && /\S/.test(value) && !/\p{Cc}/u.test(value) && findHidden(value, 1).length === 0;
}

function enabledOf(current: CurrentGroup, { profile }: AdoptOptions): boolean | undefined {
  if (profile.enabled === undefined) return undefined;
  const [value] = valuesOf(current.entry, profile.enabled.attribute);
  if (value === profile.enabled.on) return true;
  return value === profile.enabled.off ? false : undefined;
}

function compareValues(a: Value, b: Value): number {
  const [left, right] = [shown(a), shown(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function shown(value: Value): string {
  return typeof value === 'string' ? value : `base64:${Buffer.from(value).toString('base64')}`;
}

function mend(attribute: string): string {
  return `Mend ${attribute} of this entry in the directory, then import again; until then no manifest can declare it.`;
}
