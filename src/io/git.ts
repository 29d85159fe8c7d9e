import { type SimpleGit, simpleGit } from 'simple-git';
import { messageOf } from './ldap-failure.ts';

/** Environment variables of the process, as a command was given them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** That there is no git on this machine, or in its own words why it gave no answer. */
export type GitRefusal = { readonly kind: 'missing' } | { readonly kind: 'refused'; readonly reason: string };

/** What git said: its output, or why there is none. */
export type GitAnswer = { readonly kind: 'answer'; readonly text: string } | GitRefusal;

/** The same with the output as git wrote it, byte for byte. */
export type GitBytes = { readonly kind: 'answer'; readonly bytes: Buffer } | GitRefusal;

/**
 * Asks git in a folder that exists. For commands that only read what the repository has stored: no hook, no file
 * system monitor, no prompt, no network and no lock, whatever the repository's configuration says. Git sees a handful
 * of variables and none of ours, so never the bind password. The input is what git reads from its standard input.
 */
export async function ask(
  folder: string,
  variables: Variables,
  command: readonly string[],
  input = '',
): Promise<GitAnswer> {
  try {
    return { kind: 'answer', text: await open(folder, variables, input).raw([...command]) };
  } catch (error) {
    return refusalOf(error);
  }
}

/**
 * What `git cat-file` says about objects, all of them asked for at once: their sizes (`--batch-check`) or their content
 * (`--batch`), as they are stored. Ids are whole hashes.
 */
export async function askObjects(
  folder: string,
  variables: Variables,
  what: '--batch' | '--batch-check',
  ids: readonly string[],
): Promise<GitBytes> {
  try {
    const git = open(folder, variables, `${ids.join('\n')}\n`);
    const bytes: Buffer = await git.binaryCatFile([what]);
    return { kind: 'answer', bytes };
  } catch (error) {
    return refusalOf(error);
  }
}

function open(folder: string, variables: Variables, input: string): SimpleGit {
  return simpleGit({
    baseDir: folder,
    config: ['core.fsmonitor=false', 'core.hooksPath=/dev/null'],
    unsafe: { allowUnsafeFsMonitor: true, allowUnsafeHooksPath: true },
    allowEnvironment: [...passedOn, ...Object.keys(fixed)],
    // Its own way ends 50 ms after the process, and cuts a long answer that was not read yet.
    completion: { onClose: true, onExit: false },
    input: () => (input === '' ? undefined : input),
  }).env(gitEnvironment(variables));
}

function refusalOf(error: unknown): GitRefusal {
  const reason = messageOf(error).replace(/^fatal: /, '');
  return /\bspawn \S+ (?:ENOENT|EACCES)/.test(reason) ? { kind: 'missing' } : { kind: 'refused', reason };
}

/** The variables of the user that git is given: where programs and its own settings are, and where to stop looking. */
const passedOn = ['PATH', 'HOME', 'XDG_CONFIG_HOME', 'TMPDIR', 'SYSTEMROOT', 'GIT_CEILING_DIRECTORIES'];

const fixed: Readonly<Record<string, string>> = {
  LC_ALL: 'C',
  LANG: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_OPTIONAL_LOCKS: '0',
  /** The name of a folder is a name, whatever characters it has. */
  GIT_LITERAL_PATHSPECS: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  /** No transport at all: an older git would fetch what a partial clone lacks, with any program the repository names. */
  GIT_ALLOW_PROTOCOL: '',
};

function gitEnvironment(variables: Variables): Record<string, string> {
  const given = passedOn.flatMap((name) => {
    const value = variables[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(given), ...fixed };
}
