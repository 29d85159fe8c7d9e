import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Slapd, startSlapd } from '../kit/slapd.ts';
import { makeWorkspace, type Workspace } from '../kit/workspace.ts';
import { project } from './pages.ts';

/** One command line of a console block with the output that the page shows. */
export interface ConsoleStep {
  readonly command: string;
  readonly shown: readonly string[];
}

/** Where the command lines of a page are run. */
export interface Place {
  /** Runs a command line and gives what a terminal would show. The exit code must be 0. */
  readonly run: (command: string) => Promise<string>;
  readonly write: (path: string, text: string) => void;
  readonly end: () => Promise<void>;
}

/** The steps of a console block: a line with `$ ` begins one, the lines up to the next are its output. */
export function consoleSteps(text: string): readonly ConsoleStep[] {
  const steps: { command: string; shown: string[] }[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    if (line.startsWith('$ ')) steps.push({ command: line.slice(2), shown: [] });
    else if (steps.length === 0) throw new Error(`a console block begins with "$ ", not with: ${line}`);
    else steps.at(-1)?.shown.push(line);
  }
  return steps;
}

/** Whether an output is what a page shows. A line `…` stands for any lines, and `<…>` in a line for any text. */
export function isAsShown(output: string, shown: readonly string[]): boolean {
  const lines = shown.map((line) =>
    line === '…' ? '(?:.*\n)*?' : `${line.split('<…>').map(escapeRegExp).join('.*')}\n`,
  );
  return new RegExp(`^${lines.join('')}$`).test(output === '' || output.endsWith('\n') ? output : `${output}\n`);
}

/** A copy of the demonstration: the repository's groups and settings, and its directory in a file. */
export async function openDemo(): Promise<Place> {
  const workspace = makeWorkspace({ ...demoFiles(), '.cache/demo/directory.ldif': demoLdif() }, []);
  return { run: runner(workspace, [], []), write: workspace.write, end: async () => workspace.end() };
}

/** What the pages call things, and what they are here. */
export type Names = readonly (readonly [documented: string, real: string])[];

/** An empty folder, and a real server that holds the groups of the demonstration. */
export async function openServer(): Promise<Place> {
  const groups = demoLdif()
    .split(/\n\n/)
    .filter((record) => /^dn: mail=/m.test(record));
  const slapd = await startSlapd({ ldif: groups.join('\n\n') });
  const workspace = makeWorkspace({}, []);
  const names: Names = [
    ['ldaps://ldap.example.net', slapd.ldapsUrl],
    ['/etc/ssl/certs/example-ca.pem', slapd.tls?.ca ?? ''],
    ['/run/secrets/rollcall', slapd.accounts.rollcall.passwordFile],
  ];
  return {
    run: runner(workspace, openLdapTools(slapd), names),
    write: (path, text) => workspace.write(path, toReal(text, names)),
    end: async () => {
      workspace.end();
      await slapd.stop();
    },
  };
}

function demoFiles(): Record<string, string> {
  const groups = readdirSync(join(project, 'groups')).map((name) => `groups/${name}`);
  const paths = ['rollcall.yaml', 'schema/group.schema.json', ...groups];
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(project, path), 'utf8')]));
}

function demoLdif(): string {
  return readFileSync(join(project, 'test/demo/directory.ldif'), 'utf8');
}

/** Shell functions for OpenLDAP's programs; the clients trust the test server's authority. */
function openLdapTools({ folder, openLdap, tls }: Slapd): readonly string[] {
  const variables = { ...openLdap.env, LDAPTLS_CACERT: tls?.ca ?? '' };
  const environment = Object.entries(variables)
    .filter(([name]) => name !== 'LDAPNOINIT') // it would hide the authority too
    .map(([name, value]) => `${name}='${value}'`);
  const tool = (name: string, command: string): string => `${name}() { env ${environment.join(' ')} ${command} "$@"; }`;
  return [
    tool('ldapmodify', `'${openLdap.ldapmodify}'`),
    tool('ldapsearch', `'${openLdap.ldapsearch}'`),
    tool('slapcat', `'${openLdap.slapd}' -T cat -f '${join(folder, 'slapd.conf')}'`),
  ];
}

/** How a command line is run in a workspace: with both outputs, and with the names of the page. */
export function runner(workspace: Workspace, tools: readonly string[], names: Names): Place['run'] {
  const prelude = ['exec 2>&1', 'rollcall() { $ROLLCALL "$@"; }', ...tools].join('\n');
  return async (command) => {
    const { code, stdout, stderr } = await workspace.shell(`${prelude}\n${toReal(command, names)}`);
    const output = names.reduce((text, [documented, real]) => text.replaceAll(real, documented), stdout + stderr);
    if (code !== 0) throw new Error(`exit ${code}: ${command}\n${output}`);
    return output;
  };
}

function toReal(text: string, names: Names): string {
  return names.reduce((changed, [documented, real]) => changed.replaceAll(documented, real), text);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
