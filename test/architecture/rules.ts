import { posix } from 'node:path';
import { importsOf, type SourceFile, scan } from './scan.ts';

/** Looks at all files and says what breaks a rule, as `path: what`. */
export type Rule = (files: readonly SourceFile[]) => readonly string[];

const floors: Readonly<Record<string, number>> = {
  model: 0,
  ldap: 1,
  postfix: 1,
  manifest: 1,
  plan: 2,
  report: 2,
  io: 3,
  commands: 4,
  'cli.ts': 5,
  'index.ts': 5,
};

/** A file imports from its own folder and from lower floors. */
export const lowerFloorsOnly: Rule = (files) =>
  files.flatMap(({ path, text }) => {
    const own = folderOf(path);
    const floor = floors[own];
    if (floor === undefined) return [`${path}: ${own} has no floor`];
    return localImports(path, text)
      .map((target) => folderOf(target))
      .filter((folder) => folder !== own && !((floors[folder] ?? Number.POSITIVE_INFINITY) < floor))
      .map((folder) => `${path}: imports from ${folder}`);
  });

/** No file needs itself, by whatever way. */
export const noCycles: Rule = (files) => {
  const graph = new Map(files.map(({ path, text }) => [path, localImports(path, text)]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    else if (!done.has(path)) for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return cycles;
};

const impure: readonly (readonly [what: string, sign: RegExp])[] = [
  ['touches the process', /(?<![.\w])process\b(?!\s*:)/],
  ['prints', /\bconsole\b/],
  ['reads the clock', /\bDate\.now\b|\bnew Date\b|(?<![.\w])performance\b/],
  ['is random', /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/],
  ['waits', /\basync\b|\bawait\b|\bPromise\b|\bset(?:Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/],
  ['reaches the world', /(?<![.\w])(?:fetch|require|globalThis)\b/],
];

/** The lower three floors compute and do nothing else; `node:crypto` is for the fingerprint alone. */
export const pureBelowIo: Rule = (files) =>
  files
    .filter(({ path }) => (floors[folderOf(path)] ?? 0) <= 2)
    .flatMap(({ path, text }) => {
      const { code } = scan(text);
      const modules = importsOf(text).map(({ module }) => module);
      const foreign = modules.filter((module) => module.startsWith('node:') && !isAllowedBuiltin(path, module));
      return [
        ...foreign.map((module) => `${path}: imports ${module}`),
        ...impure.filter(([, sign]) => sign.test(code)).map(([what]) => `${path}: ${what}`),
      ];
    });

function isAllowedBuiltin(path: string, module: string): boolean {
  return path === 'plan/fingerprint.ts' && module === 'node:crypto';
}

/** Only the command line touches the process or prints. */
export const oneFilePrints: Rule = (files) =>
  files
    .filter(({ path }) => path !== 'cli.ts')
    .flatMap(({ path, text }) => {
      const { code } = scan(text);
      return impure.slice(0, 2).flatMap(([what, sign]) => (sign.test(code) ? [`${path}: ${what}`] : []));
    });

/** Which files may import a package. */
const owners: Readonly<Record<string, RegExp>> = {
  'js-yaml': /^manifest\/yaml\.ts$/,
  diff: /^report\/line-runs\.ts$/,
  ldapts: /^io\/ldap-library\.ts$/,
  'simple-git': /^io\/git\.ts$/,
  commander: /^cli\.ts$/,
  '@clack/prompts': /^io\/confirm\.ts$/,
  zod: /^(?:manifest|report|io|commands)\//,
};

/** Each package is known to one file; zod describes shapes wherever input or output has one. */
export const packagesInTheirPlace: Rule = (files) =>
  files.flatMap(({ path, text }) =>
    importsOf(text)
      .map(({ module }) => module)
      .filter((module) => !module.startsWith('.') && !module.startsWith('node:') && owners[module]?.test(path) !== true)
      .map((module) => `${path}: imports ${module}`),
  );

const writers: ReadonlySet<string> = new Set([
  'commands/apply.ts',
  'commands/apply-saved.ts',
  'commands/applying.ts',
  'commands/round-directory.ts',
  'commands/write-plan.ts',
  'io/carry-out.ts',
  'io/preflight.ts',
  'io/execute.ts',
  'io/ldap-directory.ts',
  'io/ldif-directory.ts',
  'io/open-directory.ts',
]);

/** The face that writes to a directory is known to those who write, and to nobody else. */
export const writerFaceIsRare: Rule = (files) =>
  files
    .filter(({ path }) => !writers.has(path))
    .flatMap(({ path, text }) =>
      importsOf(text)
        .filter(({ clause }) =>
          /\b(?:DirectoryWriter|Directory|openDirectory|openLdapDirectory|openLdifDirectory)\b|\*/.test(clause),
        )
        .filter(({ module }) => /directory\.ts$/.test(module))
        .map(({ clause }) => `${path}: imports ${clause}`),
    );

const banned: readonly (readonly [what: string, sign: RegExp])[] = [
  ['any', /(?::|<|\||=>|\bas)\s*any\b(?!\s*[:.])/],
  ['an enum', /\benum\s+\w/],
  ['a default export', /\bexport\s+default\b|\bas\s+default\b/],
  ['a double assertion', /\bas\s+unknown\s+as\b/],
  ['a dry-run flag', /dry_?run/i],
];

/** What the house does not write. */
export const bannedWords: Rule = (files) =>
  files.flatMap(({ path, text }) => {
    const { code } = scan(text);
    const found = banned.filter(([, sign]) => sign.test(code)).map(([what]) => `${path}: has ${what}`);
    return /@ts-(?:ignore|nocheck|expect-error)|biome-ignore/.test(text)
      ? [...found, `${path}: silences a check`]
      : found;
  });

/** Files are named in kebab-case, after what is in them: there is no place for leftovers. */
export const fileNames: Rule = (files) =>
  files
    .map(({ path }) => path)
    .filter((path) => !/^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/.test(path) || isLeftover(path));

function isLeftover(path: string): boolean {
  return (
    /(?:^|[/-])(?:utils?|helpers?|misc|common|shared)(?:[/-]|\.ts$)/.test(path) && !path.startsWith('manifest/rules/')
  );
}

/** Every export says in a sentence what it is; names that only pass through were explained where they come from. */
export const everyExportExplained: Rule = (files) =>
  files.flatMap(({ path, text }) => {
    const lines = text.split('\n');
    return lines
      .map((line, index) => ({ line, above: lines[index - 1] ?? '' }))
      .filter(({ line }) => /^export (?!\{|type \{|type \*|\*)/.test(line))
      .filter(({ above }) => !/\*\/$/.test(above))
      .map(({ line }) => `${path}: ${line}`);
  });

/** Files stay short; a command shorter still. */
export const shortFiles: Rule = (files) =>
  files
    .filter(({ path, text }) => linesOf(text) > (path.startsWith('commands/') ? 110 : 300))
    .map(({ path, text }) => `${path}: ${linesOf(text)} lines`);

/** How many lines a text has. */
export function linesOf(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function folderOf(path: string): string {
  return path.split('/')[0] ?? '';
}

function localImports(path: string, text: string): string[] {
  return importsOf(text)
    .filter(({ module }) => module.startsWith('.'))
    .map(({ module }) => posix.join(posix.dirname(path), module));
}
