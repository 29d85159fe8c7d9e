import { existsSync, type Stats, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Failure } from '../model/failure.ts';
import type { Attempt } from '../plan/doctor/facts.ts';
import type { PostfixFacts, PostfixTable } from '../plan/doctor/postfix-facts.ts';
import { type LdapTable, tableOfFile, tableOfMain } from '../postfix/ldap-table.ts';
import { mainValue } from '../postfix/main-parameters.ts';
import { type MapName, mapNames } from '../postfix/map-names.ts';
import { type ParameterFile, parseParameters } from '../postfix/parameters.ts';
import type { FilePlace } from './atomic-file.ts';
import { fileProblem } from './file-problem.ts';
import { readTextFile } from './text-file.ts';

/** A folder with a configuration of Postfix: its path, and as messages show it. */
export type PostfixFolder = FilePlace;

const looked = [
  'recipient_delimiter',
  'propagate_unmatched_extensions',
  'virtual_alias_address_length_limit',
  'virtual_alias_expansion_limit',
  'virtual_alias_maps',
  'virtual_alias_recursion_limit',
  'alias_maps',
] as const;

/** Parameters whose value decides about groups, so that a name without a value in them is worth a word. */
const deciding: readonly string[] = ['virtual_alias_maps', 'virtual_alias_expansion_limit'];

/** The largest file that is read as one of Postfix, in bytes. */
const maximumSize = 4 * 1024 * 1024;

/** Reads `main.cf` and the LDAP tables that it names. A `main.cf` that cannot be read is a Failure. */
export function readPostfix(folder: PostfixFolder): PostfixFacts {
  const main = { path: join(folder.path, 'main.cf'), shown: join(folder.shown, 'main.cf') };
  const file = parseParameters(readFile(main));
  const home = file.parameters.get('config_directory')?.value ?? '/etc/postfix';
  const values = new Map(looked.map((name) => [name, mainValue(file, home, name)] as const));
  const names = (parameter: (typeof looked)[number]): readonly MapName[] => mapNames(values.get(parameter)?.text ?? '');
  const place: Place = { folder, home, main: main.shown, file };
  return {
    file: main.shown,
    main: new Map([...values].map(([name, { text }]) => [name, text])),
    repeated: file.repeated,
    wrongLines: file.wrongLines,
    unknown: deciding.flatMap((name) => mainValue(file, home, name).unknown),
    tables: names('virtual_alias_maps').map((name) => readTable(name, place)),
    localTables: names('alias_maps').flatMap(({ type, name }) => (type === 'ldap' ? [name] : [])),
  };
}

interface Place {
  readonly folder: PostfixFolder;
  /** Where the folder is for Postfix. */
  readonly home: string;
  readonly main: string;
  readonly file: ParameterFile;
}

function readTable({ text, type, name }: MapName, place: Place): PostfixTable {
  const common = { name: text, type, source: name, authorityReadable: undefined };
  if (type !== 'ldap') return { ...common, table: { kind: 'skipped' }, worldReadable: false };
  if (!/^[/.]/.test(name)) {
    const value = (parameter: string): string | undefined =>
      place.file.parameters.has(parameter) ? mainValue(place.file, place.home, parameter).text : undefined;
    return { ...common, table: { kind: 'known', fact: tableOfMain(place.main, name, value) }, worldReadable: true };
  }
  const file = tableFile(name, place);
  const table = tryTable(file);
  const authorities = table.kind === 'known' ? table.fact.parameters.get('tls_ca_cert_file') : undefined;
  return {
    ...common,
    table,
    worldReadable: isWorldReadable(file.path),
    authorityReadable: authorities !== undefined && existsSync(authorities) ? isWorldReadable(authorities) : undefined,
  };
}

/** A file below the folder of Postfix is looked for in the folder that was named, which may be a copy of it. */
function tableFile(name: string, { folder, home }: Place): FilePlace {
  const below = relative(home, resolve(home, name));
  if (below.startsWith('..')) return { path: name, shown: name };
  return { path: join(folder.path, below), shown: join(folder.shown, below) };
}

function tryTable(place: FilePlace): Attempt<LdapTable> {
  try {
    return { kind: 'known', fact: tableOfFile(place.shown, parseParameters(readFile(place))) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { kind: 'failed', blame: 'input', message: error.message, hint: error.hint };
  }
}

function readFile(place: FilePlace): string {
  const stats = statsOf(place);
  if (!stats.isFile() && !stats.isDirectory()) {
    throw new Failure('input', `${place.shown} is a device or a pipe`, 'Name the folder that holds main.cf.');
  }
  if (stats.size > maximumSize) {
    throw new Failure('input', `${place.shown} has more than 4 MiB`, 'Name the folder that holds main.cf.');
  }
  const text = readTextFile(place);
  if (text !== undefined) return text;
  throw new Failure('input', `there is no file ${place.shown}`, 'Name the folder that holds main.cf.');
}

function statsOf({ path, shown }: FilePlace): Stats {
  try {
    return statSync(path);
  } catch (error) {
    const hint = 'Name the folder that holds main.cf, or correct the rights of the file.';
    throw new Failure('input', fileProblem(shown, error), hint, { cause: error });
  }
}

function isWorldReadable(path: string): boolean {
  return ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o004) !== 0;
}
