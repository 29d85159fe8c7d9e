import { Failure } from '../model/failure.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import { checkCredentials, connectionTarget, tlsOptions } from './connection-target.ts';
import { connectFailure, type OpeningPhase, openFailure, resultCodeOf } from './ldap-failure.ts';
import { Client } from './ldap-library.ts';
import { Wire } from './ldap-wire.ts';
import { guardMessages, type MessageGuard } from './message-guard.ts';
import { socketConnector, tlsUpgrader } from './sockets.ts';

/**
 * Connects to one URL, upgrades to TLS where asked, and binds; each exactly once. Anything but success is a Failure, and
 * so is a server that takes us for nobody after a bind.
 */
export async function openWire(url: string, settings: ConnectionSettings): Promise<Wire> {
  checkCredentials(url, settings);
  const { bind } = settings;
  const target = connectionTarget(url);
  const milliseconds = settings.timeout * 1000;
  const tls = tlsOptions(settings, target);
  let guard: MessageGuard | undefined;
  const begun = (): number => guard?.begun() ?? 0;
  const client = new Client({
    url: target.clientUrl,
    timeout: milliseconds,
    connectTimeout: milliseconds,
    ...(target.secure ? { tlsOptions: tls } : {}),
    ...(settings.startTls ? { createSecureConnection: tlsUpgrader(url, begun, milliseconds) } : {}),
    ...(target.socketPath === undefined ? {} : { createConnection: socketConnector(target.socketPath) }),
  });
  guard = guardMessages(client);
  const { problem } = guard;
  let phase: OpeningPhase = 'StartTLS';
  try {
    if (settings.startTls) await client.startTLS({ ...tls });
    phase = 'bind';
    if (bind.kind === 'external') await client.bind('EXTERNAL');
    else if (bind.kind === 'simple') await client.bind(bind.dn, bind.password);
    else await client.bind('', '');
    const wire = new Wire(client, url, problem);
    if (bind.kind !== 'anonymous') await refuseAnonymous(wire);
    return wire;
  } catch (error) {
    await client.unbind().catch(() => undefined);
    if (error instanceof Failure) throw error;
    const code = resultCodeOf(error);
    throw code === undefined ? connectFailure(url, problem() ?? error) : openFailure(url, settings, phase, code);
  }
}

/** Some servers answer a bind with success and carry on anonymously; what is read then is not what is there. */
async function refuseAnonymous(wire: Wire): Promise<void> {
  if ((await wire.whoAmI()) !== '') return;
  throw new Failure(
    'directory',
    `${wire.url} accepted the bind and still takes us for nobody (anonymous)`,
    'Check directory.bind and how the server maps identities; an anonymous reader may see half of the directory.',
  );
}
