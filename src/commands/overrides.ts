import { groupKey } from '../ldap/group-key.ts';
import type { ExceptionKind, Override } from '../model/exception.ts';
import { Failure } from '../model/failure.ts';

/** What was given for the two options that make exceptions, each as `GROUP=NUMBER`. */
export interface OverrideTexts {
  readonly allowRemovals: readonly string[];
  readonly allowDeletion: readonly string[];
}

/** The exceptions of a command line. A text of another form, or a group named twice, is a usage Failure. */
export function parseOverrides({ allowRemovals, allowDeletion }: OverrideTexts): readonly Override[] {
  return [...parseAll('removals', allowRemovals), ...parseAll('deletion', allowDeletion)];
}

const options: Readonly<Record<ExceptionKind, { readonly name: string; readonly least: number }>> = {
  removals: { name: '--allow-removals', least: 1 },
  deletion: { name: '--allow-deletion', least: 0 },
};

function parseAll(kind: ExceptionKind, texts: readonly string[]): Override[] {
  const overrides = texts.map((text) => parseOverride(kind, text));
  const seen = new Set<string>();
  for (const { address } of overrides) {
    const key = groupKey(address);
    if (seen.has(key)) {
      const hint = 'Name each group once, with the number that is meant.';
      throw new Failure('usage', `${options[kind].name} names ${JSON.stringify(address)} twice`, hint);
    }
    seen.add(key);
  }
  return overrides;
}

/** An address may hold an equals sign, a number cannot: the last one separates them. */
function parseOverride(kind: ExceptionKind, text: string): Override {
  const { name, least } = options[kind];
  const at = text.lastIndexOf('=');
  const address = text.slice(0, Math.max(at, 0));
  const digits = text.slice(at + 1);
  const removals = Number(digits);
  if (at > 0 && /^[0-9]{1,9}$/.test(digits) && removals >= least) return { kind, address, removals };
  throw new Failure(
    'usage',
    `${name} takes a group and a number of ${least} or more, not ${JSON.stringify(text)}`,
    `Write it as ${name} hq@example.net=12, with the numbers that the plan shows.`,
  );
}
