import { simpleGit } from 'simple-git';
import { messageOf } from './ldap-failure.ts';

/** Environment variables of the process, as a command was given them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What git said: its output, that there is no git on this machine, or in its own words why it gave no answer. */
export type GitAnswer =
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Asks git in a folder that exists. For commands that only read what the repository has stored: no hook, no file
 * system monitor, no prompt, no network and no lock, whatever the repository's configuration says. Git sees a handful
 * of variables and none of ours, so never the bind password.
 */
export async function ask(folder: string, variables: Variables, command: readonly string[]): Promise<GitAnswer> {
  const git = simpleGit({
    baseDir: folder,
    config: ['core.fsmonitor=false', 'core.hooksPath=/dev/null'],
    unsafe: { allowUnsafeFsMonitor: true, allowUnsafeHooksPath: true },
    allowEnvironment: [...passedOn, ...Object.keys(fixed)],
  }).env(gitEnvironment(variables));
  try {
    return { kind: 'answer', text: await git.raw([...command]) };
  } catch (error) {
    const reason = messageOf(error).replace(/^fatal: /, '');
    return /\bspawn \S+ (?:ENOENT|EACCES)/.test(reason) ? { kind: 'missing' } : { kind: 'refused', reason };
  }
}

/** The variables of the user that git is given: where programs and its own settings are, and where to stop looking. */
const passedOn = ['PATH', 'HOME', 'XDG_CONFIG_HOME', 'TMPDIR', 'SYSTEMROOT', 'GIT_CEILING_DIRECTORIES'];

const fixed: Readonly<Record<string, string>> = {
  LC_ALL: 'C',
  LANG: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_OPTIONAL_LOCKS: '0',
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
