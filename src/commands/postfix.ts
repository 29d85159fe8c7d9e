import type { Settings } from '../io/run-settings.ts';
import { parseDn } from '../ldap/dn.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { Failure } from '../model/failure.ts';
import type { PostfixConfig } from '../model/postfix-config.ts';
import { postfixConfig } from '../plan/postfix/postfix-config.ts';
import { unwritable } from '../plan/postfix/unwritable.ts';
import { postfixToJson } from '../report/postfix-json.ts';
import { postfixToText } from '../report/postfix-text.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { postfixFormats } from './formats.ts';
import type { InputOptions } from './options.ts';
import { writePostfixFiles } from './postfix-files.ts';
import { readSettings, showDiagnostics } from './settings-input.ts';

/** Options of `postfix`. */
export interface PostfixOptions extends InputOptions {
  readonly honourEnabled: boolean;
  readonly bindDn: string | undefined;
  /** The folder to write to; undefined to print. */
  readonly out: string | undefined;
  /** Whether files that differ are overwritten. */
  readonly force: boolean;
  readonly format: (typeof postfixFormats)[number];
}

/** The configuration with which Postfix finds the groups of the settings: printed, or written into a folder. */
export async function run(context: Context, options: PostfixOptions): Promise<ExitCode> {
  if (options.force && options.out === undefined) {
    throw new Failure('usage', '--force is for files, and none are written', 'Name a folder with --out.');
  }
  const { settings, diagnostics } = readSettings(context, options);
  showDiagnostics(context, diagnostics);
  if (settings === undefined || hasErrors(diagnostics)) return exitCode.input;
  const config = configFor(settings, options);
  const files =
    options.out === undefined ? undefined : writePostfixFiles(context.cwd, options.out, options.force, config);
  if (options.format === 'json') context.out(postfixToJson(config, { tool: context.version }));
  else context.out(files ?? postfixToText(config));
  return exitCode.done;
}

function configFor(settings: Settings, { honourEnabled, bindDn }: PostfixOptions): PostfixConfig {
  const { directory, profile, mail } = settings;
  if (directory.ldifFile !== undefined) {
    const hint = 'Name the server that Postfix asks: rollcall postfix --url ldap://ldap.example.net, or --env.';
    throw new Failure('input', `directory.url is the LDIF file ${directory.url}, and Postfix needs a server`, hint);
  }
  if (honourEnabled && profile.enabled === undefined) {
    const hint = 'Leave the option out, or name the attribute under profile.enabled.';
    throw new Failure('usage', `--honour-enabled: groups of the profile ${profile.name} have no switch`, hint);
  }
  if (bindDn !== undefined && (bindDn.trim() === '' || parseDn(bindDn) === undefined)) {
    const hint = 'Write it like cn=postfix,dc=example,dc=net.';
    throw new Failure('usage', `--bind-dn takes a DN, not ${JSON.stringify(bindDn)}`, hint);
  }
  const { domains, expansionLimit, recipientDelimiter } = mail;
  const config = postfixConfig(
    { ...directory, profile, domains, expansionLimit, recipientDelimiter },
    { honourEnabled, bindDn },
  );
  const problem = unwritable(config);
  if (problem === undefined) return config;
  const hint = 'Take it out of the settings: it would end the line, and the rest would be another parameter.';
  throw new Failure('input', `${problem} would have a control character in it`, hint);
}
