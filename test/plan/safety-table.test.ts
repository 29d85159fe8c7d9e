import { describe, expect, it } from 'vitest';
import { exceptionsIn, heldIn, planScene } from './safety-scene.ts';

/** Name, limits, groups, overrides, what is held, what is said about exceptions; words as in `safety-scene.ts`. */
type Row = readonly [
  name: string,
  limits: string,
  groups: string,
  overrides: string,
  held: string,
  exceptions?: string,
];

const perGroup: readonly Row[] = [
  ['as many as the floor', 'group 0/5', 'a 5>0', '', ''],
  ['one more than the floor', 'group 0/5', 'a 6>0', '', 'a per-group'],
  ['exactly the percentage', 'group 50/0', 'a 10>5', '', ''],
  ['one more than the percentage', 'group 50/0', 'a 10>4', '', 'a per-group'],
  ['above the floor, not above the percentage', 'group 50/2', 'a 10>5', '', ''],
  ['above the percentage, not above the floor', 'group 50/6', 'a 10>4', '', ''],
  ['above both', 'group 50/5', 'a 10>4', '', 'a per-group'],
  ['nobody, when nobody may go', 'group 0/0', 'a 10>10', '', ''],
  ['one, when nobody may go', 'group 0/0', 'a 10>9', '', 'a per-group'],
  ['one of one, under the floor', 'group 50/1', 'a 1>0', '', ''],
  ['one of one, above the floor', 'group 50/0', 'a 1>0', '', 'a per-group'],
  ['one of two is half', 'group 50/0', 'a 2>1', '', ''],
  ['one of three is more than 33 per cent', 'group 33/0', 'a 3>2', '', 'a per-group'],
  ['one of three is less than 34 per cent', 'group 34/0', 'a 3>2', '', ''],
  ['all, at 100 per cent', 'group 100/0', 'a 10>0', '', ''],
  ['all but one, at 99 per cent', 'group 99/0', 'a 100>1', '', ''],
  ['all, at 99 per cent', 'group 99/0', 'a 100>0', '', 'a per-group'],
  ['additions do not make a removal smaller', 'group 50/1', 'a 4>1+9', '', 'a per-group'],
  ['an addition alone', 'group 0/0', 'a 4>4+9', '', ''],
  ['a new group', 'group 0/0', 'a new 9', '', ''],
  ['a group without members gets some', 'group 0/0', 'a 0>0+3', '', ''],
  ['another spelling is no loss', 'group 0/0', 'a 4>4 respelled', '', ''],
  ['another spelling of those that stay does not count', 'group 50/0', 'a 4>2 respelled', '', ''],
  ['and does not hide those that go', 'group 50/0', 'a 4>1 respelled', '', 'a per-group'],
  ['additive manifests remove nobody', 'group 0/0', 'a 9>0 additive', '', ''],
  ['ignored manifests remove nobody', 'group 0/0', 'a 9>0 ignored', '', ''],
  ['each group is judged alone', 'group 50/1', 'a 4>1; b 4>2', '', 'a per-group'],
];

const perRun: readonly Row[] = [
  ['as many as the floor', 'run 0/4', 'a 10>8; b 10>8', '', ''],
  ['one more than the floor', 'run 0/4', 'a 10>8; b 10>7', '', 'a per-run; b per-run'],
  ['exactly the percentage', 'run 20/0', 'a 10>8; b 10>8', '', ''],
  ['one more than the percentage', 'run 20/0', 'a 10>8; b 10>7', '', 'a per-run; b per-run'],
  ['groups that lose nobody go ahead', 'run 0/0', 'a 10>9; b 10>10+1; c new 1', '', 'a per-run'],
  ['groups held alone do not count', 'group 50/0; run 10/0', 'a 10>4; b 10>8', '', 'a per-group'],
  ['what a manifest leaves alone counts in the whole', 'run 10/0', 'a 5>3; b 15>0 ignored', '', ''],
  ['other spellings do not count', 'run 0/0', 'a 9>9 respelled', '', ''],
  ['the last member of every group, two of them', 'run 100/99', 'a 1>0; b 1>0', '', 'a per-run; b per-run'],
  ['the last member of the only group', 'run 100/99', 'a 1>0', '', ''],
  ['the last member of all groups but one', 'run 100/99', 'a 1>0; b 1>0; c 1>1', '', ''],
  ['groups without members do not save the others', 'run 100/99', 'a 1>0; b 1>0; c 0>0', '', 'a per-run; b per-run'],
  ['a new group does not save the others', 'run 100/99', 'a 1>0; b 1>0; c new 5', '', 'a per-run; b per-run'],
  ['others come in their place', 'run 100/99', 'a 1>0+1; b 1>0', '', ''],
  [
    'one emptied and one deleted, and no other',
    'run 100/99; deletions 100/9',
    'a 1>0; b 1',
    '',
    'a per-run; b per-run',
  ],
  ['one emptied, one deleted, one left', 'run 100/99; deletions 100/9', 'a 1>0; b 1; c 1>1', '', ''],
  [
    'a group without members that is deleted is none of them',
    'run 100/99; deletions 100/9',
    'a 1>0; b 1>1; c 0',
    '',
    '',
  ],
  ['a group held alone keeps its members', 'group 0/1', 'a 1>0; b 2>0', '', 'b per-group'],
];

