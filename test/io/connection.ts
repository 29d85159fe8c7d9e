import type { ConnectionSettings } from '../../src/io/connection-settings.ts';

/** An anonymous connection without TLS, to be changed where a test needs another one. */
export function connection(url: string): ConnectionSettings {
  return {
    urls: [url],
    bind: { kind: 'anonymous' },
    startTls: false,
    ca: undefined,
    clientCertificate: undefined,
    plaintextPassword: 'refuse',
    timeout: 10,
    retry: { tries: 1, seconds: 10 },
    pageSize: 500,
  };
}
