import { ruleCatalog } from '../manifest/rule-catalog.ts';
import type { RuleName } from '../manifest/rule-names.ts';
import { addressKey, type LocalPartRule } from '../model/address.ts';
import type { Severity } from '../model/diagnostic.ts';
import type { RuleException } from '../model/exception.ts';
import type { Finding } from './rules/lint-rule.ts';

/** What a finding is after all exceptions of its manifest. */
export type Weight = Severity | 'excepted';

/** Weighs the findings of one manifest, and remembers which of its exceptions were needed. */
export interface ExceptionBook {
  readonly weigh: (rule: RuleName, severity: Severity, value: Finding['value']) => Weight;
  /** The exceptions that count and that no finding needed, each with the addresses that were not needed, if it has any. */
  readonly unused: () => readonly UnusedException[];
}

/** An exception that no finding needed: as a whole, or one of its addresses. */
export interface UnusedException {
  /** The place in the list of the manifest, from 0. */
  readonly index: number;
  readonly exception: RuleException;
  readonly address: string | undefined;
}

/** The exceptions of one manifest as they count on a day. */
export function exceptionBook(
  exceptions: readonly RuleException[],
  today: string,
  localPart: LocalPartRule,
): ExceptionBook {
  const used = new Set<string>();
  const counting = [...exceptions.entries()].filter(([, { until }]) => until === undefined || until >= today);
  const weigh: ExceptionBook['weigh'] = (rule, severity, value) => {
    if (ruleCatalog[rule].exceptions === 'settings') return severity;
    const softer = counting.flatMap(([index, exception]) => {
      const fits = exception.rule === rule ? fitting(exception, value, localPart) : undefined;
      if (fits === undefined) return [];
      used.add(`${index} ${fits}`);
      return [exception.level];
    });
    if (softer.length === 0) return severity;
    return softer.includes('off') ? 'excepted' : 'warning';
  };
  const unused: ExceptionBook['unused'] = () =>
    counting.flatMap(([index, exception]): readonly UnusedException[] => {
      const addresses = exception.for ?? [''];
      const idle = addresses.filter((address) => !used.has(`${index} ${address}`));
      if (idle.length === addresses.length) return [{ index, exception, address: undefined }];
      return idle.map((address) => ({ index, exception, address }));
    });
  return { weigh, unused };
}

/** The address of an exception that a value is, empty when the exception is for all; undefined when it does not fit. */
function fitting(exception: RuleException, value: string | undefined, localPart: LocalPartRule): string | undefined {
  if (exception.for === undefined) return '';
  if (value === undefined) return undefined;
  const key = addressKey(value, localPart);
  return exception.for.find((address) => addressKey(address, localPart) === key);
}
