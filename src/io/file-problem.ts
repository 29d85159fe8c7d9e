import { messageOf } from './ldap-failure.ts';

/** Why a file could not be read, with its name as messages show it. */
export function fileProblem(shown: string, error: unknown): string {
  switch (error instanceof Error ? Reflect.get(error, 'code') : undefined) {
    case 'ENOENT':
      return `there is no file ${shown}`;
    case 'EACCES':
    case 'EPERM':
      return `${shown} may not be read`;
    case 'EISDIR':
      return `${shown} is a folder`;
    default:
      return `cannot read ${shown}: ${messageWithoutPath(error)}`;
  }
}

/** The first line of what an error says, without the call and the absolute path that Node.js writes behind it. */
export function messageWithoutPath(error: unknown): string {
  return messageOf(error).replace(/, [a-z]+(?: '.*)?$/, '');
}
