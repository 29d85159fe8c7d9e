import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expandSchema } from '../../src/report/expand-schema.ts';
import { whySchema } from '../../src/report/why-schema.ts';
import { type Postfix, startPostfix } from '../kit/postfix.ts';
import { openServerStage, type ServerStage } from '../kit/stage.ts';
import { groupDn, manifest, people } from '../kit/texts.ts';

let stage: ServerStage;
let postfix: Postfix;

beforeAll(async () => {
  stage = await openServerStage({
    settings: ['rules: { expansion-limit: off }'], // otherwise the group that grows beyond it is never written
    manifests: {
      'all.yaml': manifest('all@example.net', ['dev@example.net', 'ops@example.net', 'eve@partner.example']),
      'dev.yaml': manifest(
        'dev@example.net',
        ['ann@example.net', 'bob@example.net'],
        ['aliases: [makers@example.net]'],
      ),
      'ops.yaml': manifest('ops@example.net', ['Bob@example.net', 'makers@example.net']),
      'most.yaml': manifest('most@example.net', people(998)),
      'every.yaml': manifest('every@example.net', ['most@example.net', 'ops@example.net']),
    },
  });
  const { url, groupsBase, peopleBase } = stage.slapd;
  postfix = await startPostfix({ ldapUrl: url, groupsBase, peopleBase });
  const applied = await stage.workspace.run(['apply', '--yes', '--bootstrap']);
  expect([applied.code, applied.stderr]).toEqual([0, expect.not.stringContaining('warning')]);
});

afterAll(async () => {
  await postfix?.stop();
  await stage?.end();
});

/** What `expand --format json` says, first of its views. */
async function expand(
  words: readonly string[],
): Promise<{ readonly code: number; readonly recipients: readonly string[] }> {
  const { code, stdout } = await stage.workspace.run(['expand', ...words, '--format', 'json']);
  const { views } = expandSchema.parse(JSON.parse(stdout));
  return { code, recipients: views[0]?.recipients.map(({ address }) => address) ?? [] };
}

describe('the recipient delimiter of the settings', () => {
  it('is what parts an address from its extension', async () => {
    const { stdout } = await stage.workspace.shell(
      ['-', '+', '#']
        .map((sign) => `ROLLCALL_RECIPIENT_DELIMITER='-#' $ROLLCALL expand makers${sign}news@example.net; echo $?`)
        .join('\n'),
    );
    expect(stdout.split('\n').filter((line) => /^\d$/.test(line))).toEqual(['0', '1', '0']);
  });
});

describe('mail after an apply', () => {
  it.each(['all@example.net', 'DEV@example.net', 'makers+news@example.net', 'ops@example.net'])(
    'to %s goes to whom expand names, by the manifests and by the directory',
    async (address) => {
      const { outcome, recipients } = await postfix.deliver(address);
      expect(outcome).toBe('delivered');
      for (const source of ['manifests', 'directory']) {
        const told = await expand([address, '--from', source]);
        expect({ source, code: told.code, recipients: [...told.recipients].sort() }).toEqual({
          ...{ source, code: 0, recipients: [...recipients].sort() },
        });
      }
    },
  );

  it('that comes to somebody came by the groups that why names', async () => {
    const { stdout } = await stage.workspace.run(['why', 'bob@example.net', '--from', 'directory', '--format', 'json']);
    const groups = new Set(whySchema.parse(JSON.parse(stdout)).views[0]?.ways.map(([group]) => group));
    expect(groups).toEqual(new Set(['all@example.net', 'dev@example.net', 'ops@example.net', 'every@example.net']));
    for (const group of ['all@example.net', 'dev@example.net', 'ops@example.net']) {
      const { recipients } = await postfix.deliver(group);
      expect(recipients.map((address) => address.toLowerCase())).toContain('bob@example.net');
    }
  });

  it('to a group that grows beyond the limit is put off, and expand says by which path', async () => {
    const { stdout, code } = await stage.workspace.run(['expand', 'every@example.net']);
    expect([code, stdout]).toEqual([
      5,
      expect.stringContaining(
        '1001 recipients, duplicates counted; Postfix takes 1000, and makers@example.net goes beyond',
      ),
    ]);
    expect((await postfix.deliver('every@example.net')).reply).toMatch(/^message 451 4\.6\.0 /);
  });

  it('goes elsewhere when somebody changes the directory, and the comparison says so', async () => {
    const dn = groupDn('dev@example.net');
    await stage.slapd.ldapmodify(
      `dn: ${dn}\nchangetype: modify\nadd: mailGroupMember\nmailGroupMember: spy@partner.example\n`,
    );
    const { code, stdout } = await stage.workspace.run([
      'expand',
      'all@example.net',
      '--from',
      'both',
      '--detailed-exitcode',
    ]);
    expect([code, stdout]).toEqual([2, expect.stringContaining('\n    - spy@partner.example\n')]);
    const told = await expand(['all@example.net', '--from', 'directory']);
    expect([...told.recipients].sort()).toEqual([...(await postfix.deliver('all@example.net')).recipients].sort());
    expect(told.recipients).toContain('spy@partner.example');
  });
});
