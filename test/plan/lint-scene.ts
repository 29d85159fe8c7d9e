import { resolveManifests } from '../../src/manifest/resolve.ts';
import { ruleCatalog } from '../../src/manifest/rule-catalog.ts';
import { type GivenLevels, type RuleName, ruleNames } from '../../src/manifest/rule-names.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { lintManifests } from '../../src/plan/lint.ts';
import { postfixRules } from '../../src/plan/mail/mail-rules.ts';
import type { LintOptions } from '../../src/plan/rules/lint-rule.ts';
import { options } from '../manifest/sample.ts';

/** The levels at which one rule alone has its default, or is a warning when that is off. */
export function only(rule: RuleName): GivenLevels {
  const { level } = ruleCatalog[rule];
  const others = ruleNames.map((name) => [name, 'off'] as const);
  return { ...Object.fromEntries(others), [rule]: level === 'off' ? 'warning' : level };
}

/** Settings that say nothing about rules. */
export const lintOptions: LintOptions = {
  ...{ localPart: 'fold', domains: [], rules: {}, today: '2026-11-25', mail: postfixRules },
  ...{ root: 'groups', internal: [], forbiddenDomains: [], folders: {}, pins: [] },
};

/** What is said about manifests (texts by file): the rules that nothing switches, and those that settings switch. */
export function lint(texts: Readonly<Record<string, string>>, given: Partial<LintOptions>): readonly Diagnostic[] {
  const files = Object.entries(texts).map(([file, text]) => ({ file, text }));
  const judged = { ...lintOptions, ...given };
  const { state, diagnostics } = resolveManifests(files, { ...options, localPart: judged.localPart });
  return [...diagnostics, ...lintManifests(state.groups, files, diagnostics, judged)];
}

/** The same in short: `hq.yaml:3:5 warning own-member`. */
export function said(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(
    ({ source, severity, rule, code }) => `${source.file}:${source.line}:${source.column} ${severity} ${rule ?? code}`,
  );
}
