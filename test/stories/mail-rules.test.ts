import { afterEach, describe, expect, it } from 'vitest';
import { openFileStage, type Scene, type Stage } from '../kit/stage.ts';
import { groupLdif, manifest } from '../kit/texts.ts';

const people = (count: number, letter: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}@example.net`);

const all = 'all@example.net';
const eng = 'eng@example.net';
const partners = 'partners@example.net';
const engineers = people(600, 'e');
const scene: Scene = {
  entries: [groupLdif(all, [eng, ...people(300, 'p')]), groupLdif(eng, engineers)],
  manifests: {
    'all.yaml': manifest(all, [eng, ...people(300, 'p')]),
    'eng.yaml': manifest(eng, engineers),
  },
};

let stage: Stage;
afterEach(() => stage?.end());

const git = 'git -c user.name=Ann -c user.email=ann@example.net -c init.defaultBranch=main';

/** A branch of a colleague that puts a new group of 101 partners into eng@, and so into all@. */
async function openPullRequest(): Promise<void> {
  stage = await openFileStage(scene);
  const { workspace } = stage;
  await workspace.shell(`${git} init -q . && ${git} add -A && ${git} commit -qm start && ${git} checkout -qb partners`);
  workspace.write('groups/partners.yaml', manifest(partners, people(101, 'x')));
  workspace.write('groups/eng.yaml', manifest(eng, [...engineers, partners]));
  await workspace.shell(`${git} add -A && ${git} commit -qm "Partners get mail for eng"`);
}

const refusal = `mail to ${all} has 1,001 recipients, and Postfix takes 1,000: ${all} (1,001) → ${eng} (701) → ${partners} (101)`;

describe('a pull request that brings a nested group', () => {
  it('is refused when another group becomes too large by it, with the number and the way', async () => {
    await openPullRequest();
    const { code, stdout } = await stage.workspace.run(['validate', '--format', 'github'], {});
    expect(code).toBe(1);
    expect(stdout).toContain(`file=groups/all.yaml,line=3`);
    expect(stdout).toContain(`title=RC502 expansion-limit::${refusal}`);
  });

  it('writes nothing to the directory either', async () => {
    await openPullRequest();
    const tree = await stage.tree();
    for (const command of [['plan'], ['apply', '--yes']]) {
      const { code, stderr } = await stage.workspace.run(command);
      expect(code).toBe(1);
      expect(stderr).toContain(refusal);
    }
    expect(await stage.tree()).toEqual(tree);
  });

  it('passes with one partner less, and the second run finds nothing to do', async () => {
    await openPullRequest();
    const { workspace } = stage;
    workspace.write('groups/partners.yaml', manifest(partners, people(100, 'x')));
    const validated = await workspace.run(['validate']);
    expect(validated).toMatchObject({ code: 0 });
    expect(validated.stdout).toContain('(expansion-headroom)');
    const applied = await workspace.run(['apply', '--yes']);
    expect(applied, applied.stderr).toMatchObject({ code: 0, stderr: expect.not.stringContaining('headroom') });
    expect((await workspace.run(['plan', '--detailed-exitcode'])).stdout).toContain('Nothing to do');
  });

  it('passes with a reviewed exception, which is reported when nothing needs it any more', async () => {
    await openPullRequest();
    const { workspace } = stage;
    const exception =
      'exceptions:\n  - rule: expansion-limit\n    reason: virtual_alias_expansion_limit is 2000 here\n    until: 2999-12-31\n';
    workspace.write('groups/all.yaml', `${manifest(all, [eng, ...people(300, 'p')])}${exception}`);
    expect(await workspace.run(['validate'])).toMatchObject({ code: 0 });
    workspace.write('groups/partners.yaml', manifest(partners, []));
    expect((await workspace.run(['validate'])).stdout).toContain(
      'nothing needs the exception to the rule "expansion-limit"',
    );
  });
});
