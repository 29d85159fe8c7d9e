import type { Cause, DriftWay, StepCauses, ValueCauses } from '../model/cause.ts';
import type { AttributeChange, Change, UpdateGroup, ValueChange } from '../model/change.ts';
import type { Value } from '../model/entry.ts';
import type { Commit, GroupHistory } from '../model/history.ts';
import { declaredNow, lastTurn, type Probe, type Turn } from './last-turn.ts';
import { declaredValues, makeProbes, type ProbeOptions, type Probes } from './probes.ts';

/** What git tells about one group. */
export interface Evidence {
  readonly history: GroupHistory;
  /** Whether the manifest in the working tree is another one than that of the commit. */
  readonly isChanged: boolean;
}

/** Finds the cause of everything that a change changes; undefined while too little of the history was read to tell. */
export type FindCauses = (change: Change, evidence: Evidence) => StepCauses | undefined;

/** A finder of causes that compares values as plans do. */
export function causeFinder(options: ProbeOptions): FindCauses {
  const probes = makeProbes(options);
  return (change, evidence) => {
    const open: Turn[] = [];
    const judge = new Judge(evidence, (turn) => open.push(turn));
    const causes = causesOf(change, judge, probes, options);
    return open.length > 0 ? undefined : causes;
  };
}

const none: ValueCauses = { add: [], remove: [] };

function causesOf(change: Change, judge: Judge, probes: Probes, options: ProbeOptions): StepCauses {
  const nothing = { members: none, aliases: none, attributes: [], lastChange: undefined };
  switch (change.kind) {
    case 'create':
      return { ...nothing, group: judge.missing(probes.group) };
    case 'delete':
      return { ...nothing, group: judge.leftOver(probes.group) };
    case 'update':
      return {
        group: change.rename && judge.missing(probes.named(change.desired)),
        members: valueCauses(change.members, probes.member, respelled(change, probes), {
          missing: (probe, value) => judge.missingMember(probe, change.desired.composition?.queried.get(String(value))),
          surplus: (probe) => judge.surplusMember(probe, change.desired.composition?.query?.name),
        }),
        aliases: valueCauses(change.aliases, probes.alias, respelledAliases(change, probes), judge),
        attributes: change.attributes.map((attribute) => judge.differing(attribute, probes, options)),
        lastChange: undefined,
      };
  }
}

/** Says why a value is to be put in, and why one is to be taken out. */
interface ValueJudge {
  missing(probe: Probe, value: Value): Cause;
  surplus(probe: Probe, value: Value): Cause;
}

function valueCauses(
  { add, remove }: ValueChange,
  probe: (value: Value) => Probe,
  isRespelled: (value: Value) => boolean,
  judge: ValueJudge,
): ValueCauses {
  const spelling: Cause = { kind: 'spelling' };
  return {
    add: add.map((value) => (isRespelled(value) ? spelling : judge.missing(probe(value), value))),
    remove: remove.map((value) => (isRespelled(value) ? spelling : judge.surplus(probe(value), value))),
  };
}

/** Whether a value is declared and there, and only its spelling is to be changed. */
function respelled({ members, desired, current }: UpdateGroup, { memberKey }: Probes): (value: Value) => boolean {
  if (members.add.length === 0 || members.remove.length === 0) return () => false;
  return inBoth(desired.members.map(memberKey), current.members.map(memberKey), memberKey);
}

function respelledAliases({ aliases, desired, current }: UpdateGroup, { aliasKey }: Probes): (value: Value) => boolean {
  if (aliases.add.length === 0 || aliases.remove.length === 0) return () => false;
  const wanted = [desired.address, ...(desired.aliases ?? [])];
  return inBoth(wanted.map(aliasKey), current.addresses.map(aliasKey), aliasKey);
}

function inBoth(
  a: readonly string[],
  b: readonly string[],
  keyOf: (value: Value) => string,
): (value: Value) => boolean {
  const others = new Set(b);
  const both = new Set(a.filter((key) => others.has(key)));
  return (value) => both.has(keyOf(value));
}

/** Judges the differences of one group by what git tells about it. */
class Judge {
  readonly #history: GroupHistory;
  readonly #isChanged: boolean;
  readonly #onOpen: (turn: Turn) => void;

  constructor({ history, isChanged }: Evidence, onOpen: (turn: Turn) => void) {
    this.#history = history;
    this.#isChanged = isChanged;
    this.#onOpen = onOpen;
  }

