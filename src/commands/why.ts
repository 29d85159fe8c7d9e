import { groupKey } from '../ldap/group-key.ts';
import type { WaysView } from '../model/mail-report.ts';
import { aliasMap } from '../plan/mail/alias-map.ts';
import { expandAddress } from '../plan/mail/expand.ts';
import { queriedEnds } from '../plan/mail/queried-members.ts';
import { waysTo } from '../plan/mail/ways-to.ts';
import { waysToJson } from '../report/why-json.ts';
import { waysToText } from '../report/why-text.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { whyFormats } from './formats.ts';
import type { MailGroups, MailOptions } from './mail-groups.ts';
import { readMailGroups } from './mail-sources.ts';

/** Options of `why`. */
export interface WhyOptions extends MailOptions {
  readonly format: (typeof whyFormats)[number];
  readonly full: boolean;
}

const most = 10_000;

/** Every group that leads to an address, with each way. */
export async function run(context: Context, options: WhyOptions): Promise<ExitCode> {
  const sources = await readMailGroups(context, options);
  if (sources === undefined) return exitCode.input;
  const report = { address: options.address, views: sources.map((source) => viewOf(options.address, source)) };
  context.out(
    options.format === 'json'
      ? waysToJson(report, { tool: context.version })
      : waysToText(report, { style: context.outStyle, detail: options.full ? 'full' : 'short' }),
  );
  return exitCode.done;
}

function viewOf(address: string, { source, place, groups, queried, rules, disabled }: MailGroups): WaysView {
  const { ways, more } = waysTo(address, groups, disabled, rules, most);
  const map = aliasMap(groups, disabled);
  const starts = new Map(ways.map(([group = '']) => [groupKey(group), group]));
  const deferred = [...starts.values()].flatMap((group) => {
    const { deferral } = expandAddress(group, map, { ...rules, countUpTo: 0 });
    return deferral === undefined ? [] : [{ group, deferral }];
  });
  const unanswered = [...new Set([...queried.unanswered.values()].flat())];
  const open = groups.flatMap(({ address: group }) => {
    const queries = queried.unanswered.get(groupKey(group));
    return queries === undefined ? [] : [{ group, queries }];
  });
  return { source, place, ways, more, queried: queriedEnds(ways, queried), unanswered, open, deferred };
}
