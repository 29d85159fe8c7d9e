import type { DesiredGroup } from '../model/group.ts';
import { groupsOnDay } from './resolve.ts';
import type { ManifestOptions } from './rules/rule.ts';

/** The names of the queries that are still to be asked for these groups, each once. */
export function openQueries(groups: readonly DesiredGroup[]): readonly string[] {
  const names = groups.flatMap(({ composition }) => {
    const { query } = composition ?? {};
    return query === undefined || query.members !== undefined ? [] : [query.name];
  });
  return [...new Set(names)];
}

/** The groups with the members that queries answer, by the names of the queries; one without an answer stays open. */
export function withAnswers(
  groups: readonly DesiredGroup[],
  answers: ReadonlyMap<string, { readonly members: readonly string[] }>,
  options: Pick<ManifestOptions, 'localPart' | 'today'>,
): readonly DesiredGroup[] {
  if (answers.size === 0) return groups;
  const answered = groups.map((group) => {
    const { composition } = group;
    const answer = composition?.query && answers.get(composition.query.name);
    if (composition?.query === undefined || answer === undefined) return group;
    return { ...group, composition: { ...composition, query: { ...composition.query, members: answer.members } } };
  });
  return groupsOnDay(answered, options);
}
