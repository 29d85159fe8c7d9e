import { maxDiagnostics } from '../manifest/limits.ts';
import { type ExceptionNode, type Manifest, parseManifest } from '../manifest/manifest.ts';
import type { ManifestFile } from '../manifest/resolve.ts';
import { ruleCatalog, ruleLevel } from '../manifest/rule-catalog.ts';
import { type RuleName, ruleNames } from '../manifest/rule-names.ts';
import { verdictAt } from '../manifest/rules/rule.ts';
import { quoted } from '../manifest/source.ts';
import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import type { DesiredGroup } from '../model/group.ts';
import { findingPlace } from './finding-place.ts';
import { openGroups } from './open-groups.ts';
import { type ExceptionBook, exceptionBook, type UnusedException } from './rule-exceptions.ts';
import { type GroupGraph, groupGraph } from './rules/group-graph.ts';
import type { Finding, LintOptions, LintWorld } from './rules/lint-rule.ts';
import { lintRules } from './rules/lint-rules.ts';

/**
 * What the rules that settings can switch say about manifests that were resolved: findings at the level of their rule, less
 * what the manifests except, and exceptions that nothing needs. `known` is what is wrong with them anyway; nothing is said
 * twice at one place.
 */
export function lintManifests(
  groups: readonly DesiredGroup[],
  files: readonly ManifestFile[],
  known: readonly Diagnostic[],
  options: LintOptions,
): Diagnostic[] {
  const { today, localPart } = options;
  const books = new Map(
    groups
      .filter(({ exceptions }) => exceptions.length > 0)
      .map(({ file, exceptions }) => [file, exceptionBook(exceptions, today, localPart)]),
  );
  const { inManifests, inSettings } = findAll(groups, options);
  const reports = byFile(inManifests.flatMap((one) => weighed(one, books.get(one.finding.group.file))));
  // Of members that nobody has asked for, nobody knows whether they need an exception.
  const open = new Set(books.size === 0 ? [] : [...openGroups(groups)].map(({ file }) => file));
  const judged = [...books].filter(([file]) => !open.has(file));
  const idle = new Map(judged.map(([file, book]) => [file, book.unused().filter(wasJudged(options))]));
  const wanted = files.filter(({ file }) => reports.has(file) || (idle.get(file)?.length ?? 0) > 0);
  const said = wanted.flatMap((file) => inFile(file, reports.get(file.file) ?? [], idle.get(file.file) ?? []));
  return [...inSettings, ...withoutEchoes(said, known)];
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
  /** What has no manifest, at its place in the settings. */
  readonly inSettings: readonly Diagnostic[];
}

function findAll(groups: readonly DesiredGroup[], options: LintOptions): Found {
  const inManifests: Report[] = [];
  const inSettings: Diagnostic[] = [];
  let graph: GroupGraph | undefined;
  const world: LintWorld = {
    groups,
    graph: () => {
      graph ??= groupGraph(groups, options.mail.delimiters);
      return graph;
    },
  };
  for (const rule of ruleNames) {
    const severity = ruleLevel(options.rules, rule);
    if (severity === 'off') continue;
    for (const finding of lintRules[rule](world, options)) {
      if ('source' in finding) inSettings.push({ code: ruleCatalog[rule].code, rule, severity, ...finding });
      else inManifests.push({ rule, severity, finding });
    }
  }
  return { inManifests, inSettings };
}

function weighed(report: Report, book: ExceptionBook | undefined): Report[] {
  if (book === undefined) return [report];
  const weight = book.weigh(report.rule, report.severity, report.finding.value);
  return weight === 'excepted' ? [] : [{ ...report, severity: weight }];
}

/** Of a rule that is off, nobody knows whether an exception is needed. */
function wasJudged({ rules }: LintOptions): (unused: UnusedException) => boolean {
  return ({ exception }) => ruleNames.some((name) => name === exception.rule && ruleLevel(rules, name) !== 'off');
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
