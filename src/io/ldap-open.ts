import { connect as connectSocket, type Socket } from 'node:net';
import { Failure } from '../model/failure.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import { checkCredentials, connectionTarget, tlsOptions } from './connection-target.ts';
import { connectFailure, type OpeningPhase, openFailure, resultCodeOf } from './ldap-failure.ts';
import { Client } from './ldap-library.ts';
import { Wire } from './ldap-wire.ts';

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
  const client = new Client({
    url: target.clientUrl,
    timeout: milliseconds,
    connectTimeout: milliseconds,
    ...(target.secure ? { tlsOptions: tls } : {}),
    ...(target.socketPath === undefined ? {} : { createConnection: socketConnector(target.socketPath) }),
  });
  let phase: OpeningPhase = 'StartTLS';
  try {
    if (settings.startTls) await client.startTLS({ ...tls });
    phase = 'bind';
    if (bind.kind === 'external') await client.bind('EXTERNAL');
    else if (bind.kind === 'simple') await client.bind(bind.dn, bind.password);
    else await client.bind('', '');
    const wire = new Wire(client, url);
    if (bind.kind !== 'anonymous') await refuseAnonymous(wire);
    return wire;
  } catch (error) {
    await client.unbind().catch(() => undefined);
    if (error instanceof Failure) throw error;
    const code = resultCodeOf(error);
    throw code === undefined ? connectFailure(url, error) : openFailure(url, settings, phase, code);
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

function socketConnector(path: string): typeof connectSocket {
  const connector = (): Socket => connectSocket(path);
  return connector;
}
