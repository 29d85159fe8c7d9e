import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { project } from '../docs/pages.ts';
import { runningTools } from './tools.ts';

const text = readFileSync(join(project, 'docs/running/cronjob.yaml'), 'utf8');

interface Model {
  readonly validate: () => void;
}

let CronJob: new (data: unknown) => Model;

beforeAll(async () => {
  const models = createRequire(join(await runningTools(), 'package.json'));
  ({ CronJob } = models('kubernetes-models/batch/v1'));
}, 300_000);

describe('docs/running/cronjob.yaml', () => {
  it('is a CronJob by the schema of Kubernetes', () => {
    new CronJob(load(text)).validate();
  });

  it('would not pass with a value of another type, or without what is required', () => {
    expect(() => new CronJob(load(text.replace(/schedule: .*/, 'schedule: 5'))).validate()).toThrow(/schedule/);
    expect(() => new CronJob(load(text.replace(/ +schedule: .*\n/, ''))).validate()).toThrow(/schedule/);
  });

  it('runs as nobody special, on a file system it cannot write, and one run at a time', () => {
    expect(text.match(/securityContext: &locked|securityContext: \*locked/g)).toHaveLength(2);
    for (const line of ['runAsNonRoot: true', 'concurrencyPolicy: Forbid', 'backoffLimit: 0', 'restartPolicy: Never']) {
      expect(text).toContain(line);
    }
  });

  it('gives git a password that it asks for', () => {
    const helper = /value: '(!f\(\).*)'$/m.exec(text)?.[1] ?? '';
    const local = helper.replace('$(cat /run/secrets/git/token)', 'hunter2');
    const env = {
      PATH: process.env['PATH'],
      HOME: '/nowhere',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'credential.helper',
      GIT_CONFIG_VALUE_0: local,
    };
    const input = 'protocol=https\nhost=git.example.net\n\n';
    const filled = execFileSync('git', ['credential', 'fill'], { env, input, encoding: 'utf8' });
    expect(filled).toContain('username=rollcall\npassword=hunter2\n');
  });
});
