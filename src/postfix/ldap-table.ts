import type { ParameterFile } from './parameters.ts';

/** The parameters of an LDAP table (ldap_table(5)), wherever they stand. */
export interface LdapTable {
  /** The file with the parameters, as messages show it. */
  readonly file: string;
  /** Whether they stand in `main.cf`, which everybody on the machine can read. */
  readonly inMain: boolean;
  readonly parameters: ReadonlyMap<string, string>;
  readonly repeated: readonly string[];
  readonly wrongLines: readonly number[];
}

/** What Postfix takes for a parameter that is not set (3.7). */
const defaults: Readonly<Record<string, string>> = {
  server_host: 'localhost',
  server_port: '389',
  search_base: '',
  query_filter: 'mailacceptinggeneralid=%s',
  result_attribute: 'maildrop',
  special_result_attribute: '',
  leaf_result_attribute: '',
  terminal_result_attribute: '',
  scope: 'sub',
  bind: 'yes',
  bind_dn: '',
  bind_pw: '',
  domain: '',
  recursion_limit: '1000',
  expansion_limit: '0',
  version: '3',
  start_tls: 'no',
  tls_require_cert: 'no',
};

/** The names of the parameters that are looked at. */
export const tableParameters: readonly string[] = [
  ...Object.keys(defaults),
  'size_limit',
  'result_format',
  'result_filter',
  'tls_ca_cert_file',
  'tls_ca_cert_dir',
];

/** A table in a file of its own. */
export function tableOfFile(file: string, { parameters, repeated, wrongLines }: ParameterFile): LdapTable {
  const values = new Map([...parameters].map(([name, { value }]) => [name, value]));
  return { file, inMain: false, parameters: values, repeated, wrongLines };
}

/** A table whose parameters are in `main.cf`, as `NAME_parameter`. */
export function tableOfMain(file: string, name: string, value: (name: string) => string | undefined): LdapTable {
  const found = tableParameters.flatMap((parameter) => {
    const text = value(`${name}_${parameter}`);
    return text === undefined ? [] : [[parameter, text] as const];
  });
  return { file, inMain: true, parameters: new Map(found), repeated: [], wrongLines: [] };
}

/** What a parameter of a table is, set or by default. */
export function tableValue(table: LdapTable, name: string): string {
  const set = (one: string): string | undefined => table.parameters.get(one);
  switch (name) {
    case 'size_limit':
      return set('size_limit') ?? set('expansion_limit') ?? '0';
    case 'result_format':
      return set('result_format') ?? set('result_filter') ?? '%s';
    default:
      return set(name) ?? defaults[name] ?? '';
  }
}

/** The names or words of a value, between commas and white space. */
export function wordsOf(value: string): readonly string[] {
  return value.split(/[\s,]+/).filter((word) => word !== '');
}

/** Whether a value means yes; Postfix takes any letter case. */
export function isYes(value: string): boolean {
  return /^yes$/i.test(value);
}
