import { expect } from 'vitest';
import type { FaultMessage } from '../kit/fault-message.ts';
import { type FaultProxy, type RuleMatch, startFaultProxy } from '../kit/fault-proxy.ts';
import { openServerStage, type ServerScene, type ServerStage } from '../kit/stage.ts';
import { groupLdif } from '../kit/texts.ts';
import type { CommandInput, CommandResult } from '../kit/workspace.ts';

/** A stage whose workspace reaches its server through a proxy that can do harm. */
export interface FaultStage extends ServerStage {
  readonly proxy: FaultProxy;
  /** Runs `apply --yes` with short patience. */
  readonly apply: (words?: readonly string[], input?: CommandInput) => Promise<CommandResult>;
}

/** Short patience, so that a test need not wait long: 2 s for an answer, 3 tries in 10 s. */
export const shortPatience: Readonly<Record<string, string>> = {
  ROLLCALL_TIMEOUT: '2',
  ROLLCALL_RETRY_TRIES: '3',
  ROLLCALL_RETRY_SECONDS: '10',
};

/** Long patience, for a request that waits until somebody else has done something: on a busy machine that takes a while. */
export const longPatience: Readonly<Record<string, string>> = { ...shortPatience, ROLLCALL_TIMEOUT: '50' };

/** Sets a stage with a server and a proxy in front of it. */
export async function openFaultStage(scene: Omit<ServerScene, 'url'>): Promise<FaultStage> {
  let started: FaultProxy | undefined;
  const url: ServerScene['url'] = async ({ port }) => {
    started = await startFaultProxy(port);
    return started.url;
  };
  const stage = await openServerStage({ ...scene, url });
  const proxy = started;
  if (proxy === undefined) throw new Error('the stage did not ask for a URL');
  return {
    ...stage,
    proxy,
    apply: (words = [], input = {}) =>
      stage.workspace.run(['apply', '--yes', ...words], {
        ...input,
        variables: { ...shortPatience, ...input.variables },
      }),
    end: async () => {
      await proxy.stop();
      await stage.end();
    },
  };
}

/** The command must have ended with this code, and with nothing on standard error unless that is said. */
export function expectEnd({ code, stdout, stderr }: CommandResult, wanted: number, words: string | RegExp = ''): void {
  const told = code === wanted ? '' : `${stderr}\n${stdout.split('\n').slice(-12).join('\n')}`;
  expect({ code, told }).toEqual({ code: wanted, told: '' });
  if (words === '') expect(stderr).toBe('');
  else expect(stderr).toMatch(words);
}

/** A group entry that lacks nothing, so that every step can be checked beforehand. */
export function wholeGroup(address: string, members: readonly string[], lines: readonly string[] = []): string {
  return groupLdif(address, members, ['mailEnabled: TRUE', ...lines]);
}

/** OpenLDAP's no-op control: a write that is only checked. */
export const noOp = '1.3.6.1.4.1.4203.666.5.2';

/** Requests of a kind that are to be carried out; checks beforehand do not fit. */
export function real(match: RuleMatch): RuleMatch {
  return { ...match, where: (message) => !isCheck(message) && (match.where?.(message) ?? true) };
}

/** Whether a request is only checked. */
export function isCheck({ controls }: FaultMessage): boolean {
  return controls.includes(noOp);
}
