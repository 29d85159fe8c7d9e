import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc, { type AsyncCommand } from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Action, answer, close, cutAfter, drop, pass, reset } from '../kit/fault-actions.ts';
import { groupDn, groupLdif, groupsBase, manifest } from '../kit/texts.ts';
import type { RunningCommand } from '../kit/workspace.ts';
import { type FaultStage, openFaultStage } from './fault-stage.ts';
import type { FaultPlace } from './random-round.ts';
import { littlePatience, noLimits, places } from './random-schedule.ts';

/**
 * What the world should be like: who is in which group, as manifests declare it and as the directory holds it. An
 * absent group has no manifest, or no entry.
 */
interface Model {
  readonly declared: Map<string, ReadonlySet<string>>;
  readonly stored: Map<string, ReadonlySet<string>>;
}

type Command = AsyncCommand<Model, FaultStage>;

/** `ROLLCALL_MODEL='{"seed":1,"path":"3"}' npx vitest run test/faults/model.test.ts` plays what fast-check printed. */
const replay: fc.Parameters<unknown> = JSON.parse(process.env['ROLLCALL_MODEL'] ?? '{}');
const anchor = 'anchor@example.net';

let stage: FaultStage;
beforeAll(async () => {
  stage = await openFaultStage({ settings: ['prune: all'] });
});
afterAll(() => stage.end());

const address = fc.constantFrom('a@example.net', 'b@example.net', 'c@example.net');
const member = fc.constantFrom('ann@example.net', 'bob@example.net', 'cleo@example.net', 'dan@example.net');
const members = fc.uniqueArray(member);

/** Somebody writes a manifest, or takes it away. */
class Declare implements Command {
  readonly #address: string;
  readonly #members: readonly string[] | undefined;

  constructor(address: string, members: readonly string[] | undefined) {
    this.#address = address;
    this.#members = members;
  }

  check = (): boolean => true;