const deletions: readonly Row[] = [
  ['as many as the floor', 'deletions 0/2', 'a 1; b 1; c 1>1', '', ''],
  ['one more than the floor', 'deletions 0/1', 'a 1; b 1; c 1>1', '', 'a deletions; b deletions'],
  ['exactly the percentage', 'deletions 50/0', 'a 1; b 1; c 1>1; d 1>1', '', ''],
  [
    'one more than the percentage',
    'deletions 50/0',
    'a 1; b 1; c 1; d 1>1',
    '',
    'a deletions; b deletions; c deletions',
  ],
  ['the only group', 'deletions 100/9', 'a 1; b new 1', '', 'a deletions'],
  ['all groups, under every limit', 'deletions 100/9', 'a 0; b 0; c new 1', '', 'a deletions; b deletions'],
  ['all groups but an ignored one', 'deletions 100/9', 'a 0; b 0; c 1>1 ignored', '', ''],
  ['when nothing is declared', 'deletions 100/9', 'a 0; b 0', '', 'a deletions; b deletions'],
  [
    'when nothing is declared, each agreed to',
    '',
    'a 0; b 0',
    '-a=0; -b=0',
    'a deletions; b deletions',
    'a unused; b unused',
  ],
  ['removals go on beside held deletions', 'deletions 0/0', 'a 1; b 9>8', '', 'a deletions'],
];

const manifests: readonly Row[] = [
  ['larger than needed', 'group 50/0', 'a 10>4 allow=7/2026-12-05', '', '', 'a used 6'],
  ['just large enough', 'group 50/0', 'a 10>4 allow=6/2026-12-05', '', '', 'a used 6'],
  ['one too small', 'group 50/0', 'a 10>4 allow=5/2026-12-05', '', 'a per-group'],
  ['not needed, because nobody goes', 'group 50/0', 'a 10>10 allow=5/2026-12-05', '', ''],
  ['of a removal that no limit holds', 'group 50/0', 'a 10>9 allow=5/2026-12-05', '', '', 'a used 1'],
  ['until tomorrow', 'group 50/0', 'a 10>4 allow=6/2026-11-23', '', '', 'a used 6'],
  ['until today', 'group 50/0', 'a 10>4 allow=6/2026-11-22', '', '', 'a used 6'],
  ['until yesterday', 'group 50/0', 'a 10>4 allow=6/2026-11-21', '', 'a per-group', 'a expired'],
  ['ended, and not needed', 'group 50/0', 'a 10>10 allow=6/2026-11-21', '', '', 'a expired'],
  ['of another group', 'group 50/0', 'a 10>4; b 10>4 allow=6/2026-12-05', '', 'a per-group', 'b used 6'],
  ['takes its removals out of the run', 'run 10/0', 'a 10>5 allow=5/2026-12-05; b 10>8', '', '', 'a used 5'],
  [
    'too small leaves its removals in the run',
    'run 10/0',
    'a 10>5 allow=4/2026-12-05; b 10>8',
    '',
    'a per-run; b per-run',
  ],
  ['leaves the others in the run', 'run 10/0', 'a 10>5 allow=5/2026-12-05; b 10>7', '', 'b per-run', 'a used 5'],
  ['of a protected group that would be emptied', '', 'a 5>0 protected allow=9/2026-12-05', '', 'a protected'],
  ['of a protected group that keeps a member', 'group 0/0', 'a 5>1 protected allow=4/2026-12-05', '', '', 'a used 4'],
  ['of an additive manifest', 'group 0/0', 'a 5>0 additive allow=9/2026-12-05', '', ''],
  ['of an ignored manifest', 'group 0/0', 'a 5>0 ignored allow=9/2026-12-05', '', ''],
  ['of one of two groups that lose all', '', 'a 1>0 allow=1/2026-12-05; b 1>0', '', 'b per-run', 'a used 1'],
  [
    'of both groups that lose all',
    '',
    'a 1>0 allow=1/2026-12-05; b 1>0 allow=1/2026-12-05',
    '',
    '',
    'a used 1; b used 1',
  ],
];

