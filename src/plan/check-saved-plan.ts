import { dnKey } from '../ldap/dn.ts';
import type { PlanBinding, Refusal } from '../model/saved-plan.ts';

/** When and by which version a plan was saved. Times are milliseconds since 1970. */
export interface SavedOrigin {
  readonly tool: string;
  readonly savedAt: number;
  readonly expiresAt: number;
}

/** The longest time that a saved plan may count, in hours. */
export const longestLife = 720;

/** How far the clocks of two machines may be apart, in milliseconds. */
const skew = 5 * 60_000;
const hour = 3_600_000;

/** Why a plan cannot count now, or with this version; undefined when it can. */
export function checkOrigin(origin: SavedOrigin, tool: string, now: number): Refusal | undefined {
  const { savedAt, expiresAt } = origin;
  if (origin.tool !== tool) {
    return {
      message: `was made by Rollcall ${origin.tool}, and this is ${tool}`,
      hint: 'Another version may plan differently. Make a new plan with this one.',
    };
  }
  if (!(expiresAt > savedAt && expiresAt - savedAt <= longestLife * hour)) {
    return {
      message: 'says that it counts for a time that no saved plan counts for',
      hint: `Make a new plan; --expires-in takes 1 to ${longestLife} hours.`,
    };
  }
  if (savedAt > now + skew) {
    return {
      message: 'was saved in the future, as the clock of this machine has it',
      hint: 'Put the clocks of both machines right; they may be five minutes apart.',
    };
  }
  if (now > expiresAt + skew) {
    return { message: 'has expired', hint: 'Make a new plan. --expires-in says for how many hours a plan counts.' };
  }
  return undefined;
}

/** The one of these servers (or the file) that a plan was made for; undefined when it is none of them. */
export function savedServer(saved: string, servers: readonly string[]): string | undefined {
  const name = (url: string): string => (/^[a-z]+:\/\//i.test(url) ? url.toLowerCase().replace(/\/+$/, '') : url);
  return servers.find((url) => name(url) === name(saved));
}

/** Why a plan is not for these settings and manifests; undefined when it is. */
export function checkBinding(saved: PlanBinding, here: PlanBinding): Refusal | undefined {
  if (dnKey(saved.base) !== dnKey(here.base)) {
    return {
      message: `is for the base ${saved.base}, and this run is for ${here.base}`,
      hint: 'Use the settings that it was made with, or make a new plan.',
    };
  }
  const names = [...new Set([...Object.keys(saved.settings), ...Object.keys(here.settings)])].sort();
  const others = names.filter((name) => saved.settings[name] !== here.settings[name]);
  if (others.length > 0) {
    return {
      message: `was made with other settings: ${others.join(', ')}`,
      hint: 'Use the settings that it was made with, or make a new plan.',
    };
  }
  if (saved.desired !== here.desired) {
    return {
      message: 'was made from other manifests',
      hint: 'Use the commit that it was made from, and the same --groups, or make a new plan. If they are the same, a first or last day of a member has come since: make a new plan.',
    };
  }
  return undefined;
}
