import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest';
import type { Directory } from '../../src/io/directory.ts';
import { describeReadingBelow } from './contract-below.ts';
import { describeReading } from './contract-reading.ts';
import { contractTools } from './contract-tools.ts';
import { describeWriting } from './contract-writing.ts';

/** One implementation of `Directory`, ready to be tested. */
export interface ContractSubject {
  /** Puts the contract's tree back as it was and opens it. */
  readonly fresh: () => Promise<Directory>;
  /** Opens what is stored now, over another connection. */
  readonly reopen: () => Promise<Directory>;
  readonly stop: () => Promise<void>;
}

/** What every directory does, as facts. Run for each implementation: they must not be told apart. */
export function directoryContract(name: string, start: () => Promise<ContractSubject>): void {
  describe(name, () => {
    let subject: ContractSubject;
    let directory: Directory;
    const opened: Directory[] = [];
    beforeAll(async () => {
      subject = await start();
    });
    afterAll(() => subject?.stop());
    beforeEach(async () => {
      directory = await subject.fresh();
      opened.push(directory);
      return async () => {
        await Promise.all(opened.splice(0).map(({ reader }) => reader.close()));
      };
    });
    const reopen = async (): Promise<void> => {
      await directory.writer.settle();
      directory = await subject.reopen();
      opened.push(directory);
    };
    const tools = contractTools(() => directory, reopen);

    describeReading(tools);
    describeReadingBelow(tools);
    describeWriting(tools);

    it('can be closed twice', async () => {
      await directory.reader.close();
      await directory.reader.close();
    });
  });
}
