import type { CommandSpec } from '../command.ts';
import { reconcileFormats } from '../formats.ts';
import { planningOptions, preflightOption, switchOption, textOption, wordOption } from '../input.ts';
import { everyOption, parseInterval, postmapTimeoutOption } from '../interval.ts';
import {
  bootstrap,
  causeOptions,
  directoryOptions,
  exceptionOptions,
  fixSpelling,
  formatOption,
  writingOptions,
} from './frequent-options.ts';

/** What help shows of `reconcile`, and how it is run. */
export const reconcileSpec: CommandSpec = {
  name: 'reconcile',
  summary: 'the unattended job: apply without a question, with a report',
  description:
    'Looks at the commit, reads manifests and directory, plans, writes what the limits allow, reads all of it back, and tells of each of these in one line on standard error. Asks nothing. Once, or again and again.',
  arguments: [],
  options: [
    { flags: '--check', description: 'stop before writing; end with 2 when changes are pending' },
    { flags: '--tip <rev>', description: 'write only when HEAD is this commit and nothing differs from it' },
    { flags: '--every <time>', description: 'again and again, at this interval: 90s, 5m, 1h' },
    { flags: '--summary <file>', description: 'also write the report as Markdown' },
    { flags: '--metrics <file>', description: 'also write numbers for Prometheus (textfile collector)' },
    { flags: '--postmap <map>', description: 'then ask this map of Postfix until it answers what was written' },
    {
      flags: '--postmap-timeout <time>',
      description: 'how long it is asked at most: 30s (the default), 5m',
    },
    ...writingOptions,
    formatOption(reconcileFormats),
    fixSpelling,
    bootstrap,
    ...causeOptions,
    ...exceptionOptions,
    ...directoryOptions,
  ],
  examples: [
    ['reconcile', 'make the directory as declared, and report'],
    ['reconcile --check', 'only look: ends with 2 when something differs'],
    ['reconcile --tip origin/main --summary "$GITHUB_STEP_SUMMARY"', 'in a workflow: an old commit writes nothing'],
    ['reconcile --postmap ldap:/etc/postfix/ldap-groups.cf', 'on the mail server: done when Postfix sees it'],
    ['reconcile --every 5m --metrics /var/lib/node_exporter/rollcall.prom', 'as a service'],
  ],
  run: async (context, input) => {
    const every = textOption(input, 'every');
    const options = {
      ...planningOptions(input),
      format: wordOption(input, 'format', reconcileFormats),
      check: switchOption(input, 'check'),
      tip: textOption(input, 'tip'),
      every: every === undefined ? undefined : parseInterval(every, everyOption),
      summary: textOption(input, 'summary'),
      metrics: textOption(input, 'metrics'),
      postmap: textOption(input, 'postmap'),
      postmapTimeout: parseInterval(textOption(input, 'postmapTimeout') ?? '30s', postmapTimeoutOption),
      undo: textOption(input, 'undo'),
      preflight: preflightOption(input),
      undoOnFailure: switchOption(input, 'undoOnFailure'),
    };
    return (await import('../reconcile.ts')).run(context, options);
  },
};
