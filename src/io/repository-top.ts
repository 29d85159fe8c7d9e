import { repositoryAround } from './find-repository.ts';
import { ask, type Variables } from './git.ts';

/** The top of the git repository around a folder; the folder itself when there is none. */
export async function topOfRepository(folder: string, variables: Variables): Promise<string> {
  if (repositoryAround(folder, variables) === undefined) return folder;
  const answer = await ask(folder, variables, ['rev-parse', '--show-toplevel']);
  return answer.kind === 'answer' ? answer.text.replace(/\n$/, '') : folder;
}
