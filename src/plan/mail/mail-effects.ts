import { groupKey } from '../../ldap/group-key.ts';
import type { Value } from '../../model/entry.ts';
import type { MailEffect, MailEffects, MailPath, MailVerdict } from '../../model/mail-effect.ts';
import { type AliasGroup, type AliasMap, aliasMap, type DisabledGroups } from './alias-map.ts';
import { expandAddress, pathTo } from './expand.ts';
import type { Expansion, ExpansionNode } from './expansion.ts';
import { foldAddress } from './find-alias.ts';
import { holdersOf, linkGroups } from './group-links.ts';
import type { MailRules } from './mail-rules.ts';

/** How mail is looked at. */
export interface MailEffectOptions {
  readonly rules: MailRules;
  readonly disabled: DisabledGroups;
  /** So many addresses are looked at, the changed groups first. */
  readonly most: number;
}

/** The addresses that a change of groups is about. */
export interface ChangedAddresses {
  /** Those of the groups that differ. */
  readonly changed: readonly string[];
  /** Those that another group has now: mail to them goes to other people, whatever the lists say of each group. */
  readonly passedOn: readonly string[];
}

/**
 * What a change of groups does to mail, beyond their own lists of members: for the changed groups and for all that hold
 * them. Groups that hold no group and are held by none are left out
 * as long as Postfix delivers to them: their own list says it all.
 */
export function mailEffects(
  before: readonly AliasGroup[],
  after: readonly AliasGroup[],
  { changed, passedOn }: ChangedAddresses,
  { rules, disabled, most }: MailEffectOptions,
): MailEffects {
  if (changed.length === 0) return { effects: [], unexamined: 0 };
  const keys = new Set(changed.map(groupKey));
  const links = linkGroups([...before, ...after.filter(({ address }) => keys.has(groupKey(address)))], rules);
  const [was, is] = [byAddress(before), byAddress(after)];
  const passed = new Set(passedOn.map(groupKey));
  const reached = [...holdersOf(keys, links)].filter((key) => {
    const size = Math.max(...[was, is].map((state) => state.get(key)?.values.length ?? 0));
    const nests = links.nesting.has(key) || links.odd.has(key);
    return nests || passed.has(key) || size > rules.expansionLimit;
  });
  const maps = { before: aliasMap(before, disabled), after: aliasMap(after, disabled) };
  const effects = reached.slice(0, most).flatMap((key) => {
    const effect = effectOn({ was: was.get(key), is: is.get(key), isPassedOn: passed.has(key) }, maps, rules);
    return effect === undefined ? [] : [effect];
  });
  return { effects: effects.sort(byName), unexamined: Math.max(0, reached.length - most) };
}

interface ChangedMail {
  readonly was: AliasGroup | undefined;
  readonly is: AliasGroup | undefined;
  readonly isPassedOn: boolean;
}

function effectOn(
  { was, is, isPassedOn }: ChangedMail,
  maps: { readonly before: AliasMap; readonly after: AliasMap },
  rules: MailRules,
): MailEffect | undefined {
  const address = (is ?? was)?.address;
  if (address === undefined) return undefined;
  const [before, after] = [expandAddress(address, maps.before, rules), expandAddress(address, maps.after, rules)];
  const [then, now] = [recipientsOf(before), recipientsOf(after)];
  const [old, fresh] = isPassedOn ? [new Set<string>(), new Set<string>()] : [listOf(was), listOf(is)];
  const [joins, leaves] = [without(fresh, old), without(old, fresh)];
  const starts = paths(now, (key, path) => !then.has(key) && !(path.length === 2 && joins.has(key)));
  const stops = paths(then, (key, path) => !now.has(key) && !(path.length === 2 && leaves.has(key)));
  const stays = paths(now, (key) => leaves.has(key));
  const already = paths(then, (key) => joins.has(key));
  const bad = before.verdict === 'deferred' || after.verdict === 'deferred';
  const told = starts.length + stops.length + stays.length + already.length;
  if (told === 0 && !bad) return undefined;
  return { address, isPassedOn, before: verdictOf(before), after: verdictOf(after), starts, stops, stays, already };
}

function without(those: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...those].filter((one) => !others.has(one)));
}

function recipientsOf({ recipients }: Expansion): ReadonlyMap<string, ExpansionNode> {
  return new Map(recipients.map((node) => [foldAddress(node.address), node]));
}

/** What stands in the list of the group itself. */
function listOf(group: AliasGroup | undefined): ReadonlySet<string> {
  return new Set((group?.values ?? []).map((value: Value) => foldAddress(String(value).trim())));
}

function paths(
  nodes: ReadonlyMap<string, ExpansionNode>,
  isWanted: (key: string, path: MailPath) => boolean,
): readonly MailPath[] {
  const found = [...nodes].map(([key, node]) => ({ key, path: pathTo(node) }));
  return found.filter(({ key, path }) => isWanted(key, path)).map(({ path }) => path);
}

function verdictOf({ verdict, deferral, recipients, size }: Expansion): MailVerdict {
  if (deferral !== undefined) {
    return { kind: 'deferred', reason: deferral.reason, recipients: size, path: deferral.path };
  }
  return verdict === 'delivered' ? { kind: 'delivered', recipients: recipients.length } : { kind: 'not found' };
}

/** Entries that share an address count together, as they do for Postfix. */
function byAddress(groups: readonly AliasGroup[]): ReadonlyMap<string, AliasGroup> {
  const map = new Map<string, AliasGroup>();
  for (const group of groups) {
    const key = groupKey(group.address);
    const same = map.get(key);
    map.set(key, same === undefined ? group : { ...same, values: [...same.values, ...group.values] });
  }
  return map;
}

function byName(a: MailEffect, b: MailEffect): number {
  return a.address < b.address ? -1 : a.address > b.address ? 1 : 0;
}
