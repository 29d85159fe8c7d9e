import { maxDiagnostics } from '../manifest/limits.ts';
import { type ExceptionNode, type Manifest, parseManifest } from '../manifest/manifest.ts';
import type { ManifestFile } from '../manifest/resolve.ts';
import { ruleCatalog, ruleLevel } from '../manifest/rule-catalog.ts';
import { type GivenLevels, type RuleName, ruleNames } from '../manifest/rule-names.ts';
import { verdictAt } from '../manifest/rules/rule.ts';
import { quoted } from '../manifest/source.ts';
import { type Diagnostic, entryPlace, type Severity } from '../model/diagnostic.ts';
import type { DesiredGroup } from '../model/group.ts';
import { findingPlace } from './finding-place.ts';
import { firstOfEach } from './first-of-each.ts';
import { openGroups } from './open-groups.ts';
import { type ExceptionBook, exceptionBook, type UnusedException } from './rule-exceptions.ts';
import type { DirectoryView } from './rules/directory-view.ts';
import { type GroupGraph, groupGraph } from './rules/group-graph.ts';
import type { EntryFinding, Finding, LintOptions, LintWorld } from './rules/lint-rule.ts';
import { lintRules } from './rules/lint-rules.ts';

/**
 * What the rules say that manifests alone are judged by: findings at the level of their rule, less what the manifests except,
 * and exceptions that nothing needs. `known` is what is wrong with the manifests anyway; nothing is said twice at one place.
 */
export function lintManifests(
  groups: readonly DesiredGroup[],
  files: readonly ManifestFile[],
  known: readonly Diagnostic[],
  options: LintOptions,
): Diagnostic[] {
  const rules = ruleNames.filter((name) => ruleCatalog[name].reads === 'manifests');
  return withoutEchoes(lint(groups, files, { rules, idleOf: rules, directory: undefined }, options), known);
}

/**
 * What the other rules say about manifests and the directory as a plan leaves it, and those that are judged anew where the
 * accounts were read.
 */
export function lintDirectory(
  groups: readonly DesiredGroup[],
  files: readonly ManifestFile[],
  directory: DirectoryView,
  options: LintOptions,
): Diagnostic[] {
  const idleOf = ruleNames.filter((name) => isReady(name, directory));
  const rules = directory.mailboxes === undefined ? idleOf : [...rulesAboutMailboxes, ...idleOf];
  return lint(groups, files, { rules, idleOf, directory }, options);
}

/** Rules about manifests that know better once the accounts were read. */
export const rulesAboutMailboxes: readonly RuleName[] = ['own-member'];

/** Whether one of the rules that are on needs the accounts. */
export function needsAccounts(given: GivenLevels): boolean {
  return ruleNames.some((name) => {
    const concerns = ruleCatalog[name].needs === 'mail.accounts' || rulesAboutMailboxes.includes(name);
    return concerns && ruleLevel(given, name) !== 'off';
  });
}

function isReady(name: RuleName, { mailboxes }: DirectoryView): boolean {
  const { reads, needs } = ruleCatalog[name];
  return reads === 'directory' && (needs !== 'mail.accounts' || mailboxes !== undefined);
}

/** What is judged, and by which rules. */
interface Judgement {
  readonly rules: readonly RuleName[];
  /** The rules whose exceptions can be told to be needed by nothing. */
  readonly idleOf: readonly RuleName[];
  readonly directory: DirectoryView | undefined;
}

function lint(
  groups: readonly DesiredGroup[],
  files: readonly ManifestFile[],
  judgement: Judgement,
  options: LintOptions,
): Diagnostic[] {
  const { today, localPart, rules } = options;
  const books = new Map(
    groups
      .filter(({ exceptions }) => exceptions.length > 0)
      .map(({ file, exceptions }) => [file, exceptionBook(exceptions, today, localPart)]),
  );
  const { inManifests, elsewhere } = findAll(groups, judgement, options);
  const all = inManifests.flatMap((one) => weighed(one, books.get(one.finding.group.file)));
  const reports = byFile(judgement.directory === undefined ? all : firstOfEach(all, withMore));
  const wasJudged = ({ exception }: UnusedException): boolean =>
    judgement.idleOf.some((name) => name === exception.rule && ruleLevel(rules, name) !== 'off');
  // Of members that nobody has asked for, nobody knows whether they need an exception.
  const open = new Set(books.size === 0 ? [] : [...openGroups(groups)].map(({ file }) => file));
  const judged = [...books].filter(([file]) => !open.has(file));
  const idle = new Map(judged.map(([file, book]) => [file, book.unused().filter(wasJudged)]));
  const wanted = files.filter(({ file }) => reports.has(file) || (idle.get(file)?.length ?? 0) > 0);
  const said = wanted.flatMap((file) => inFile(file, reports.get(file.file) ?? [], idle.get(file.file) ?? []));
  return [...firstOfEach(elsewhere, (one, more) => ({ ...one, hint: moreHint(one.hint, more) })), ...said];
}

