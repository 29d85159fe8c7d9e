import type { Value } from '../model/entry.ts';
import type { MatchingRule } from '../model/profile.ts';
import { dnKey } from './dn.ts';
import { foldText } from './fold-text.ts';
import { hexPair } from './utf8.ts';

/**
 * What two equal values of an attribute have in common under its equality rule (RFC 4517 §4.2, prepared as RFC 4518
 * says). Bytes that are not text equal only the same bytes, whatever the rule.
 */
export function valueKey(value: Value, rule: MatchingRule): string {
  if (typeof value !== 'string') return `\u0000${Array.from(value, hexPair).join('')}`;
  switch (rule) {
    case 'exact':
      return value;
    case 'caseExact':
      return foldText(value, 'exact');
    case 'caseIgnore':
      return foldText(value, 'ignore');
    case 'distinguishedName':
      return dnKey(value);
  }
}
