import { postfixBook } from '../../../src/ldap/profile.ts';
import { resolveManifests } from '../../../src/manifest/resolve.ts';
import type { Account } from '../../../src/model/account.ts';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import type { Entry, Value } from '../../../src/model/entry.ts';
import { lintDirectory } from '../../../src/plan/lint.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import { rehearseStep } from '../../../src/plan/rehearse.ts';
import type { LintOptions } from '../../../src/plan/rules/lint-rule.ts';
import { viewDirectory } from '../../../src/plan/view-directory.ts';
import { options } from '../../manifest/sample.ts';
import { groupEntry, plainOptions, stateOf } from '../directory.ts';
import { lintOptions } from '../lint-scene.ts';

/** A directory for rules: groups by their addresses, with blanks between, their stored values, and accounts when they were read. */
export interface DirectoryScene {
  readonly stored: Readonly<Record<string, readonly Value[]>>;
  readonly accounts?: readonly Account[];
}

/** An account that takes mail, or does not. */
export function account(address: string, state: Account['state'] = 'open'): Account {
  return { dn: `uid=${address}`, addresses: [address], state };
}

/** An entry that is named by the first of the addresses before it. */
function entryOf([names, members]: readonly [names: string, members: readonly Value[]]): Entry {
  const addresses = names.split(' ');
  const { dn, attributes } = groupEntry(addresses[0] ?? '', members);
  return { dn, attributes: attributes.map((one) => (one.name === 'mail' ? { ...one, values: addresses } : one)) };
}

/** What the rules say of a plan for manifests (texts by file) and a directory. */
export function judge(
  texts: Readonly<Record<string, string>>,
  { stored, accounts }: DirectoryScene,
  given: Partial<LintOptions>,
): readonly Diagnostic[] {
  const files = Object.entries(texts).map(([file, text]) => ({ file, text }));
  const { state: desired } = resolveManifests(files, options);
  const current = stateOf(Object.entries(stored).map(entryOf), postfixBook);
  const plan = makePlan(desired, current, plainOptions);
  const after = (step: Parameters<typeof rehearseStep>[0]) => rehearseStep(step, plainOptions);
  const scene = { plan, desired, current, after, profile: postfixBook };
  const judged = { ...lintOptions, domains: ['x.example'], ...given };
  return lintDirectory(desired.groups, files, viewDirectory(scene, accounts, '+'), judged);
}
