import type { CreateGroup, DeleteGroup, UpdateGroup } from '../../src/model/change.ts';
import type { Value } from '../../src/model/entry.ts';
import type { CurrentGroup, DesiredGroup } from '../../src/model/group.ts';
import type { Plan, Step } from '../../src/model/plan.ts';
import { driftOf } from '../../src/plan/with-causes.ts';

const base = 'ou=Groups,ou=Mail,dc=example,dc=net';

/** The DN of a group in these tests. */
export function dnOf(address: string): string {
  return `mail=${address},${base}`;
}

/** A declared group with the given parts. */
export function desired(address: string, parts: Partial<DesiredGroup>): DesiredGroup {
  return {
    file: 'groups/group.yaml',
    address,
    description: undefined,
    members: [],
    reasons: new Map(),
    aliases: undefined,
    previously: [],
    enabled: undefined,
    owners: [],
    mode: 'authoritative',
    protected: false,
    attributes: new Map(),
    allow: undefined,
    exceptions: [],
    composition: undefined,
    ...parts,
  };
}

/** A stored group with the given members. */
export function current(address: string, members: readonly Value[]): CurrentGroup {
  const dn = dnOf(address);
  const attributes = [
    { name: 'objectClass', values: ['top', 'organizationalPerson', 'PostfixBookMailAccount'] },
    { name: 'mail', values: [address] },
    { name: 'cn', values: ['group'] },
    { name: 'mailGroupMember', values: members },
  ];
  return { dn, address, addresses: [address], members, entry: { dn, attributes } };
}

/** A step that makes a group. */
export function createStep(address: string, parts: Partial<DesiredGroup>): Step {
  const group = desired(address, parts);
  const dn = dnOf(address);
  const attributes = [
    { name: 'mail', values: [address] },
    { name: 'mailGroupMember', values: group.members },
  ];
  const change: CreateGroup = { kind: 'create', address, dn, desired: group, attributes };
  return {
    change,
    operations: [{ kind: 'add', dn, attributes }],
    inverse: [{ kind: 'delete', dn }],
    precondition: undefined,
  };
}

/** A step that takes members out of a group and puts others in. */
export function updateStep(
  address: string,
  remove: readonly Value[],
  add: readonly string[],
  parts: Partial<Pick<UpdateGroup, 'aliases' | 'attributes'>> & { readonly reasons?: ReadonlyMap<string, string> },
): Step {
  const { reasons = new Map(), aliases = { remove: [], add: [] }, attributes = [] } = parts;
  const stored = current(address, [...remove, 'kept@example.net']);
  const change: UpdateGroup = {
    kind: 'update',
    address,
    dn: stored.dn,
    desired: desired(address, { members: ['kept@example.net', ...add], reasons }),
    current: stored,
    rename: undefined,
    members: { remove, add },
    aliases,
    attributes,
  };
  const attribute = 'mailGroupMember';
  const modification = (kind: 'add' | 'delete', values: readonly Value[]) =>
    values.length === 0 ? [] : [{ kind, attribute, values }];
  return {
    change,
    operations: [
      {
        kind: 'modify',
        dn: stored.dn,
        modifications: [...modification('delete', remove), ...modification('add', add)],
      },
    ],
    inverse: [
      {
        kind: 'modify',
        dn: stored.dn,
        modifications: [...modification('delete', add), ...modification('add', remove)],
      },
    ],
    precondition: { entryUuid: '7a1c0f1e-0000-1000-8000-000000000001', entryCsn: undefined },
  };
}

/** A step that deletes a group. */
export function deleteStep(address: string, members: readonly Value[]): Step {
  const stored = current(address, members);
  const change: DeleteGroup = { kind: 'delete', address, dn: stored.dn, current: stored };
  return {
    change,
    operations: [{ kind: 'delete', dn: stored.dn }],
    inverse: [{ kind: 'add', dn: stored.dn, attributes: stored.entry.attributes }],
    precondition: { entryUuid: undefined, entryCsn: '20261122120000.000000Z#000000#000#000000' },
  };
}

