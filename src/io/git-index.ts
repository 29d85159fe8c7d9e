/** One entry of git's index, as `git ls-files -t --stage -z` tells it. */
export interface IndexEntry {
  /** Path from the top of the repository, with slashes. */
  readonly path: string;
  readonly kind: 'file' | 'submodule';
  /** `left out` of the checkout on purpose (skip-worktree), `unmerged` after a conflict, or `there` as far as git knows. */
  readonly state: 'there' | 'left out' | 'unmerged';
}

/** Reads the output of `git ls-files -t --stage -z`. An unmerged path has up to three entries there, and one here. */
export function parseIndex(text: string): readonly IndexEntry[] {
  const entries = new Map<string, IndexEntry>();
  for (const line of text.split('\0')) {
    const [, tag, mode, stage, path] = /^(.) (\d+) [0-9a-f]+ (\d)\t(.+)$/s.exec(line) ?? [];
    if (path === undefined) continue;
    const state = tag === 'S' ? 'left out' : stage === '0' ? 'there' : 'unmerged';
    entries.set(path, { path, kind: mode === '160000' ? 'submodule' : 'file', state });
  }
  return [...entries.values()];
}
