import { setTimeout as sleep } from 'node:timers/promises';
import { startFaultProxy } from './fault-proxy.ts';
import { type Slapd, startSlapd } from './slapd.ts';

/** How a replica differs from the usual one. */
export interface ReplicaOptions {
  /** Where it sends those who want to write: an LDAP URL, or nowhere: then it refuses with 53 instead of 10. */
  readonly updateref: string | 'none';
  /**
   * `follows` it from the start; `is empty`: never synchronized, not even the accounts are there, so that only the root
   * DN can bind; `has no groups`: it knows the base tree and the accounts and nothing that came later.
   */
  readonly start: 'follows' | 'is empty' | 'has no groups';
}

/** A second server that copies another one every second. It has the accounts and passwords of the provider. */
export interface Replica extends Slapd {
  /** Waits until it holds what the provider holds now. */
  readonly synchronized: () => Promise<void>;
  /** Cuts it off from the provider: from now on it is stale. */
  readonly pause: () => Promise<void>;
  /** Lets it follow the provider, from the start on or again. */
  readonly resume: () => Promise<void>;
}

const WITHIN = 30_000;

/** Starts a replica of a server with the options `provider`. Stop it before the provider. */
export async function startReplica(source: Slapd, { updateref, start }: ReplicaOptions): Promise<Replica> {
  const line = await startFaultProxy(source.port);
  const { admin } = source.accounts;
  if (start !== 'follows') await line.refuse();
  const replica = await startSlapd({
    tls: 'none',
    accounts: source.accounts,
    holds: start === 'has no groups' ? 'base tree' : 'nothing',
    databaseLines: [
      `syncrepl rid=001 provider=${line.url} type=refreshOnly interval=00:00:00:01 retry="1 +" timeout=5 ` +
        `searchbase="${source.suffix}" bindmethod=simple binddn="${admin.dn}" credentials=${admin.password}`,
      ...(updateref === 'none' ? [] : [`updateref ${updateref}`]),
    ],
  });
  const synchronized = async (): Promise<void> => {
    const wanted = await newestChange(source);
    for (const end = Date.now() + WITHIN; (await newestChange(replica)) !== wanted; await sleep(50)) {
      if (Date.now() > end) throw new Error(`the replica did not follow within ${WITHIN / 1000} s`);
    }
  };
  if (start === 'follows') await synchronized();
  return {
    ...replica,
    synchronized,
    pause: async () => {
      await line.refuse();
      line.killAll('reset');
    },
    resume: line.accept,
    stop: async () => {
      await replica.stop();
      await line.stop();
    },
  };
}

/** The CSN of the newest change that a server has; the same text in two servers means the same content. */
async function newestChange({ ldapsearch, suffix }: Slapd): Promise<string> {
  const { stdout } = await ldapsearch(['-s', 'base', '-b', suffix, 'contextCSN']);
  return /^contextCSN: (.*)$/m.exec(stdout)?.[1] ?? '';
}
