import { connect as connectSocket, type Socket } from 'node:net';
import type { ConnectionTarget } from './connection-target.ts';

/** Connects without TLS, and keeps the socket: after StartTLS the client forgets it, and would wait for it for ever. */
export interface PlainConnector {
  readonly connect: typeof connectSocket;
  socket: Socket | undefined;
}

/** A connector to a host and port, or to a local socket. */
export function plainConnector({ socketPath, host, port }: ConnectionTarget): PlainConnector {
  const connector: PlainConnector = {
    socket: undefined,
    connect: () => {
      connector.socket = socketPath === undefined ? connectSocket({ host, port }) : connectSocket(socketPath);
      return connector.socket;
    },
  };
  return connector;
}
