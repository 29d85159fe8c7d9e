import { pass, reset } from './fault-actions.ts';
import type { FaultMessage } from './fault-message.ts';
import type { FaultProxy, RuleMatch } from './fault-proxy.ts';
import type { CommandInput, CommandResult, RunningCommand, Workspace } from './workspace.ts';

/** Waits for the moment, then calls `fire` and waits for it. */
export type Trigger = (fire: () => Promise<void>) => void;

/** How a command ended that was to be ended. */
export interface EndedCommand extends CommandResult {
  /** Whether the moment came before the command was through. */
  readonly fired: boolean;
}

/** Runs `rollcall` and sends it a signal at a moment: `runUntil(workspace, ['apply'], atMessage(proxy, point), 'SIGKILL')`. */
export async function runUntil(
  workspace: Workspace,
  words: readonly string[],
  trigger: Trigger,
  signal: Parameters<RunningCommand['signal']>[0],
  input: CommandInput = {},
): Promise<EndedCommand> {
  let fired = false;
  const onStart = (command: RunningCommand): void =>
    trigger(async () => {
      fired = true;
      await command.signal(signal);
    });
  return { ...(await workspace.run(words, { ...input, onStart })), fired };
}

/**
 * The moment when a message is at the proxy. It goes on afterwards (`goes on`), and so does what the process sent behind
 * it: the server may do what nobody hears of any more. Or the connection breaks there, and nothing more arrives
 * (`is cut off`). After SIGKILL the process is gone before either.
 */
export function atMessage(proxy: FaultProxy, match: RuleMatch, then: 'goes on' | 'is cut off' = 'goes on'): Trigger {
  return (fire) => {
    proxy.when({ times: 1, ...match }, async (step) => {
      await fire();
      await (then === 'goes on' ? pass : reset)(step);
    });
  };
}

/** Every message of an undisturbed run as a moment: the first bind, the third modify, its answer and so on. */
export function killPoints(seen: readonly FaultMessage[]): readonly (RuleMatch & { readonly name: string })[] {
  const counts = new Map<string, number>();
  return seen.map(({ kind }) => {
    const nth = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, nth);
    return { kind, nth, name: `${kind} ${nth}` };
  });
}
