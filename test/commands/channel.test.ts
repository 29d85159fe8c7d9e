import { PassThrough, Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Channel, makeChannel, type OutputReader } from '../../src/commands/channel.ts';
import { encodeGithubLog } from '../../src/report/encode-github.ts';
import { hostileText, workflowCommand } from '../report/hostile.ts';

/** What comes out when `use` writes to a channel. */
async function written(reader: OutputReader, use: (channel: Channel) => void): Promise<string> {
  const stream = new PassThrough();
  const channel = makeChannel(stream, reader);
  use(channel);
  expect(await channel.finish()).toBeUndefined();
  return stream.read()?.toString('utf8') ?? '';
}

const writeAll =
  (pieces: readonly string[]) =>
  (channel: Channel): void => {
    for (const piece of pieces) channel.write(piece);
  };

describe('a channel', () => {
  it('writes what it is given when anyone reads', async () => {
    expect(await written('anyone', writeAll(['::error::', '##', '[x]']))).toBe('::error::##[x]');
  });

  it('has no command for the log of a workflow, however the text comes in pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(hostileText, fc.constantFrom(':', '::', '#', '##', '[', ' ', '\n', '\r'))),
        async (pieces) => {
          const text = Buffer.from(pieces.join('')).toString(); // without half pairs
          const out = await written('workflow log', writeAll([...text]));
          expect(out).not.toMatch(workflowCommand);
          expect(out).toBe(encodeGithubLog(text));
        },
      ),
    );
  });

  it('writes commands as they are, on lines of their own', async () => {
    const out = await written('workflow log', (channel) => {
      channel.write('half a line ');
      channel.command('::error::meant\n');
      channel.write('::error::not meant');
    });
    expect(out).toBe('half a line \n::error::meant\n\\u{3a}:error::not meant');
  });
});

describe('a stream that fails', () => {
  const failing = (code: string): Writable =>
    new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(`${code}: no`), { code })) });

  it('stops nothing, and what stopped it is told at the end', async () => {
    const channel = makeChannel(failing('ENOSPC'), 'anyone');
    channel.write('one');
    channel.write('two');
    expect(await channel.finish()).toMatchObject({ message: 'ENOSPC: no' });
  });

  it('because its reader went away is no problem', async () => {
    const channel = makeChannel(failing('EPIPE'), 'anyone');
    channel.write('one');
    expect(await channel.finish()).toBeUndefined();
  });
});