  async run({ declared }: Model, { workspace }: FaultStage): Promise<void> {
    const file = `groups/${this.#address}.yaml`;
    if (this.#members !== undefined) {
      workspace.write(file, manifest(this.#address, this.#members));
      declared.set(this.#address, new Set(this.#members));
    } else if (declared.delete(this.#address)) workspace.remove(file);
  }

  toString = (): string => `declare ${this.#address}: ${this.#members?.join(', ') ?? 'nothing'}`;
}

/** Somebody else edits the directory: adds or removes one member, or creates or deletes the group. */
class EditEntry implements Command {
  readonly #address: string;
  readonly #member: string;

  constructor(address: string, member: string) {
    this.#address = address;
    this.#member = member;
  }

  check = (): boolean => true;

  async run({ stored }: Model, { slapd }: FaultStage): Promise<void> {
    const now = stored.get(this.#address);
    if (now === undefined) {
      expect(await slapd.ldapadd(groupLdif(this.#address, [this.#member]))).toMatchObject({ code: 0 });
      stored.set(this.#address, new Set([this.#member]));
    } else if (now.size === 0) {
      expect(await slapd.ldapdelete(groupDn(this.#address))).toMatchObject({ code: 0 });
      stored.delete(this.#address);
    } else {
      const kind = now.has(this.#member) ? 'delete' : 'add';
      const lines = [`${kind}: mailGroupMember`, `mailGroupMember: ${this.#member}`, ''];
      const ldif = [`dn: ${groupDn(this.#address)}`, 'changetype: modify', ...lines].join('\n');
      expect(await slapd.ldapmodify(ldif)).toMatchObject({ code: 0 });
      const others = [...now].filter((one) => one !== this.#member);
      stored.set(this.#address, new Set(kind === 'add' ? [...now, this.#member] : others));
    }
  }

  toString = (): string => `somebody else edits ${this.#address} (${this.#member})`;
}

/** Rollcall runs, and nothing goes wrong. */
class Apply implements Command {
  check = (): boolean => true;

  async run(model: Model, real: FaultStage): Promise<void> {
    const before = (await real.writes()).length;
    const result = await real.apply([], { variables: noLimits });
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0 });
    const changed = differing(model);
    const writes = (await real.writes()).slice(before);
    expect(writes.map(({ dn }) => dn).sort()).toEqual(changed.map(groupDn).sort());
    expect(await groupsOf(real)).toEqual(model.declared);
    replaceAll(model.stored, model.declared);
  }

  toString = (): string => 'apply';
}

type Harm = 'close' | 'drop' | 'reset' | 'cut' | 'busy' | 'refuse' | 'kill';

/** Rollcall runs, and something goes wrong on the way: each group is as it was or as declared, nothing in between. */
class ApplyWithFault implements Command {
  readonly #place: FaultPlace;
  readonly #nth: number;
  readonly #harm: Harm;

  constructor(place: FaultPlace, nth: number, harm: Harm) {
    this.#place = place;
    this.#nth = nth;
    this.#harm = harm;
  }

  check = (model: Readonly<Model>): boolean => differing(model).length > 0;

  async run(model: Model, real: FaultStage): Promise<void> {
    let command: RunningCommand | undefined;
    const kill: Action = async (step) => {
      await command?.signal('SIGKILL');
      pass(step);
    };
    const action = this.#harm === 'kill' ? kill : actions[this.#harm];
    real.proxy.clear();
    real.proxy.when({ ...places[this.#place], nth: this.#nth }, action);
    const onStart = (started: RunningCommand): void => {
      command = started;
    };
    const { code } = await real.apply([], { onStart, variables: { ...noLimits, ...littlePatience } });
    real.proxy.clear();
    real.proxy.killAll('reset');
    const now = await rested(real);
    for (const group of new Set([...model.declared.keys(), ...model.stored.keys(), ...now.keys()])) {
      const [found, old, wanted] = [now.get(group), model.stored.get(group), model.declared.get(group)];
      if (code === 0) expect(found, group).toEqual(wanted);
      else expect(same(found, old) || same(found, wanted), group).toBe(true);
    }
    expect([0, 4, 5, -1]).toContain(code);
    replaceAll(model.stored, now);
  }

  toString = (): string => `apply with ${this.#harm} at ${this.#place} ${this.#nth}`;
}

const actions: Readonly<Record<Exclude<Harm, 'kill'>, Action>> = {
  close,
  drop,
  reset,
  cut: cutAfter(5),
  busy: answer({ code: 51 }),
  refuse: answer({ code: 53 }),
};

const nth = fc.constantFrom(1, 1, 2, 3);
const harmed = fc
  .record({
    place: fc.constantFrom<FaultPlace>(
      'write',
      'answer to a write',
      'write',
      'answer to a write',
      'check',
      'search',
      'bind',
    ),
    harm: fc.constantFrom<Harm>('close', 'drop', 'reset', 'cut', 'kill'),
    nth,
  })
  .map((fault) => new ApplyWithFault(fault.place, fault.nth, fault.harm));
const refused = fc
  .record({
    place: fc.constantFrom<FaultPlace>('write', 'write', 'check'),
    harm: fc.constantFrom<Harm>('busy', 'refuse'),
    nth,
  })
  .map((fault) => new ApplyWithFault(fault.place, fault.nth, fault.harm));

const commands = fc.commands<Model, FaultStage, false>(
  [
    fc.tuple(address, fc.option(members, { nil: undefined, freq: 4 })).map(([group, all]) => new Declare(group, all)),
    fc.tuple(address, members).map(([group, all]) => new Declare(group, all)),
    fc.tuple(address, member).map(([group, one]) => new EditEntry(group, one)),
    harmed,
    harmed,
    refused,
    fc.constant(new Apply()),
  ],
  { maxCommands: 20, size: 'max' },
);

it('whatever happens to manifests, entries and runs, a run without faults makes the directory what is declared', async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      const model = await start();
      await fc.asyncModelRun(() => ({ model, real: stage }), sequence);
      await new Apply().run(model, stage);
    }),
    // A run takes seconds, so a counterexample is shown as it was found.
    { numRuns: 8, endOnFailure: true, interruptAfterTimeLimit: 25_000, ...replay },
  );
});

/** Everything from before is gone, but for one group that is on both sides, so that no run deletes all. */
async function start(): Promise<Model> {
  const { slapd, workspace, proxy } = stage;
  proxy.clear();
  const old = [...(await groupsOf(stage)).keys()].map(groupDn);
  if (old.length > 0) expect(await slapd.ldapdelete(...old)).toMatchObject({ code: 0 });
  for (const folder of ['groups', '.rollcall'])
    rmSync(join(workspace.folder, folder), { recursive: true, force: true });
  const model: Model = { declared: new Map(), stored: new Map() };
  expect(await slapd.ldapadd(groupLdif(anchor, ['ann@example.net']))).toMatchObject({ code: 0 });
  workspace.write('groups/anchor.yaml', manifest(anchor, ['ann@example.net']));
  for (const groups of [model.declared, model.stored]) groups.set(anchor, new Set(['ann@example.net']));
  return model;
}

async function groupsOf(real: FaultStage): Promise<Map<string, ReadonlySet<string>>> {
  const entries = Object.entries(await real.tree()).filter(([dn]) => dn.endsWith(groupsBase));
  return new Map(
    entries.map(([dn, attributes]) => [/^mail=([^,]+)/.exec(dn)?.[1] ?? dn, new Set(attributes['mailGroupMember'])]),
  );
}

/** What is there when nothing changes any more. */
async function rested(real: FaultStage): Promise<Map<string, ReadonlySet<string>>> {
  for (let now = await groupsOf(real); ; ) {
    const later = await groupsOf(real);
    if (
      JSON.stringify([...later].map(([group, all]) => [group, ...all])) ===
      JSON.stringify([...now].map(([group, all]) => [group, ...all]))
    )
      return later;
    now = later;
  }
}

/** The groups that a run must write. */
function differing({ declared, stored }: Model): readonly string[] {
  return [...new Set([...declared.keys(), ...stored.keys()])].filter(
    (group) => !same(declared.get(group), stored.get(group)),
  );
}

function same(a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.size === b.size && [...a].every((one) => b.has(one));
}

function replaceAll(groups: Map<string, ReadonlySet<string>>, by: ReadonlyMap<string, ReadonlySet<string>>): void {
  const copy = [...by];
  groups.clear();
  for (const [group, all] of copy) groups.set(group, all);
}
