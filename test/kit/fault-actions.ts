import { setTimeout as sleep } from 'node:timers/promises';
import { type FaultMessage, resultTag } from './fault-message.ts';
import { ldapMessage, resultResponse, type WireResult } from './ldap-message.ts';

/** A message in the hands of a rule. What a rule does not pass on is lost. */
export interface Step {
  readonly message: FaultMessage;
  /** The message as it came. */
  readonly bytes: Buffer;
  /** Sends bytes where the message was going. */
  readonly forward: (bytes: Buffer) => void;
  /** Sends bytes where the message came from. */
  readonly back: (bytes: Buffer) => void;
  /** Puts bytes in front of whatever is forwarded next in this direction, in one packet with it. */
  readonly keep: (bytes: Buffer) => void;
  /** Ends the connection politely on both sides (FIN); nothing passes any more. */
  readonly close: () => void;
  /** Breaks the connection on both sides (RST). */
  readonly reset: () => void;
}

/** What becomes of a message. The messages behind it in the same direction of the same connection wait for the end of it. */
export type Action = (step: Step) => void | Promise<void>;

/** Bytes, or how they are made from the message. */
export type Bytes = Buffer | ((message: FaultMessage, bytes: Buffer) => Buffer);

/** Passes it on as it is. */
export const pass: Action = (step) => step.forward(step.bytes);

/** Swallows it. */
export const drop: Action = () => undefined;

/** Ends the connection instead, as a server does that shuts down. */
export const close: Action = (step) => step.close();

/** Breaks the connection instead. */
export const reset: Action = (step) => step.reset();

/** Sends it in one packet with the message after it. */
export const glue: Action = (step) => step.keep(step.bytes);

/** Passes on the first `count` bytes of it and ends the connection. */
export function cutAfter(count: number): Action {
  return (step) => {
    step.forward(step.bytes.subarray(0, count));
    step.close();
  };
}

/** Passes it on after some milliseconds. */
export function delay(milliseconds: number): Action {
  return async (step) => {
    await sleep(milliseconds);
    pass(step);
  };
}

/** Passes it on in pieces of `size` bytes with a pause of some milliseconds between them. */
export function trickle(size: number, pause: number): Action {
  return async ({ bytes, forward }) => {
    for (let at = 0; at < bytes.length; at += size) {
      if (at > 0) await sleep(pause);
      forward(bytes.subarray(at, at + size));
    }
  };
}

/** Passes on something else instead. */
export function replace(bytes: Bytes): Action {
  return (step) => step.forward(bytesOf(bytes, step));
}

/** Passes on something else, then the message. */
export function insert(bytes: Bytes): Action {
  return (step) => {
    step.forward(bytesOf(bytes, step));
    pass(step);
  };
}

/**
 * Answers a request with this result in the server's place; the server never sees it. An answer on its way is replaced
 * by this result.
 */
export function answer(result: WireResult): Action {
  return ({ message, forward, back }) => {
    const send = message.direction === 'request' ? back : forward;
    send(ldapMessage(message.id, resultResponse(resultTag(message.kind), result)));
  };
}

/** Does something else first, such as an edit by somebody else, and passes the message on afterwards. */
export function first(work: (message: FaultMessage) => Promise<unknown>): Action {
  return async (step) => {
    await work(step.message);
    pass(step);
  };
}

/** Passes it on, then does this: `afterPassing(close)`. */
export function afterPassing(action: Action): Action {
  return (step) => {
    pass(step);
    return action(step);
  };
}

/** Lets the messages behind it go on meanwhile. */
export function aside(action: Action): Action {
  return (step) => {
    void action(step);
  };
}

/** A gate that messages wait at. */
export interface Gate {
  readonly action: Action;
  /** Fulfilled when the first message waits. */
  readonly reached: Promise<FaultMessage>;
  /** Lets everything go on, now and later. */
  readonly open: () => void;
}

/** Makes a gate, closed. */
export function gate(): Gate {
  let open = (): void => undefined;
  let reach = (_message: FaultMessage): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const reached = new Promise<FaultMessage>((resolve) => {
    reach = resolve;
  });
  const action: Action = async (step) => {
    reach(step.message);
    await opened;
    pass(step);
  };
  return { action, reached, open: () => open() };
}

function bytesOf(bytes: Bytes, step: Step): Buffer {
  return typeof bytes === 'function' ? bytes(step.message, step.bytes) : bytes;
}
