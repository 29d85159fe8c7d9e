import { groupKey, memberKey } from '../ldap/group-key.ts';
import { completeAddress } from '../ldap/profile.ts';
import { lowerAscii } from '../model/address.ts';
import type { Value } from '../model/entry.ts';
import type { DesiredGroup } from '../model/group.ts';
import type { DeclaredGroup } from '../model/history.ts';
import type { Probe } from './last-turn.ts';
import type { PlanOptions } from './options.ts';

/** What decides whether two values are the same. */
export type ProbeOptions = Pick<PlanOptions, 'profile' | 'localPart'>;

/** Makes probes for the differences of groups; what a version declares is put under keys once. */
export interface Probes {
  readonly group: Probe;
  /** Whether it is declared under this address, and under the former ones of the manifest. */
  readonly named: (desired: DesiredGroup) => Probe;
  readonly member: (value: Value) => Probe;
  readonly alias: (value: Value) => Probe;
  /** Whether exactly these values are declared for an attribute. */
  readonly attribute: (name: string, values: readonly Value[]) => Probe;
  readonly memberKey: (value: Value) => string;
  readonly aliasKey: (value: Value) => string;
}

/** Probes that compare as plans do. */
export function makeProbes({ profile, localPart }: ProbeOptions): Probes {
  const ofMember = (value: Value): string => memberKey(value, profile, localPart);
  const ofAlias = (value: Value): string =>
    typeof value === 'string' ? groupKey(completeAddress(value, profile)) : memberKey(value, profile, localPart);
  const members = remembered((declared) => new Set(declared.members.map(({ address }) => ofMember(address))));
  const aliases = remembered(({ address, aliases: all = [] }) => new Set([address, ...all].map(ofAlias)));
  return {
    group: { holds: (declared) => declared !== undefined, mention: '' },
    named: ({ address, previously }) => {
      const wanted = namesOf(address, previously);
      const holds: Probe['holds'] = (declared) =>
        declared !== undefined && namesOf(declared.address, declared.previously) === wanted;
      return { holds, mention: '' };
    },
    member: (value) => probe(ofMember(value), members),
    alias: (value) => probe(ofAlias(value), aliases),
    attribute: (name, values) => {
      const wanted = textOf(values);
      const holds: Probe['holds'] = (declared) => {
        const found = declared && declaredValues(declared, name, profile);
        return found !== undefined && textOf(found) === wanted;
      };
      return { holds, mention: '' };
    },
    memberKey: ofMember,
    aliasKey: ofAlias,
  };
}

function namesOf(address: string, previously: readonly string[]): string {
  return JSON.stringify([groupKey(address), ...previously.map(groupKey).sort()]);
}

/** What a version of a manifest declares for an attribute of the directory; undefined when it does not manage it. */
export function declaredValues(
  { description, enabled, attributes }: DeclaredGroup,
  name: string,
  profile: ProbeOptions['profile'],
): readonly string[] | undefined {
  const wanted = lowerAscii(name);
  const named = [...attributes].find(([attribute]) => lowerAscii(attribute) === wanted)?.[1];
  if (named !== undefined) return named;
  if (profile.enabled !== undefined && lowerAscii(profile.enabled.attribute) === wanted) {
    return enabled === undefined ? undefined : [enabled ? profile.enabled.on : profile.enabled.off];
  }
  if (profile.description === undefined || lowerAscii(profile.description) !== wanted) return undefined;
  return description === undefined ? undefined : description === '' ? [] : [description];
}

function probe(key: string, keysOf: (declared: DeclaredGroup) => ReadonlySet<string>): Probe {
  return { holds: (declared) => declared !== undefined && keysOf(declared).has(key), mention: lowerAscii(key) };
}

function remembered<Result>(make: (declared: DeclaredGroup) => Result): (declared: DeclaredGroup) => Result {
  const known = new WeakMap<DeclaredGroup, { readonly result: Result }>();
  return (declared) => {
    const found = known.get(declared) ?? { result: make(declared) };
    known.set(declared, found);
    return found.result;
  };
}

/** The values in an order of their own; bytes in base64. */
function textOf(values: readonly Value[]): string {
  const texts = values.map((value) =>
    typeof value === 'string' ? value : { base64: Buffer.from(value).toString('base64') },
  );
  return JSON.stringify(texts.map((text) => JSON.stringify(text)).sort());
}
