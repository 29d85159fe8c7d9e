import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Manifest } from '../manifest.ts';
import { ruleCatalog } from '../rule-catalog.ts';
import { ruleNames } from '../rule-names.ts';
import { quoted } from '../source.ts';
import { verdictAt } from './rule.ts';

/** Some rules guard what manifests may say: only the settings can switch those. */
export function allowedExceptions({ source, exceptions }: Manifest): Diagnostic[] {
  const refused = new Set<string>(ruleNames.filter((name) => ruleCatalog[name].exceptions === 'settings'));
  return exceptions.flatMap(({ rule }) => {
    if (rule === undefined || !refused.has(rule.text)) return [];
    const message = `a manifest can make no exception to the rule ${quoted(rule.text)}`;
    const hint = 'Delete the exception: only the settings can switch this rule.';
    return [verdictAt(source, rule, { code: 'RC231', severity: 'error', message, hint })];
  });
}
