import { expect, it } from 'vitest';
import { Failure } from '../../src/model/failure.ts';

it('a failure carries its kind, what to do, and what was behind it', () => {
  const cause = new Error('ECONNREFUSED');
  const failure = new Failure('directory', 'cannot reach ldap://x', 'Start the server.', { cause });
  expect(failure).toBeInstanceOf(Error);
  expect(failure).toMatchObject({
    name: 'Failure',
    kind: 'directory',
    message: 'cannot reach ldap://x',
    hint: 'Start the server.',
    cause,
  });
});
