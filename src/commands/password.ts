import type { PasswordSource } from '../io/open-directory.ts';
import { readSecretFile } from '../io/secret-file.ts';
import { Failure } from '../model/failure.ts';
import type { Context } from './context.ts';
import type { InputOptions } from './options.ts';

/**
 * Where the bind password comes from: standard input when asked, else ROLLCALL_BIND_PASSWORD, else the file in the
 * settings. One line end at its end is not part of it.
 */
export function passwordSource(context: Context, options: InputOptions): PasswordSource {
  return async (file, sharing) => {
    const given = context.variables['ROLLCALL_BIND_PASSWORD'];
    if (options.passwordStdin) return withoutLineEnd(await context.readInput());
    if (given !== undefined && given !== '') return given;
    if (file !== undefined) return withoutLineEnd(readSecretFile(file, 'directory.bind.passwordFile', sharing));
    throw new Failure(
      'input',
      'there is no password for directory.bind.dn',
      'Name a file in directory.bind.passwordFile, set ROLLCALL_BIND_PASSWORD, or use --password-stdin.',
    );
  };
}

function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}
