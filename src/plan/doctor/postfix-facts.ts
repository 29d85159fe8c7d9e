import type { LdapTable } from '../../postfix/ldap-table.ts';
import { tableValue, wordsOf } from '../../postfix/ldap-table.ts';
import type { Attempt } from './attempt.ts';

/** A table of `virtual_alias_maps`. */
export interface PostfixTable {
  /** As `main.cf` names it. */
  readonly name: string;
  /** Such as `ldap` or `hash`. */
  readonly type: string;
  /** What stands behind the type, so that one table under two names is seen to be one. */
  readonly source: string;
  /** The parameters of an LDAP table; `skipped` for other types. */
  readonly table: Attempt<LdapTable>;
  /** Whether everybody on the machine may read its file. */
  readonly worldReadable: boolean;
  /** Whether everybody may read the file of its authorities; undefined when it is not on this machine. */
  readonly authorityReadable: boolean | undefined;
}

/** What a configuration folder of Postfix says. */
export interface PostfixFacts {
  /** `main.cf` as messages show it. */
  readonly file: string;
  /** Values of `main.cf` as Postfix sees them, for the parameters that are looked at. */
  readonly main: ReadonlyMap<string, string>;
  readonly repeated: readonly string[];
  readonly wrongLines: readonly number[];
  /** What stands for nothing in the values that are looked at: names without a value, expressions. */
  readonly unknown: readonly string[];
  /** The tables of `virtual_alias_maps`, in their order. */
  readonly tables: readonly PostfixTable[];
  /** The sources of the LDAP tables in `alias_maps`. */
  readonly localTables: readonly string[];
}

/** A table of groups with its parameters. */
export interface GroupTable extends Pick<PostfixTable, 'name' | 'source' | 'worldReadable' | 'authorityReadable'> {
  readonly table: LdapTable;
}

const attributeParameters = ['result_attribute', 'leaf_result_attribute', 'terminal_result_attribute'] as const;

/** The tables that give the members of groups: those with the member attribute among their results. */
export function groupTables({ tables }: PostfixFacts, member: string): readonly GroupTable[] {
  return tables.flatMap(({ table, ...rest }) => {
    if (table.kind !== 'known') return [];
    const results = attributeParameters.flatMap((parameter) => wordsOf(tableValue(table.fact, parameter)));
    const gives = results.some((result) => result.toLowerCase() === member.toLowerCase());
    return gives ? [{ ...rest, table: table.fact }] : [];
  });
}