function withMore(report: Report, more: number): Report {
  return { ...report, finding: { ...report.finding, hint: moreHint(report.finding.hint, more) } };
}

function moreHint(hint: string, more: number): string {
  return `${hint} There ${more === 1 ? 'is 1 more finding' : `are ${more} more findings`} of this rule.`;
}

/** A value that is wrong anyway, and a manifest that was not understood as a whole, get no further complaint. */
function withoutEchoes(said: readonly Diagnostic[], known: readonly Diagnostic[]): Diagnostic[] {
  const place = ({ source }: Diagnostic): string => `${source.line}:${source.column} ${source.file}`;
  const taken = new Set(known.filter(({ severity }) => severity === 'error').map(place));
  return said.filter((one) => !taken.has(place(one)));
}

interface Report {
  readonly rule: RuleName;
  readonly severity: Severity;
  readonly finding: Finding;
}

function byFile(reports: readonly Report[]): ReadonlyMap<string, readonly Report[]> {
  const sorted = new Map<string, Report[]>();
  for (const report of reports) {
    const { file } = report.finding.group;
    const list = sorted.get(file);
    if (list === undefined) sorted.set(file, [report]);
    else list.push(report);
  }
  return sorted;
}

interface Found {
  readonly inManifests: readonly Report[];
  /** What has no manifest, at its place in the settings or in the directory. */
  readonly elsewhere: readonly Diagnostic[];
}

function findAll(groups: readonly DesiredGroup[], { rules, directory }: Judgement, options: LintOptions): Found {
  const inManifests: Report[] = [];
  const elsewhere: Diagnostic[] = [];
  let graph: GroupGraph | undefined;
  const world: LintWorld = {
    groups,
    graph: () => {
      graph ??= groupGraph(groups, options.mail.delimiters);
      return graph;
    },
    directory,
  };
  for (const rule of rules) {
    const severity = ruleLevel(options.rules, rule);
    if (severity === 'off') continue;
    const { code } = ruleCatalog[rule];
    for (const finding of lintRules[rule](world, options)) {
      if ('source' in finding) elsewhere.push({ code, rule, severity, ...finding });
      else if ('dn' in finding) elsewhere.push(inEntry(finding, rule, options));
      else inManifests.push({ rule, severity: finding.atMost ?? severity, finding });
    }
  }
  return { inManifests, elsewhere };
}

/** What no manifest declares can only be mended in the directory: it stops nobody, unless the settings give the rule a level. */
function inEntry({ dn, message, hint, atMost }: EntryFinding, rule: RuleName, { rules }: LintOptions): Diagnostic {
  const severity = atMost ?? (rules[rule] === 'error' ? 'error' : 'warning');
  return { code: ruleCatalog[rule].code, rule, severity, message, hint, source: entryPlace(dn) };
}

function weighed(report: Report, book: ExceptionBook | undefined): Report[] {
  if (book === undefined) return [report];
  const weight = book.weigh(report.rule, report.severity, report.finding.value);
  return weight === 'excepted' ? [] : [{ ...report, severity: weight }];
}

/** Only manifests that something is to be said about are read a second time, for the places. */
function inFile(
  { file, text }: ManifestFile,
  reports: readonly Report[],
  idle: readonly UnusedException[],
): Diagnostic[] {
  const { manifest } = parseManifest(file, text);
  if (manifest === undefined) return [];
  const findings = reports.slice(0, maxDiagnostics).map(({ rule, severity, finding }) => ({
    code: ruleCatalog[rule].code,
    rule,
    severity,
    message: finding.message,
    hint: finding.hint,
    source: findingPlace(manifest, finding),
  }));
  return [...findings, ...idle.flatMap((one) => unusedIn(manifest, one))];
}

function unusedIn(manifest: Manifest, { index, exception, address }: UnusedException): Diagnostic[] {
  const node = manifest.exceptions[index];
  const at = node === undefined ? undefined : placeOf(node, address);
  if (at === undefined) return [];
  const name = quoted(exception.rule);
  const whom = address === undefined ? '' : ` for ${quoted(address)}`;
  const message = `nothing needs the exception to the rule ${name}${whom}`;
  const hint = 'Delete it, so that it cannot hide something new.';
  const unused = verdictAt(manifest.source, at, { code: 'RC232', severity: 'warning', message, hint });
  return [{ ...unused, rule: exception.rule }];
}

function placeOf(node: ExceptionNode, address: string | undefined): ExceptionNode['rule'] {
  return address === undefined ? node.rule : (node.for?.find(({ text }) => text === address) ?? node.rule);
}
