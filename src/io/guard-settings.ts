import type { SettingsLayer } from '../manifest/settings-file.ts';
import { addressKey, addressProblem } from '../model/address.ts';
import type { SourcePosition } from '../model/diagnostic.ts';
import type { ReportProblem } from './owner-settings.ts';
import type { PinnedMembers, Settings } from './run-settings.ts';

/** What settings say about who may be a member, and which folder has which addresses. */
export interface GuardSettings {
  readonly internal: readonly string[];
  readonly forbiddenDomains: readonly string[];
  readonly folders: Settings['folders'];
  readonly pins: Settings['pins'];
}

/** These settings with their defaults; what could guard nothing, because it can never match, is a problem. */
export function checkGuards(
  { mail = {}, folders = {}, pins = {} }: SettingsLayer,
  domains: readonly string[],
  report: ReportProblem,
  locate: (path: readonly string[]) => SourcePosition,
): GuardSettings {
  const { internal = [], forbiddenDomains = [] } = mail;
  checkPatterns(['mail', 'internal'], internal, report);
  if (internal.length > 0 && domains.length === 0) {
    const hint = 'List our domains under mail.domains: members in others are external.';
    report('RC304', ['mail', 'internal'], 'mail.internal needs mail.domains', hint);
  }
  for (const domain of forbiddenDomains) {
    if (/^[A-Za-z0-9_.*-]+$/.test(domain)) continue;
    const hint = 'Write it like example.org, or *.example.org for all below it.';
    report(
      'RC302',
      ['mail', 'forbiddenDomains'],
      `mail.forbiddenDomains: ${JSON.stringify(domain)} is not a domain`,
      hint,
    );
  }
  for (const [folder, patterns] of Object.entries(folders)) {
    checkFolder(folder, report);
    checkPatterns(['folders', folder], patterns, report);
  }
  return { internal, forbiddenDomains, folders, pins: checkPins(pins, report, locate) };
}

function checkPatterns(path: readonly string[], patterns: readonly string[], report: ReportProblem): void {
  for (const pattern of patterns) {
    if (addressProblem(pattern.replaceAll('*', 'x')) === undefined) continue;
    const hint = 'Write an address, or a pattern such as sales-*@example.net.';
    report('RC302', path, `${path.join('.')}: ${JSON.stringify(pattern)} fits no address`, hint);
  }
}

function checkFolder(folder: string, report: ReportProblem): void {
  if (folder === '.' || folder.split('/').every((part) => part !== '' && part !== '.' && part !== '..')) return;
  const hint =
    'Write the path below the folder of the manifests, such as sales or sales/berlin; "." is that folder itself.';
  report('RC302', ['folders', folder], `folders: ${JSON.stringify(folder)} is not a path below the manifests`, hint);
}

function checkPins(
  pins: Readonly<Record<string, readonly string[]>>,
  report: ReportProblem,
  locate: (path: readonly string[]) => SourcePosition,
): Readonly<Record<string, PinnedMembers>> {
  const seen = new Set<string>();
  const checked: Record<string, PinnedMembers> = {};
  for (const [address, members] of Object.entries(pins)) {
    const path = ['pins', address];
    for (const one of [address, ...members]) {
      const problem = addressProblem(one);
      if (problem !== undefined)
        report('RC302', path, `pins: ${JSON.stringify(one)} ${problem}`, 'Write a whole address.');
    }
    const key = addressKey(address, 'fold');
    if (seen.has(key))
      report('RC304', path, `pins names ${address} twice`, 'Letter case does not count; keep one of them.');
    seen.add(key);
    checked[address] = { members, source: locate(path) };
  }
  return checked;
}
