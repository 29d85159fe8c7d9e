import type { GitPlace } from '../io/git-place.ts';
import { type HistoryRequest, readHistories } from '../io/history.ts';
import { groupKey } from '../ldap/group-key.ts';
import { declaredGroup } from '../manifest/declared-group.ts';
import type { GroupHistory } from '../model/history.ts';
import { joinHistories } from '../plan/join-histories.ts';

/** The whole history of one group up to a commit, under the former addresses too that its manifest names there. */
export async function renamedHistory(
  place: GitPlace,
  commit: string,
  group: string,
): Promise<GroupHistory | undefined> {
  const request = { known: [], applied: undefined, looksAtContents: false, isEnough: undefined } as const;
  const read = (groups: HistoryRequest['groups']): ReturnType<typeof readHistories> =>
    readHistories(place, commit, { ...request, groups });
  const own = (await read([group])).get(groupKey(group));
  const previously = own?.text === undefined ? [] : (declaredGroup(own.text)?.previously ?? []);
  if (own === undefined || previously.length === 0) return own;
  const former = await read(previously);
  return previously.flatMap((address) => former.get(groupKey(address)) ?? []).reduce(joinHistories, own);
}
