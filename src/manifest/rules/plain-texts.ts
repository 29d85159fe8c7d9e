import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Manifest } from '../manifest.ts';
import { quoted } from '../source.ts';
import type { YamlScalar } from '../yaml-node.ts';
import { type Verdict, verdictAt } from './rule.ts';

/** Texts are not empty (LDAP's DirectoryString must not be) and hold no control characters; a description may have lines. */
export function plainTexts({ source, description, reasons, attributes }: Manifest): Diagnostic[] {
  const judged: readonly (readonly [YamlScalar, Verdict | undefined])[] = [
    ...(description === undefined ? [] : [[description, verdict(description, 'description', true)] as const]),
    ...reasons.map(({ reason }) => [reason, verdict(reason, 'reason', false)] as const),
    ...attributes.flatMap(({ name, values }) =>
      values.map((value) => [value, verdict(value, name.text, false)] as const),
    ),
  ];
  return judged.flatMap(([node, result]) => (result === undefined ? [] : [verdictAt(source, node, result)]));
}

function verdict(node: YamlScalar, name: string, lines: boolean): Verdict | undefined {
  if (node.text === '' && !node.plain) {
    return {
      code: 'RC220',
      severity: 'error',
      message: `${quoted(name)} is empty`,
      hint: 'Write a text, or delete the key.',
    };
  }
  // Every other control character was refused with the YAML.
  if (!(lines ? /\r/ : /[\t\n\r]/).test(node.text)) return undefined;
  const hint = lines ? 'Delete the character.' : 'Write the text on one line, without tabs.';
  return { code: 'RC221', severity: 'error', message: `${quoted(name)} contains a control character`, hint };
}
