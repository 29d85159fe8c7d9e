import { maxDiagnostics } from '../manifest/limits.ts';
import type { Severity } from '../model/diagnostic.ts';

/** What a rule said, whatever it is about. */
interface Said {
  readonly rule?: string | undefined;
  readonly severity: Severity;
}

/**
 * Of each rule so many findings as anybody reads, errors before warnings; the last of them tells how many more there are. A
 * wrong base of the accounts makes a finding of every member.
 */
export function firstOfEach<Item extends Said>(
  items: readonly Item[],
  withMore: (last: Item, more: number) => Item,
): readonly Item[] {
  if (items.length <= maxDiagnostics) return items;
  const byRule = new Map<string | undefined, Item[]>();
  for (const item of items) {
    const own = byRule.get(item.rule);
    if (own === undefined) byRule.set(item.rule, [item]);
    else own.push(item);
  }
  return [...byRule.values()].flatMap((own) => {
    const more = own.length - maxDiagnostics;
    if (more <= 0) return own;
    const errors = own.filter(({ severity }) => severity === 'error');
    const first = [...errors, ...own.filter(({ severity }) => severity !== 'error')].slice(0, maxDiagnostics);
    const last = first.at(-1);
    return last === undefined ? [] : [...first.slice(0, -1), withMore(last, more)];
  });
}
