import type { DirectoryReader, DirectoryWriter, Rehearsal, WriteResult } from '../../src/io/directory.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Operation } from '../../src/model/operation.ts';

/** A directory that answers as it is told, and notes what it was asked. */
export class ScriptedDirectory implements DirectoryReader, DirectoryWriter {
  readonly url = 'scripted';
  readonly server = undefined;
  readonly guards = true;
  readonly session = 0;
  readonly log: string[] = [];
  readonly #answer: (operation: Operation, count: number) => Promise<WriteResult>;
  #count = 0;

  constructor(answer: (operation: Operation, count: number) => Promise<WriteResult>) {
    this.#answer = answer;
  }

  execute(operation: Operation): Promise<WriteResult> {
    this.log.push(`${operation.kind} ${/mail=(\w+)@/.exec(operation.dn)?.[1]}`);
    this.#count += 1;
    return this.#answer(operation, this.#count);
  }

  async check(): Promise<Rehearsal> {
    return { kind: 'would succeed' };
  }

  heed(): void {}

  async settle(): Promise<void> {
    this.log.push('settle');
  }

  async read(dn: string): Promise<Entry | undefined> {
    this.log.push(`read ${/mail=(\w+)@/.exec(dn)?.[1]}`);
    return { dn, attributes: [] };
  }

  search(): Promise<never> {
    throw new Error('nobody searches here');
  }

  presence(): Promise<never> {
    throw new Error('nobody compares here');
  }

  suffixes(): Promise<never> {
    throw new Error('nobody asks for suffixes here');
  }

  async close(): Promise<void> {}
}
