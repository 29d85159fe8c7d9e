import { connect } from 'node:net';

/** What a server answered: the command that ended the attempt, and its last reply. */
export interface SmtpReply {
  readonly at: 'connect' | 'ehlo' | 'mail' | 'rcpt' | 'data' | 'message';
  readonly code: number;
  readonly text: string;
}

/** Sends one message, and tells how far it came: `message` with code 250 when it was taken. */
export async function sendMail(port: number, to: string, text: string): Promise<SmtpReply> {
  const socket = connect(port, '127.0.0.1');
  const replies = repliesOf(socket);
  const steps: readonly (readonly [SmtpReply['at'], string, number])[] = [
    ['connect', '', 220],
    ['ehlo', 'EHLO client.example', 250],
    ['mail', 'MAIL FROM:<sender@client.example>', 250],
    ['rcpt', `RCPT TO:<${to}>`, 250],
    ['data', 'DATA', 354],
    ['message', `${text.replace(/\r?\n/g, '\r\n')}\r\n.`, 250],
  ];
  try {
    for (const [at, line, wanted] of steps) {
      if (line !== '') socket.write(`${line}\r\n`);
      const { value } = await replies.next();
      const reply: string = value ?? '000 the connection ended';
      const code = Number(reply.slice(0, 3));
      if (code !== wanted || at === 'message') return { at, code, text: reply.slice(4) };
    }
    throw new Error('no step is left');
  } finally {
    socket.end('QUIT\r\n');
  }
}

/** Each reply of the server: the last line of those that belong together. */
async function* repliesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString()).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (/^\d{3} /.test(line)) yield line;
  }
  return undefined;
}