const commandLine: readonly Row[] = [
  ['just large enough', 'group 50/0', 'a 10>4', 'a=6', '', 'a used 6'],
  ['one too small', 'group 50/0', 'a 10>4', 'a=5', 'a per-group', 'a unused'],
  ['of a group that loses nobody', 'group 50/0', 'a 10>10', 'a=5', '', 'a unused'],
  ['of a group that only gets members', 'group 0/0', 'a 10>10+1', 'a=5', '', 'a unused'],
  ['besides a manifest that is too small', 'group 50/0', 'a 10>4 allow=5/2026-12-05', 'a=6', '', 'a used 6'],
  ['besides a manifest that is enough', 'group 50/0', 'a 10>4 allow=6/2026-12-05', 'a=9', '', 'a used 6; a unused'],
  ['besides a manifest that has ended', 'group 50/0', 'a 10>4 allow=9/2026-11-21', 'a=6', '', 'a expired; a used 6'],
  ['takes its removals out of the run', 'run 10/0', 'a 10>5; b 10>8', 'a=5', '', 'a used 5'],
  ['does not lift protection', '', 'a 5>0 protected', 'a=9', 'a protected', 'a unused'],
  ['for members does not let the group be deleted', 'deletions 0/0', 'a 5; b 1>1', 'a=9', 'a deletions', 'a unused'],
  ['for deletion does not let members go', 'group 0/0', 'a 5>4', '-a=9', 'a per-group', 'a unused'],
  ['for deletion, just large enough', 'deletions 0/0', 'a 5; b 1>1', '-a=5', '', 'a used 5'],
  ['for deletion, one too small', 'deletions 0/0', 'a 5; b 1>1', '-a=4', 'a deletions', 'a unused'],
  ['for deletion of a group without members', 'deletions 0/0', 'a 0; b 1>1', '-a=0', '', 'a used 0'],
  ['for deletion does not count among deletions', 'deletions 0/1', 'a 5; b 5; c 1>1', '-a=5', '', 'a used 5'],
  ['for deletion leaves the others', 'deletions 0/0', 'a 5; b 5; c 1>1', '-a=5', 'b deletions', 'a used 5'],
  ['for deletion of all groups but one', '', 'a 1; b 1; c new 1', '-a=1', 'b deletions', 'a used 1'],
  ['for deletion of every group, each by name', '', 'a 1; b 1; c new 1', '-a=1; -b=1', '', 'a used 1; b used 1'],
  ['for every group that loses all, each by name', '', 'a 1>0; b 1>0', 'a=1; b=1', '', 'a used 1; b used 1'],
];

const tables = {
  'members of one group:': perGroup,
  'members of a run:': perRun,
  'deleted groups:': deletions,
  'an exception of a manifest,': manifests,
  'an exception of the command line': commandLine,
};

describe.each(Object.entries(tables))('%s', (_title, rows) => {
  it.each(rows.map((row) => [row[0], row] as const))('%s', (_name, row) => {
    const [, limits, groups, overrides, held, exceptions = ''] = row;
    const plan = planScene({ limits, groups, overrides });
    expect([heldIn(plan), exceptionsIn(plan)]).toEqual([held, exceptions]);
  });
});

describe('the table', () => {
  const all = Object.values(tables).flat();

  it('has at least sixty rows, no two of them the same', () => {
    expect(all.length).toBeGreaterThanOrEqual(60);
    expect(new Set(all.map(([, ...scene]) => scene.join('|'))).size).toBe(all.length);
  });
});
