import { connect as connectPlain, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { Failure } from '../model/failure.ts';

/** Opens a local socket, whatever port the client library has in mind. */
export function socketConnector(path: string): typeof connectPlain {
  const connector = (): Socket => connectPlain(path);
  return connector;
}

/**
 * Starts TLS on a connection that there is. The client library would wait for the end of the handshake for ever, and
 * take whatever stands behind the answer to StartTLS as if it had come through TLS.
 */
export function tlsUpgrader(url: string, messages: () => number, milliseconds: number): typeof connectTls {
  const upgrade = (options: number | ConnectionOptions): TLSSocket => {
    if (typeof options === 'number') throw new Error('TLS is started on a connection that there is');
    if (messages() !== 1) {
      const hint = 'Somebody on the way may be writing there: look at the network between here and the server.';
      throw new Failure('directory', `${url} sent something unencrypted behind its answer to StartTLS`, hint);
    }
    const socket = connectTls(options);
    const timer = setTimeout(() => socket.destroy(new Error('Connection timeout')), milliseconds);
    const stop = (): void => clearTimeout(timer);
    return socket.once('secureConnect', stop).once('close', stop);
  };
  return upgrade;
}
