import { schemaComment } from '../manifest/format.ts';
import { scalarText } from '../manifest/scalar-style.ts';
import type { SettingsLayer } from '../manifest/settings-file.ts';

/** The text of a new settings file: where the groups are, how they are stored, and whose domains count. */
export function settingsText({ directory = {}, profile, mail }: SettingsLayer, schema: string): string {
  const { url, base, bind, tls } = directory;
  const line = (indent: string, key: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`${indent}${key}: ${scalarText(value)}`];
  const block = (head: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [head, ...lines]);
  return `${[
    schemaComment(schema),
    'directory:',
    ...line('  ', 'url', url),
    ...line('  ', 'base', base),
    ...block('  bind:', [...line('    ', 'dn', bind?.dn), ...line('    ', 'passwordFile', bind?.passwordFile)]),
    ...block('  tls:', [...(tls?.startTls === true ? ['    startTls: true'] : []), ...line('    ', 'ca', tls?.ca)]),
    ...line('', 'profile', typeof profile === 'string' ? profile : undefined),
    ...block(
      'mail:',
      block(
        '  domains:',
        (mail?.domains ?? []).map((domain) => `    - ${scalarText(domain)}`),
      ),
    ),
  ].join('\n')}\n`;
}