  /** It is declared, and not in the directory. */
  missing(probe: Probe): Cause {
    if (!this.#isCommitted(probe)) return this.#uncommitted();
    const { applied } = this.#history;
    const turn = this.#turn(probe);
    if (applied !== undefined && probe.holds(applied.declared)) return drift('vanished', commitOf(turn));
    return this.#told(turn, (commit) => ({ kind: 'declared', commit }));
  }

  /** The same of a member; one that came through a query follows from nothing else. */
  missingMember(probe: Probe, query: string | undefined): Cause {
    return query === undefined ? this.missing(probe) : { kind: 'queried', query, way: 'in' };
  }

  /** A member is in the directory, and not declared; it may have come from another group, or from the query of this one. */
  surplusMember(probe: Probe, query: string | undefined): Cause {
    const cause = this.surplus(probe);
    if (!isUndeclared(cause)) return cause;
    if (query !== undefined) return { kind: 'queried', query, way: 'out' };
    const former = this.#formerQuery();
    if (former !== undefined) return { kind: 'queried', query: former, way: 'gone' };
    return this.#mayBeIncluded() ? { kind: 'composed' } : cause;
  }

  /** It is in the directory, and not declared. */
  surplus(probe: Probe): Cause {
    const cause = this.leftOver(probe);
    const { applied } = this.#history;
    const isSettled = applied?.declared?.mode === 'authoritative' && !probe.holds(applied.declared);
    if (!isSettled || (cause.kind !== 'removed' && cause.kind !== 'unknown')) return cause;
    return drift('returned', cause.kind === 'removed' ? cause.commit : undefined);
  }

  /** The query that the newest version with one names. */
  #formerQuery(): string | undefined {
    const { versions, before, contents = [] } = this.#history;
    const all = [...contents, before, ...versions.map(({ declared }) => declared)];
    return all.findLast((one) => one?.query !== undefined)?.query;
  }

  /** Whether a version that was read takes members from other groups: their manifests are not looked into. */
  #mayBeIncluded(): boolean {
    const { versions, before, contents = [] } = this.#history;
    return [...versions.map(({ declared }) => declared), before, ...contents].some(
      (one) => one !== undefined && one.include.length > 0,
    );
  }

  /** The same where it is not known whether it was ever taken away. */
  leftOver(probe: Probe): Cause {
    if (this.#isCommitted(probe)) return this.#uncommitted();
    return this.#told(this.#turn(probe), (commit) => ({ kind: 'removed', commit }));
  }

  /** An attribute has other values than are declared. */
  differing({ attribute, before, after }: AttributeChange, probes: Probes, { profile }: ProbeOptions): Cause {
    const wanted = probes.attribute(attribute, after);
    if (!this.#isCommitted(wanted)) return this.#uncommitted();
    const turn = this.#turn(wanted);
    const { applied } = this.#history;
    if (applied !== undefined && wanted.holds(applied.declared)) return drift('changed', commitOf(turn));
    if (turn.kind !== 'commit') return this.#told(turn, (commit) => drift('changed', commit));
    const declared: Cause = { kind: 'declared', commit: turn.commit };
    const wasManaged = turn.before !== undefined && declaredValues(turn.before, attribute, profile) !== undefined;
    if (applied !== undefined || !wasManaged) return declared;
    const stored = this.#turn(probes.attribute(attribute, before));
    return stored.kind === 'never' ? drift('changed', turn.commit) : this.#told(stored, () => declared);
  }

  #isCommitted(probe: Probe): boolean {
    return probe.holds(declaredNow(this.#history));
  }

  #uncommitted(): Cause {
    return { kind: this.#isChanged ? 'uncommitted' : 'composed' };
  }

  #turn(probe: Probe): Turn {
    const turn = lastTurn(this.#history, probe);
    if (turn.kind === 'open') this.#onOpen(turn);
    return turn;
  }

  #told(turn: Turn, byCommit: (commit: Commit) => Cause): Cause {
    if (turn.kind === 'commit') return byCommit(turn.commit);
    return turn.kind === 'unknown' ? turn : drift('undeclared', undefined);
  }
}

function isUndeclared(cause: Cause): boolean {
  return cause.kind === 'drift' && cause.way === 'undeclared';
}

function commitOf(turn: Turn): Commit | undefined {
  return turn.kind === 'commit' ? turn.commit : undefined;
}

function drift(way: DriftWay, commit: Commit | undefined): Cause {
  return { kind: 'drift', way, commit };
}
