import { groupKey } from '../ldap/group-key.ts';
import type { MailNode, MailReport, MailView } from '../model/mail-report.ts';
import { aliasMap } from '../plan/mail/alias-map.ts';
import { expandAddress } from '../plan/mail/expand.ts';
import { explainExpansion } from '../plan/mail/explain.ts';
import { unansweredBelow, withQueries } from '../plan/mail/queried-members.ts';
import { expansionToJson } from '../report/expand-json.ts';
import { expansionToText } from '../report/expand-text.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { expandFormats } from './formats.ts';
import type { MailGroups, MailOptions } from './mail-groups.ts';
import { readMailGroups } from './mail-sources.ts';

/** Options of `expand`. */
export interface ExpandOptions extends MailOptions {
  readonly explain: boolean;
  readonly format: (typeof expandFormats)[number];
  readonly full: boolean;
  readonly detailedExitcode: boolean;
}

/** Who gets mail that is sent to an address, as Postfix would find them. */
export async function run(context: Context, options: ExpandOptions): Promise<ExitCode> {
  const sources = await readMailGroups(context, options);
  if (sources === undefined) return exitCode.input;
  const views = sources.map((source) => viewOf(options.address, source));
  const report: MailReport = { address: options.address, views, difference: differenceOf(views) };
  const { explain, full } = options;
  context.out(
    options.format === 'json'
      ? expansionToJson(report, { tool: context.version, explain })
      : expansionToText(report, { style: context.outStyle, detail: full ? 'full' : 'short', explain }),
  );
  return exitCodeFor(report, options.detailedExitcode);
}

function viewOf(address: string, { source, place, groups, modes, queried, rules, disabled }: MailGroups): MailView {
  const view = explainExpansion(expandAddress(address, aliasMap(groups, disabled), rules), rules);
  const unanswered = unansweredBelow(view.tree, queried);
  const shared = new Map<string, MailView['shared'][number]>();
  for (const name of groupsIn(view.tree)) {
    const mode = modes.get(groupKey(name));
    if (mode !== undefined) shared.set(groupKey(name), { address: name, mode });
  }
  const tree = withQueries(view.tree, queried);
  return { source, place, ...view, tree, shared: [...shared.values()], unanswered };
}

function* groupsIn({ address, kind, groups, children }: MailNode): Generator<string> {
  if (kind === 'group') yield* groups.length === 0 ? [address] : groups;
  for (const child of children) yield* groupsIn(child);
}

/** Who gets it by the manifests alone, and by the directory alone. */
function differenceOf([declared, stored]: readonly MailView[]): MailReport['difference'] {
  if (declared === undefined || stored === undefined) return undefined;
  const without = ({ recipients }: MailView, other: MailView): readonly string[] => {
    const known = new Set(other.recipients.map(({ address }) => groupKey(address)));
    return recipients.map(({ address }) => address).filter((address) => !known.has(groupKey(address)));
  };
  return { manifests: without(declared, stored), directory: without(stored, declared) };
}

/** Put off weighs more than not found, and not found more than a difference. */
function exitCodeFor({ views, difference }: MailReport, detailed: boolean): ExitCode {
  if (views.some(({ verdict }) => verdict === 'deferred')) return exitCode.stepsFailed;
  if (views.some(({ verdict }) => verdict === 'not found')) return exitCode.input;
  const differs = difference !== undefined && difference.manifests.length + difference.directory.length > 0;
  return detailed && differs ? exitCode.changesPending : exitCode.done;
}
