import type {
  ChangedGroup,
  ComparedMember,
  Comparison,
  ComparisonSummary,
  GroupComparison,
} from '../model/comparison.ts';
import type { DesiredGroup } from '../model/group.ts';
import { type ChangeView, type MemberLine, memberLines, renameLine } from './change-view.ts';
import { count } from './wording.ts';

/** What became of one group, for the same readers as a change of a plan. */
export function viewComparison(change: GroupComparison): ChangeView {
  switch (change.kind) {
    case 'new':
      return viewNew(change.group);
    case 'gone':
      return viewGone(change.group);
    case 'changed':
      return viewChanged(change);
  }
}

/** The address of the group on the other side that looks like this one; undefined when there is none. */
export function likeness(change: GroupComparison): string | undefined {
  switch (change.kind) {
    case 'new':
      return change.formerly;
    case 'gone':
      return change.becomes;
    case 'changed':
      return undefined;
  }
}

/** The counts in words: what a reader of a pull request wants to know first. */
export function comparisonLine({ summary }: Comparison): string {
  const { changes, rest } = { changes: changeWords(summary), rest: [`${summary.unchanged} unchanged.`] };
  if (summary.unclear > 0) rest.push(`${count(summary.unclear, 'group')} not compared.`);
  return [changes, ...rest].join(' ');
}

function changeWords(summary: ComparisonSummary): string {
  if (summary.new + summary.changed + summary.gone === 0) return 'No group changes.';
  const groups = [
    ...(summary.new > 0 ? [`${count(summary.new, 'new group')}`] : []),
    ...(summary.changed > 0 ? [`${count(summary.changed, 'changed group')}`] : []),
    ...(summary.gone > 0 ? [`${count(summary.gone, 'gone group')}`] : []),
  ];
  const { joins, leaves, mayJoin, mayLeave } = summary;
  const moves = [
    ...(joins > 0 ? [verb(joins, 'join')] : []),
    ...(leaves > 0 ? [verb(leaves, 'leave')] : []),
    ...(mayJoin > 0 ? [`${count(mayJoin, 'member')} may join`] : []),
    ...(mayLeave > 0 ? [`${count(mayLeave, 'member')} may leave`] : []),
    ...(joins + leaves + mayJoin + mayLeave === 0 ? ['nobody joins or leaves'] : []),
  ];
  return `${groups.join(', ')}; ${moves.join(', ')}.`;
}

function verb(number: number, word: string): string {
  return `${count(number, 'member')} ${number === 1 ? `${word}s` : word}`;
}

function viewNew(group: DesiredGroup): ChangeView {
  const off = group.enabled === false ? ', switched off' : '';
  const words = `new group, ${count(group.members.length, 'member')}${off}`;
  const description = group.description === undefined ? [] : [['description', [group.description]] as const];
  const given = [...description, ...group.attributes];
  return {
    ...{ mark: '+', address: group.address, headline: words, done: words },
    joins: memberLines(group.members, group),
    leaves: [],
    newAliases: group.aliases ?? [],
    goneAliases: [],
    attributes: given.map(([attribute, after]) => ({ attribute, before: [], after })),
    rename: undefined,
  };
}

function viewGone(group: DesiredGroup): ChangeView {
  const words = `gone group, ${count(group.members.length, 'member')}`;
  return {
    ...{ mark: '-', address: group.address, headline: words, done: words },
    joins: [],
    leaves: memberLines(group.members, group),
    newAliases: [],
    goneAliases: group.aliases ?? [],
    attributes: [],
    rename: undefined,
  };
}

function viewChanged({ before, after, isPassedOn, joins, leaves, aliases, keys }: ChangedGroup): ChangeView {
  const isRenamed = keys.some(({ key }) => key === 'address');
  const further = isRenamed ? keys.filter(({ key }) => key !== 'address' && key !== 'previously') : keys;
  const lines = (members: ChangedGroup['joins']): readonly MemberLine[] =>
    members.map(({ address, reason, via, unsure }) => ({ value: address, reason, via, query: undefined, unsure }));
  const others = aliases.add.length + aliases.remove.length + further.length;
  const [comes, goes] = [joins.filter(isSure).length, leaves.filter(isSure).length];
  const [mayJoin, mayLeave] = [joins.length - comes, leaves.length - goes];
  const left = comes > 0 ? `${goes} ${goes === 1 ? 'leaves' : 'leave'}` : verb(goes, 'leave');
  const words = [
    ...(isRenamed ? ['renamed'] : []),
    ...(comes > 0 ? [verb(comes, 'join')] : []),
    ...(goes > 0 ? [left] : []),
    ...(mayJoin > 0 ? [`${count(mayJoin, 'member')} may join`] : []),
    ...(mayLeave > 0 ? [`${count(mayLeave, 'member')} may leave`] : []),
    ...(others > 0 ? [count(others, 'other change')] : []),
  ].join(', ');
  return {
    ...{ mark: '~', address: after.address, headline: words, done: words },
    joins: lines(joins),
    leaves: lines(leaves),
    newAliases: aliases.add,
    goneAliases: aliases.remove,
    attributes: further.map(({ key, ...values }) => ({ attribute: key, ...values })),
    rename: isRenamed ? renameLine(before.address, after, isPassedOn) : undefined,
  };
}

function isSure({ unsure }: ComparedMember): boolean {
  return unsure.length === 0;
}
