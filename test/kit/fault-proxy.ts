import { type AddressInfo, createServer, type Server } from 'node:net';
import { type Action, pass } from './fault-actions.ts';
import { FaultConnection } from './fault-connection.ts';
import type { FaultMessage, MessageKind } from './fault-message.ts';

/** Which messages; a message must fit everything that is given. */
export interface Match {
  readonly kind?: MessageKind | readonly MessageKind[];
  /** As in `FaultMessage`; letter case does not matter. */
  readonly dn?: string;
  readonly connection?: number;
  readonly where?: (message: FaultMessage) => boolean;
}

/** For which of the fitting messages a rule acts: the `nth` alone, or `times` of them beginning with `from`; else for all. */
export interface RuleMatch extends Match {
  readonly nth?: number;
  readonly from?: number;
  readonly times?: number;
}

/** A rule that is in force. */
export interface FaultRule {
  /** How often it acted. */
  readonly hits: () => number;
  /** Fulfilled when it acts for the first time. */
  readonly acted: Promise<FaultMessage>;
  /** Takes it out of force. */
  readonly remove: () => void;
}

/** A proxy on loopback that understands LDAP and does what rules say. */
export interface FaultProxy {
  readonly port: number;
  /** ldap:// at that port. */
  readonly url: string;
  /** Adds a rule. Every rule counts every message that fits it; the oldest one whose turn it is acts; without one it passes. */
  readonly when: (match: RuleMatch, action: Action) => FaultRule;
  /** Every message that came to the proxy so far, whatever became of it, in order. Behind a message that waits, nothing comes. */
  readonly seen: (match?: Match) => readonly FaultMessage[];
  readonly count: (match: Match) => number;
  /** How many connections came in so far. */
  readonly connections: () => number;
  /** How many of them are open. */
  readonly open: () => number;
  /** Ends all open connections: by RST, or politely. */
  readonly killAll: (how: 'reset' | 'close') => void;
  /** Takes no more connections: a client gets ECONNREFUSED. Open ones live on. */
  readonly refuse: () => Promise<void>;
  /** Takes connections again, at the same port. */
  readonly accept: () => Promise<void>;
  /** Forgets all rules and what was seen; connections live on. */
  readonly clear: () => void;
  /** Breaks all connections and frees the port. Throws what an action or hook threw before. */
  readonly stop: () => Promise<void>;
}

/** Starts a proxy in front of a port of 127.0.0.1. It can look into plain LDAP; TLS passes as it is. */
export async function startFaultProxy(targetPort: number): Promise<FaultProxy> {
  const open = new Set<FaultConnection>();
  const rules: ActiveRule[] = [];
  const seen: FaultMessage[] = [];
  const errors: unknown[] = [];
  const started = performance.now();
  let connections = 0;
  const decide = (message: FaultMessage): Action => {
    seen.push(message);
    const due = rules.filter((rule) => rule.isDue(message));
    return due[0]?.act(message) ?? pass;
  };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    connections += 1;
    const clock = (): number => performance.now() - started;
    const onError = (error: unknown): void => void errors.push(error);
    const connection = new FaultConnection({ number: connections, client, targetPort, clock, decide, onError });
    open.add(connection);
    client.on('close', () => open.delete(connection));
  });
  const port = await listen(server, 0);
  const killAll: FaultProxy['killAll'] = (how) => {
    for (const connection of open) connection[how]();
  };
  const refuse = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return {
    port,
    url: `ldap://127.0.0.1:${port}`,
    when: (match, action) => {
      const rule = new ActiveRule(match, action);
      rules.push(rule);
      const remove = (): void => void rules.splice(rules.indexOf(rule), rules.includes(rule) ? 1 : 0);
      return { hits: () => rule.hits, acted: rule.acted, remove };
    },
    seen: (match = {}) => seen.filter((message) => fits(match, message)),
    count: (match) => seen.filter((message) => fits(match, message)).length,
    connections: () => connections,
    open: () => open.size,
    killAll,
    refuse: async () => {
      if (server.listening) void refuse(); // it is refusing at once; the end of it comes with the last connection
    },
    accept: async () => {
      await listen(server, port);
    },
    clear: () => {
      rules.length = 0;
      seen.length = 0;
    },
    stop: async () => {
      const closed = server.listening ? refuse() : undefined;
      killAll('reset');
      await closed;
      if (errors.length > 0) throw errors[0];
    },
  };
}

class ActiveRule {
  readonly acted: Promise<FaultMessage>;
  readonly #match: RuleMatch;
  readonly #action: Action;
  #fulfil: (message: FaultMessage) => void = () => undefined;
  #fitting = 0;
  hits = 0;

  constructor(match: RuleMatch, action: Action) {
    this.#match = match;
    this.#action = action;
    this.acted = new Promise((resolve) => {
      this.#fulfil = resolve;
    });
  }

  /** Counts a message that fits; whether the rule has its turn now. */
  isDue(message: FaultMessage): boolean {
    if (!fits(this.#match, message)) return false;
    this.#fitting += 1;
    const { nth, from = nth ?? 1, times = nth === undefined ? Number.POSITIVE_INFINITY : 1 } = this.#match;
    return this.#fitting >= from && this.#fitting < from + times;
  }

  act(message: FaultMessage): Action {
    this.hits += 1;
    this.#fulfil(message);
    return this.#action;
  }
}

function fits({ kind, dn, connection, where }: Match, message: FaultMessage): boolean {
  const kinds = typeof kind === 'string' ? [kind] : kind;
  return (
    (kinds === undefined || kinds.includes(message.kind)) &&
    (dn === undefined || dn.toLowerCase() === message.dn.toLowerCase()) &&
    (connection === undefined || connection === message.connection) &&
    (where === undefined || where(message))
  );
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