/** A plan with the given parts and the summary that follows from them. */
export function planWith(parts: Partial<Omit<Plan, 'summary'>> & { readonly unchanged?: number }): Plan {
  const { unchanged = 0, ...rest } = parts;
  const plan = {
    target: { url: 'ldap://ldap.example.net', base },
    ...{
      steps: [],
      held: [],
      exceptions: [],
      conflicts: [],
      unmanaged: [],
      spelling: [],
      upcoming: [],
      notes: [],
      causes: undefined,
      diagnostics: [],
      mail: undefined,
      fingerprint: 'f00d',
    },
    ...rest,
  } satisfies Omit<Plan, 'summary'>;
  const kind = (wanted: string) => plan.steps.filter(({ change }) => change.kind === wanted);
  const updates = plan.steps.flatMap(({ change }) => (change.kind === 'update' ? [change.members] : []));
  const created = plan.steps.flatMap(({ change }) => (change.kind === 'create' ? change.desired.members : []));
  return {
    ...plan,
    summary: {
      declared: unchanged + plan.steps.length,
      unchanged,
      create: kind('create').length,
      update: kind('update').length,
      delete: kind('delete').length,
      membersAdded: created.length + updates.reduce((sum, { add }) => sum + add.length, 0),
      membersRemoved: updates.reduce((sum, { remove }) => sum + remove.length, 0),
      held: plan.held.length,
      conflicts: plan.conflicts.length,
      unmanaged: plan.unmanaged.length,
      ignored: 0,
      spelling: plan.spelling.length,
      drift: plan.causes && driftOf([...plan.steps, ...plan.held.map(({ step }) => step)], plan.causes),
    },
  };
}

/** A plan with something of everything. */
export function mediumPlan(): Plan {
  return planWith({
    unchanged: 12,
    steps: [
      createStep('ops@example.net', {
        members: ['ann@example.net', 'contractor@partner.example'],
        reasons: new Map([['contractor@partner.example', 'Migration, ticket 12']]),
        description: 'Operations',
        aliases: ['operations@example.net'],
      }),
      updateStep('hq@example.net', ['Bob@example.net'], ['cleo@example.net', 'dora@example.net'], {
        reasons: new Map([['dora@example.net', 'new in Berlin']]),
        attributes: [{ attribute: 'description', before: ['Old'], after: ['Everyone at headquarters'] }],
      }),
      updateStep('odd@example.net', [' blank@example.net ', Uint8Array.of(0xff, 0x41)], [], {
        aliases: { remove: ['old-odd@example.net'], add: [] },
      }),
      deleteStep('old@example.net', ['ann@example.net', 'bob@example.net']),
    ],
    held: [
      {
        step: updateStep('big@example.net', ['a@example.net', 'b@example.net'], [], {}),
        limit: 'per-group',
        reason: 'it would lose 2 of its 3 members',
        remedy: 'The limit is 50 % (at least 1). Run with --allow-removals big@example.net=2.',
      },
    ],
    exceptions: [
      {
        ...{ address: 'hq@example.net', kind: 'removals', removals: 40, used: 1, from: 'manifest', state: 'used' },
        ...{ until: '2026-12-05', reason: 'Hamburg closes' },
      },
      {
        ...{ address: 'old@example.net', kind: 'deletion', removals: 2, used: 2, from: 'command line', state: 'used' },
        ...{ until: undefined, reason: undefined },
      },
    ],
    conflicts: [
      {
        address: 'dup@example.net',
        dns: [dnOf('dup@example.net'), 'cn=dup,ou=Old,dc=example,dc=net'],
        message: 'two entries have this address',
        hint: 'Delete one of them, or change its address.',
      },
    ],
    unmanaged: [current('stray@example.net', ['x@example.net'])],
    spelling: [
      {
        address: 'hq@example.net',
        attribute: 'mailGroupMember',
        stored: 'Ann@Example.net',
        declared: 'ann@example.net',
      },
    ],
    notes: ['The server does not tell entryCSN; a concurrent edit is found by the values alone.'],
  });
}
