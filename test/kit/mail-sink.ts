import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A message that arrived. */
export interface SunkMessage {
  /** The addresses as they came, in order: `RCPT TO`. */
  readonly recipients: readonly string[];
  readonly text: string;
}

/** A mail server on loopback that takes everything and keeps it. */
export interface MailSink {
  readonly port: number;
  readonly messages: readonly SunkMessage[];
  readonly stop: () => Promise<void>;
}

/** Starts a sink on a free port. */
export async function startMailSink(): Promise<MailSink> {
  const messages: SunkMessage[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    take(socket, messages);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    port,
    messages,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One SMTP session (RFC 5321 with PIPELINING). */
function take(socket: Socket, messages: SunkMessage[]): void {
  let rest = '';
  let recipients: string[] = [];
  let text: string[] | undefined;
  const answer = (line: string): void => void socket.write(`${line}\r\n`);
  answer('220 sink.example ESMTP');
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (text !== undefined) {
        if (line !== '.') {
          text.push(line.replace(/^\./, ''));
          continue;
        }
        messages.push({ recipients, text: text.join('\n') });
        [recipients, text] = [[], undefined];
        answer('250 taken');
      } else if (/^ehlo/i.test(line)) answer('250-sink.example\r\n250-PIPELINING\r\n250 8BITMIME');
      else if (/^rcpt to:/i.test(line)) {
        recipients.push(/<(.*)>/.exec(line)?.[1] ?? '');
        answer('250 fine');
      } else if (/^data/i.test(line)) {
        text = [];
        answer('354 go on');
      } else if (/^quit/i.test(line)) {
        answer('221 bye');
        socket.end();
      } else {
        if (/^(?:rset|mail from)/i.test(line)) recipients = [];
        answer('250 fine');
      }
    }
  });
}
