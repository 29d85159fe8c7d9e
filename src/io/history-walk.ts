import type { GroupHistory, HistoryEnd } from '../model/history.ts';
import { blobsBefore, type CommitChanges, readCommitLog } from './commit-log.ts';
import type { GitPlace } from './git-place.ts';
import { type GroupTrail, goBack, manifestNow, type Trails } from './group-trail.ts';

/** What a walk has found out about one group so far. */
export type WalkedHistory = Omit<GroupHistory, 'text' | 'applied' | 'contents'>;

/** Goes back from a commit along first parents, a portion at a time. */
export class HistoryWalk {
  readonly #place: GitPlace;
  readonly #trails: Trails;
  /** The commit to go on from; undefined at the end. */
  #next: string | undefined;
  #begins: string | undefined;
  /** Whether a content is missing that may have been any manifest. */
  #hasGap = false;

  constructor(place: GitPlace, commit: string, trails: Trails) {
    this.#place = place;
    this.#trails = trails;
    this.#next = commit;
  }

  /** Whether there is nothing older. */
  get isOver(): boolean {
    return this.#next === undefined;
  }

  /** Reads so many further commits that touched manifests; all that are left when no number is given. */
  async goOn(most: number | undefined): Promise<void> {
    if (this.#next !== undefined) await this.take(await readCommitLog(this.#place, this.#next, most), most);
  }

  /** Goes over commits that were read, no more than so many; fewer are all that were left. */
  async take(changes: readonly CommitChanges[], most: number | undefined): Promise<void> {
    const { finder } = this.#trails;
    const ids = changes.flatMap(({ files }) => blobsBefore(files));
    await finder.look(ids);
    this.#hasGap ||= ids.some((id) => finder.isMissing(id));
    for (const change of changes) goBack(this.#trails, change);
    const last = changes.at(-1);
    this.#next = most !== undefined && changes.length === most ? last?.parent : undefined;
    if (this.#next !== undefined) return;
    if (this.#place.isShallow && last?.isFirst === true) this.#begins = last.commit.hash;
  }

  /** What is known of a group by now. */
  history(trail: GroupTrail): WalkedHistory {
    return {
      versions: [...trail.versions].reverse(),
      unreadable: [...trail.unreadable].reverse(),
      before: manifestNow(trail)?.found.declared(),
      end: this.#endOf(trail),
      begins: this.#begins,
    };
  }

  #endOf(trail: GroupTrail): HistoryEnd {
    if (trail.isBroken) return 'partial';
    if (!this.isOver) return 'unread';
    if (this.#hasGap) return 'partial';
    return this.#place.isShallow ? 'shallow' : 'beginning';
  }
}
