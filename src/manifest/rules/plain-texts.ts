import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Manifest } from '../manifest.ts';
import { quoted } from '../source.ts';
import type { YamlScalar } from '../yaml-node.ts';
import { type Verdict, verdictAt } from './rule.ts';

/**
 * Texts hold no control characters; a description may have lines. Reasons and attribute values are not empty either
 * (LDAP's DirectoryString must not be); an empty description says that there is none.
 */
export function plainTexts({ source, description, reasons, attributes, allow, exceptions }: Manifest): Diagnostic[] {
  const judged: readonly (readonly [YamlScalar, Verdict | undefined])[] = [
    ...(description === undefined ? [] : [[description, control(description, 'description', true)] as const]),
    ...reasons.map(({ reason }) => [reason, emptiness(reason, 'reason') ?? control(reason, 'reason', false)] as const),
    ...attributes.flatMap(({ name, values }) =>
      values.map((value) => [value, emptiness(value, name.text) ?? control(value, name.text, false)] as const),
    ),
    ...[allow?.reason, ...exceptions.map(({ reason }) => reason)].flatMap((reason) =>
      reason === undefined ? [] : [[reason, blankness(reason, 'reason') ?? control(reason, 'reason', false)] as const],
    ),
  ];
  return judged.flatMap(([node, result]) => (result === undefined ? [] : [verdictAt(source, node, result)]));
}

function emptiness(node: YamlScalar, name: string): Verdict | undefined {
  if (node.text !== '' || node.plain) return undefined;
  const hint = 'Write a text, or delete the key.';
  return { code: 'RC220', severity: 'error', message: `${quoted(name)} is empty`, hint };
}

function blankness(node: YamlScalar, name: string): Verdict | undefined {
  if (node.text.trim() !== '') return undefined;
  const hint = 'Say why, in words: the reason is what a reviewer agrees to.';
  return { code: 'RC220', severity: 'error', message: `${quoted(name)} is empty`, hint };
}

function control(node: YamlScalar, name: string, lines: boolean): Verdict | undefined {
  // Every other control character was refused with the YAML.
  if (!(lines ? /\r/ : /[\t\n\r]/).test(node.text)) return undefined;
  const hint = lines ? 'Delete the character.' : 'Write the text on one line, without tabs.';
  return { code: 'RC221', severity: 'error', message: `${quoted(name)} contains a control character`, hint };
}
