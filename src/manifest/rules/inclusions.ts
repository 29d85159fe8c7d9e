import { addressKey, addressProblem } from '../../model/address.ts';
import { type Composition, type DesiredGroup, unansweredQueries } from '../../model/group.ts';
import { composeGroup, composeGroups, type GroupFinder, groupFinder } from '../compose.ts';
import { inclusionOrder } from '../inclusion-order.ts';
import { nearestAddress } from '../nearest.ts';
import { quoted } from '../source.ts';
import type { ManifestOptions, Verdict } from './rule.ts';

/** A verdict about an address that a manifest names under `include` or `exclude`. */
export interface InclusionVerdict {
  readonly file: string;
  readonly key: 'include' | 'exclude';
  readonly address: string;
  readonly verdict: Verdict;
}

/** Where a manifest names an address: `groups/hq.yaml:7`. */
export type LineOf = (file: string, key: InclusionVerdict['key'], address: string) => string;

type Composed = DesiredGroup & { readonly composition: Composition };

/**
 * What is wrong with the inclusions and exclusions of all manifests together. `isWhole` says that every manifest has told
 * its address; else one that is missing may be in a manifest that could not be read.
 */
export function judgeInclusions(
  groups: readonly DesiredGroup[],
  { localPart }: Pick<ManifestOptions, 'localPart'>,
  lineOf: LineOf,
  isWhole: boolean,
): InclusionVerdict[] {
  const composed = groups.filter((group): group is Composed => group.composition !== undefined);
  const including = composed.filter(({ composition }) => composition.include.length + composition.exclude.length > 0);
  if (including.length === 0) return [];
  const find = groupFinder(groups);
  return [
    ...including.flatMap((group) =>
      group.composition.include.flatMap((address): InclusionVerdict[] => {
        const verdict = inclusionVerdict(address, find(address), groups, isWhole);
        return verdict === undefined ? [] : [{ file: group.file, key: 'include', address, verdict }];
      }),
    ),
    ...cycleVerdicts(including, find, lineOf),
    ...exclusionVerdicts(groups, including, find, localPart),
  ];
}

function inclusionVerdict(
  address: string,
  group: DesiredGroup | undefined,
  groups: readonly DesiredGroup[],
  isWhole: boolean,
): Verdict | undefined {
  if (addressProblem(address) !== undefined) return undefined;
  if (group === undefined) return isWhole ? undeclared(address, groups) : undefined;
  const hint = 'Name it under members instead: then it is expanded when mail arrives.';
  if (group.mode === 'ignored') {
    const message = `the included group ${quoted(address)} has "mode: ignored", so its manifest does not say who is in it`;
    return { code: 'RC243', severity: 'error', message, hint };
  }
  if (group.mode === 'additive') {
    const message = `the included group ${quoted(address)} has "mode: additive": members that only the directory knows do not come along`;
    return { code: 'RC243', severity: 'warning', message, hint };
  }
  return undefined;
}

function undeclared(address: string, groups: readonly DesiredGroup[]): Verdict {
  const message = `no manifest declares the group ${quoted(address)}`;
  const key = addressKey(address, 'fold');
  const owner = groups.find(({ aliases }) => aliases?.some((alias) => addressKey(alias, 'fold') === key));
  if (owner !== undefined) {
    const hint = `It is an alias: write ${owner.address}.`;
    return { code: 'RC241', severity: 'error', message, hint };
  }
  const known = groups.map((group) => group.address);
  const near = nearestAddress(address, known);
  const meant = near === undefined ? '' : `Did you mean ${known.find((one) => sameGroup(one, near)) ?? near}? `;
  const hint = `${meant}Only a group with a manifest can be included; anybody else is named under members.`;
  return { code: 'RC241', severity: 'error', message, hint };
}

function cycleVerdicts(groups: readonly Composed[], find: GroupFinder, lineOf: LineOf): InclusionVerdict[] {
  const includedBy = ({ composition }: DesiredGroup): readonly DesiredGroup[] =>
    (composition?.include ?? []).flatMap((address) => find(address) ?? []);
  return inclusionOrder<DesiredGroup>(groups, includedBy).cycles.flatMap((cycle) => {
    const [first, second = first] = cycle;
    if (first === undefined || second === undefined) return [];
    const places = cycle.map(({ file, address }, index) => {
      const next = cycle[(index + 1) % cycle.length]?.address ?? '';
      return `${address} (${lineOf(file, 'include', next)})`;
    });
    const message =
      cycle.length === 1
        ? `the group includes itself`
        : `the group includes itself: ${[...places, first.address].join(' → ')}`;
    const hint = 'Take one of these inclusions out.';
    const verdict: Verdict = { code: 'RC242', severity: 'error', message, hint };
    return [{ file: first.file, key: 'include', address: second.address, verdict }];
  });
}

/** Members count here whatever their days: who comes next month can be excluded today. */
function exclusionVerdicts(
  groups: readonly DesiredGroup[],
  including: readonly Composed[],
  find: GroupFinder,
  localPart: ManifestOptions['localPart'],
): InclusionVerdict[] {
  const excluding = including.filter(({ composition }) => composition.exclude.length > 0);
  if (excluding.length === 0) return [];
  const always = { localPart, counts: () => true };
  const findWhole = groupFinder(composeGroups(groups, always));
  const keyOf = (address: string): string => addressKey(address, localPart);
  return excluding.flatMap((group) => {
    const { file, composition } = group;
    const own = new Map(composition.own.map((address) => [keyOf(address), address]));
    const included = composition.include.flatMap((address) => findWhole(address) ?? []);
    const everyone = composeGroup(group, { ...composition, exclude: [] }, included, always);
    const isWhole =
      composition.include.every((address) => find(address) !== undefined) && unansweredQueries([everyone]).length === 0;
    const known = new Set(everyone.members.map(keyOf));
    return composition.exclude.flatMap((address): InclusionVerdict[] => {
      const listed = own.get(keyOf(address));
      const found = (verdict: Verdict): InclusionVerdict[] => [{ file, key: 'exclude', address, verdict }];
      if (listed !== undefined) return found(listedVerdict(address));
      return known.has(keyOf(address)) || !isWhole ? [] : found(strangerVerdict(address, everyone.members));
    });
  });
}

function listedVerdict(address: string): Verdict {
  const message = `${quoted(address)} is excluded and is also listed under members`;
  return { code: 'RC245', severity: 'error', message, hint: 'Keep one of the two.' };
}

function strangerVerdict(address: string, members: readonly string[]): Verdict {
  const near = nearestAddress(address, members);
  const meant = near === undefined ? '' : `Did you mean ${near}? `;
  const message = `${quoted(address)} is excluded and no included group has this member`;
  return {
    code: 'RC244',
    severity: 'warning',
    message,
    hint: `${meant}Delete the entry when nobody is meant any more.`,
  };
}

function sameGroup(a: string, b: string): boolean {
  return addressKey(a, 'fold') === addressKey(b, 'fold');
}
