/**
 * Rollcall as a library: manifests and a directory's groups in, a plan out. The functions of planning are pure; only
 * `loadSettings`, `readWorktree`, `openReader`, `readState` and `askQueries` reach the world, and throw a `Failure` when it says no.
 * What is wrong with input comes back as `Diagnostic` values with file, line and column. Nothing here can write to a
 * directory.
 */

export { askQueries } from './io/ask-queries.ts';
export type { DirectoryReader, Search } from './io/directory.ts';
export { openReader, type PasswordSource } from './io/open-directory.ts';
export { readState } from './io/read-state.ts';
export type { LoadedSettings, Settings } from './io/run-settings.ts';
export type { SecretSharing } from './io/secret-file.ts';
export { loadSettings, type SettingsRequest } from './io/settings.ts';
export { readWorktree, type Worktree } from './io/worktree.ts';
export { type DecodedEntries, decodeEntries, type EntryProblem } from './ldap/decode.ts';
export {
  type ContentRecord,
  type LdifFile,
  type LdifProblem,
  type LdifRecord,
  parseLdif,
} from './ldap/ldif.ts';
export { formatLdif } from './ldap/ldif-writer.ts';
export { nisMailAlias, postfixBook, profiles } from './ldap/profile.ts';
export { type ManifestFile, type Resolved, resolveManifests } from './manifest/resolve.ts';
export type { ManifestOptions } from './manifest/rules/rule.ts';
export { openQueries, withAnswers } from './manifest/with-answers.ts';
export type { LocalPartRule } from './model/address.ts';
export type * from './model/cause.ts';

export type * from './model/change.ts';
export { type Diagnostic, hasErrors, type Severity, type SourcePosition } from './model/diagnostic.ts';
export { type Attribute, type Entry, type Value, valuesOf } from './model/entry.ts';
export type * from './model/exception.ts';
export { Failure, type FailureKind } from './model/failure.ts';
export type {
  Composition,
  CurrentGroup,
  DesiredGroup,
  MembershipDays,
  Mode,
  QuerySource,
} from './model/group.ts';
export type { Commit } from './model/history.ts';
export type * from './model/operation.ts';
export type * from './model/plan.ts';
export type { MatchingRule, Profile } from './model/profile.ts';
export { defaultSafety, type SafetyLimits, type Threshold } from './model/safety.ts';
export type * from './model/state.ts';
export type { PlanOptions } from './plan/options.ts';
export { makePlan } from './plan/plan.ts';
export { rehearseStep } from './plan/rehearse.ts';
export { diagnosticsToText } from './report/diagnostics-text.ts';
export { planToJson } from './report/plan-json.ts';
export { planToLdif } from './report/plan-ldif.ts';
export { type PlanMarkdownOptions, planToMarkdown } from './report/plan-markdown.ts';
export { type PlanTextOptions, planToText } from './report/plan-text.ts';
export { colourStyle, plainStyle, type Style } from './report/style.ts';
