import { afterEach, expect, it } from 'vitest';
import { gate } from '../kit/fault-actions.ts';
import { groupDn, groupLdif, manifest } from '../kit/texts.ts';
import { makeWorkspace, type Workspace } from '../kit/workspace.ts';
import { type FaultStage, openFaultStage, real } from './fault-stage.ts';

const [hq, ops] = ['hq@example.net', 'ops@example.net'];
let stage: FaultStage;
let newer: Workspace;
afterEach(async () => {
  newer.end();
  await stage.end();
});

it('row 22: an older tree that writes after a newer one is put right by the next run of the newer one', async () => {
  stage = await openFaultStage({
    entries: [groupLdif(hq, ['ann@example.net']), groupLdif(ops, ['ann@example.net'])],
    manifests: {
      'hq.yaml': manifest(hq, ['ann@example.net', 'old@example.net']),
      'ops.yaml': manifest(ops, ['ann@example.net', 'old@example.net']),
    },
  });
  const { proxy, slapd, workspace } = stage;
  const members = async (address: string): Promise<unknown> =>
    (await stage.tree())[groupDn(address)]?.['mailGroupMember'];
  newer = makeWorkspace(
    {
      'rollcall.yaml': workspace.read('rollcall.yaml').replace(proxy.url, slapd.url),
      'groups/hq.yaml': manifest(hq, ['ann@example.net', 'new@example.net']),
      'groups/ops.yaml': manifest(ops, ['ann@example.net', 'new@example.net']),
    },
    [slapd.accounts.rollcall.password],
  );
  const late = gate();
  proxy.when(real({ kind: 'modify', nth: 1 }), late.action);
  const older = stage.apply(['--no-preflight'], { variables: { ROLLCALL_TIMEOUT: '60' } });
  await late.reached;
  expect(await newer.run(['apply', '--yes'])).toMatchObject({ code: 0 });
  late.open();
  // Each group is as one of the trees says, never a mixture of both.
  expect(await older).toMatchObject({ code: 0, stderr: '' });
  for (const address of [hq, ops]) expect(await members(address)).toEqual(['ann@example.net', 'old@example.net']);
  expect(await newer.run(['apply', '--yes'])).toMatchObject({ code: 0 });
  for (const address of [hq, ops]) expect(await members(address)).toEqual(['ann@example.net', 'new@example.net']);
});
