import { showText, showValue } from './show-value.ts';
import type { Style } from './style.ts';
import { count } from './wording.ts';

/** What was done to the members of a manifest. */
export interface MembersEdit {
  readonly address: string;
  readonly file: string;
  readonly verb: 'added' | 'removed';
  readonly changed: readonly string[];
  /** For whom there was nothing to do: members already, or no members. */
  readonly same: readonly string[];
  /** What is written beside each added member. */
  readonly details: readonly (readonly [key: string, text: string])[];
}

/** The edit for a person: each member on a line, and what to do next. */
export function editToText(edit: MembersEdit, { style }: { readonly style: Style }): string {
  const { address, file, verb, changed, same, details } = edit;
  const beside = details.map(([key, text]) => `${key}: ${showText(text)}`).join(', ');
  const behind = beside === '' ? '' : `  (${beside})`;
  const mark = verb === 'added' ? style.add('+') : style.remove('-');
  const state = verb === 'added' ? 'is a member already' : 'is no member';
  const head =
    changed.length === 0
      ? `Nothing to do for ${showValue(address)} (${showValue(file)}).`
      : `${showValue(file)}: ${count(changed.length, 'member')} ${verb}. Look with rollcall diff, then commit it.`;
  return `${[
    head,
    ...changed.map((member) => `  ${mark} ${showValue(member)}${behind}`),
    ...same.map((member) => `  = ${showText(member)} ${state}`),
  ].join('\n')}\n`;
}
