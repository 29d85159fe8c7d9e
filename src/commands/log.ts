import { findGitPlace } from '../io/git-place.ts';
import { readWriters, withWriters } from '../io/merge-writers.ts';
import { resolveCommit } from '../io/revisions.ts';
import { memberKey } from '../ldap/group-key.ts';
import { Failure } from '../model/failure.ts';
import { groupLog } from '../plan/group-log.ts';
import { logToJson } from '../report/log-json.ts';
import { logToText } from '../report/log-text.ts';
import { showValue } from '../report/show-value.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { logFormats } from './formats.ts';
import { type ManifestInputOptions, withoutDirectory } from './judging.ts';
import { refuseOtherThanAddress } from './refuse-address.ts';
import { renamedHistory } from './renamed-history.ts';
import { groupsFolder, readSettings, showDiagnostics } from './settings-input.ts';

/** Options of `log`. */
export interface LogOptions extends ManifestInputOptions {
  readonly group: string;
  readonly member: string | undefined;
  readonly format: (typeof logFormats)[number];
  readonly full: boolean;
}

/** Who put each member into a group, and who took former ones out, as far as commits tell. */
export async function run(context: Context, options: LogOptions): Promise<ExitCode> {
  const { group, member } = options;
  for (const address of [group, ...(member === undefined ? [] : [member])])
    refuseOtherThanAddress(address, 'hq@example.net');
  const inputOptions = withoutDirectory(options);
  const { settings, diagnostics } = readSettings(context, inputOptions);
  showDiagnostics(context, diagnostics);
  if (settings === undefined) return exitCode.input;
  const place = await findGitPlace(groupsFolder(context, inputOptions), context.variables);
  const head = await resolveCommit(place, 'HEAD');
  const found = await renamedHistory(place, head, group);
  const history = found && withWriters(found, await readWriters(place, found.versions));
  const keyOf = (address: string): string => memberKey(address, settings.profile, settings.mail.localPart);
  const log = history && groupLog(history, { group, member, head, keyOf });
  if (log === undefined) {
    const shallow =
      history?.begins === undefined ? '' : ' This clone is shallow: fetch the whole history (fetch-depth: 0).';
    const hint = `Only what is committed counts, and the address itself, not an alias.${shallow}`;
    throw new Failure('input', `no commit declares the group ${showValue(group)} in ${place.shown}`, hint);
  }
  const { format, full } = options;
  context.out(
    format === 'json'
      ? logToJson(log, { tool: context.version })
      : logToText(log, { style: context.outStyle, detail: full ? 'full' : 'short' }),
  );
  return exitCode.done;
}
