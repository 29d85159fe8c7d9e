import { isMemberOn } from '../model/calendar.ts';
import { type Diagnostic, sortDiagnostics } from '../model/diagnostic.ts';
import type { Allowance, RuleException } from '../model/exception.ts';
import type { Composition, DesiredGroup, Mode } from '../model/group.ts';
import type { DesiredState } from '../model/state.ts';
import { composeGroups } from './compose.ts';
import { detach, detachOne } from './detach.ts';
import { inclusionProblems } from './inclusion-problems.ts';
import { maxDiagnostics } from './limits.ts';
import { type ExceptionNode, type Manifest, parseManifest } from './manifest.ts';
import { formerAddresses } from './rules/former-addresses.ts';
import type { ManifestOptions } from './rules/rule.ts';
import { rules } from './rules/rules.ts';
import { type Claim, claimsOf, sharedAddresses } from './rules/shared-addresses.ts';

/** One manifest file: its path as shown in messages, and its text. */
export interface ManifestFile {
  readonly file: string;
  readonly text: string;
}

/** What the manifests declare and everything that is wrong with them; with errors the state is not to be used. */
export interface Resolved {
  readonly state: DesiredState;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Some of the manifests, judged one by one; what they claim is still to be compared with the others, and the members of
 * their groups are still to be put together.
 */
export interface JudgedManifests extends Resolved {
  readonly claims: readonly Claim[];
}

/** Reads and judges all manifests: all problems at once, in the order of files and lines. */
export function resolveManifests(files: readonly ManifestFile[], options: ManifestOptions): Resolved {
  return joinManifests([judgeManifests(files, options)], files, options);
}

/** The parts of a set of manifests as one, with the problems that only show when all are known. */
export function joinManifests(
  parts: readonly JudgedManifests[],
  files: readonly ManifestFile[],
  options: ManifestOptions,
): Resolved {
  const groups = parts.flatMap(({ state }) => state.groups);
  const claims = parts.flatMap((part) => part.claims);
  const diagnostics = [
    ...parts.flatMap((part) => part.diagnostics),
    ...sharedAddresses(claims),
    ...formerAddresses(claims),
    ...inclusionProblems(groups, files, options),
  ];
  return { state: { groups: groupsOnDay(groups, options) }, diagnostics: sortDiagnostics(diagnostics) };
}

/** The groups with the members that they have on a day. */
export function groupsOnDay(
  groups: readonly DesiredGroup[],
  { localPart, today }: Pick<ManifestOptions, 'localPart' | 'today'>,
): readonly DesiredGroup[] {
  return composeGroups(groups, { localPart, counts: (days) => isMemberOn(days, today) });
}

/** Reads and judges manifests by themselves. Parts can be judged apart, and joined in the order of their files. */
export function judgeManifests(files: readonly ManifestFile[], options: ManifestOptions): JudgedManifests {
  const groups: DesiredGroup[] = [];
  const diagnostics: Diagnostic[] = [];
  const claims: Claim[] = [];
  for (const { file, text } of files) {
    const { manifest, diagnostics: found } = parseManifest(file, text);
    const judged = manifest === undefined ? [] : rules.flatMap((rule) => rule(manifest, options));
    diagnostics.push(...sortDiagnostics(withoutEchoes(found, judged)).slice(0, maxDiagnostics));
    if (manifest === undefined) continue;
    for (const claim of claimsOf(manifest, options)) claims.push(claim);
    if (manifest.address !== undefined)
      groups.push(withComposition(desiredGroup(manifest, manifest.address.text), manifest));
  }
  return { state: { groups }, diagnostics, claims };
}

/** A value that could not be read (an alias, say) gets no further complaint at the same place. */
function withoutEchoes(found: readonly Diagnostic[], judged: readonly Diagnostic[]): Diagnostic[] {
  if (found.length === 0) return [...judged];
  const place = ({ source }: Diagnostic): string => `${source.line}:${source.column}`;
  const taken = new Set(found.filter(({ code }) => code < 'RC2').map(place));
  const unread = ({ code, ...rest }: Diagnostic): boolean => code < 'RC2' || !taken.has(place({ code, ...rest }));
  return [...found, ...judged].filter(unread);
}

function desiredGroup(manifest: Manifest, address: string): DesiredGroup {
  const { description, members, reasons, aliases, enabled, owners, mode, attributes } = manifest;
  return {
    file: manifest.source.file,
    address: detachOne(address),
    description: description && detachOne(description.text),
    members: detach(members.map((member) => member.text)),
    reasons: new Map(reasons.map(({ member, reason }) => [detachOne(member), detachOne(reason.text)])),
    aliases: aliases && detach(aliases.map((alias) => alias.text)),
    previously: detach(manifest.previously.map(({ text }) => text)),
    enabled: enabled && enabled.text === 'true',
    owners: detach(owners.map((owner) => owner.text)),
    mode: modeOf(mode?.text),
    protected: manifest.protected?.text === 'true',
    attributes: new Map(
      attributes.map(({ name, values }) => [detachOne(name.text), detach(values.map((value) => value.text))]),
    ),
    allow: allowanceOf(manifest),
    exceptions: manifest.exceptions.flatMap(ruleExceptionOf),
    composition: undefined,
  };
}

/** The group with what its manifest says about its members beyond their addresses. */
function withComposition(group: DesiredGroup, { days, include, query, exclude }: Manifest): DesiredGroup {
  if (days.length + include.length + exclude.length === 0 && query === undefined) return group;
  const composition: Composition = {
    own: group.members,
    days: new Map(
      days.map(({ member, from, until }) => [
        detachOne(member.text),
        { from: from && detachOne(from.text), until: until && detachOne(until.text) },
      ]),
    ),
    include: detach(include.map(({ text }) => text)),
    query: query && { name: detachOne(query.text), members: undefined },
    exclude: detach(exclude.map(({ text }) => text)),
    via: new Map(),
    queried: new Map(),
    unanswered: [],
  };
  return { ...group, composition };
}

function allowanceOf({ allow }: Manifest): Allowance | undefined {
  if (allow?.removals === undefined || allow.until === undefined || allow.reason === undefined) return undefined;
  const { removals, until, reason } = allow;
  return { removals: Number(removals.text), until: detachOne(until.text), reason: detachOne(reason.text) };
}

function ruleExceptionOf({ rule, reason, until, for: only, level }: ExceptionNode): RuleException[] {
  if (rule === undefined || reason === undefined) return [];
  return [
    {
      rule: detachOne(rule.text),
      reason: detachOne(reason.text),
      until: until && detachOne(until.text),
      for: only && detach(only.map(({ text }) => text)),
      level: level?.text === 'warning' ? 'warning' : 'off',
    },
  ];
}

function modeOf(text: string | undefined): Mode {
  return text === 'additive' || text === 'ignored' ? text : 'authoritative';
}
