/** One group on both sides; undefined where there is none. */
export interface RandomGroup {
  readonly address: string;
  readonly stored: RandomContent | undefined;
  readonly declared: RandomContent | undefined;
}

/** What a group holds. */
export interface RandomContent {
  readonly members: readonly string[];
  /** Empty for none. */
  readonly description: string;
}

/** Where a fault strikes: at the `nth` message of this sort. */
export type FaultPlace =
  | 'write'
  | 'answer to a write'
  | 'check'
  | 'answer to a check'
  | 'search'
  | 'entry'
  | 'end of a search'
  | 'bind'
  | 'answer to a bind';

/** What happens there. */
export type FaultKind =
  | 'swallowed'
  | 'closed'
  | 'reset'
  | 'cut in two'
  | 'delayed'
  | 'late'
  | 'trickling'
  | 'busy'
  | 'unavailable'
  | 'refused'
  | 'nothing listens'
  | 'server killed'
  | 'member added by somebody'
  | 'member removed by somebody'
  | 'entry deleted by somebody'
  | 'entry made anew by somebody'
  | 'tool killed'
  | 'tool interrupted';

/** One fault of a round. */
export interface RandomFault {
  readonly place: FaultPlace;
  readonly nth: number;
  /** How many messages it strikes, one after another. */
  readonly times: number;
  readonly kind: FaultKind;
}

/** Everything that chance decides in one round. */
export interface RandomRound {
  readonly seed: number;
  readonly groups: readonly RandomGroup[];
  readonly faults: readonly RandomFault[];
  readonly words: readonly string[];
  readonly limits: 'usual' | 'none';
  readonly inFlight: number;
  /** Whether the undo file is tried out where that makes sense. */
  readonly triesUndo: boolean;
}

/** The round of a seed: the same seed, the same round. */
export function roundOf(seed: number): RandomRound {
  const dice = new Dice(seed);
  const kinds = faultKinds;
  return {
    seed,
    groups: randomGroups(dice),
    faults: Array.from({ length: 1 + dice.upTo(4) }, () => {
      const kind = dice.oneOf(kinds);
      return {
        kind,
        place: dice.oneOf(placesOf(kind)),
        nth: 1 + dice.upTo(dice.oneOf([1, 4, 7])),
        times: dice.oneOf([1, 1, 1, 2, 4]),
      };
    }),
    words: [...dice.oneOf([[], ['--preflight'], ['--no-preflight']]), ...dice.oneOf([[], [], ['--undo-on-failure']])],
    limits: dice.oneOf(['usual', 'none', 'none']),
    inFlight: dice.oneOf([1, 2, 8, 32]),
    triesUndo: dice.oneOf([true, false]),
  };
}

/** Every kind of fault. */
export const faultKinds: readonly FaultKind[] = [
  'swallowed',
  'closed',
  'reset',
  'cut in two',
  'delayed',
  'late',
  'trickling',
  'busy',
  'unavailable',
  'refused',
  'nothing listens',
  'server killed',
  'member added by somebody',
  'member removed by somebody',
  'entry deleted by somebody',
  'entry made anew by somebody',
  'tool killed',
  'tool interrupted',
];

/** A round in words, for whoever must find out what went wrong. */
export function describeRound({ seed, groups, faults, words, limits, inFlight }: RandomRound): string {
  const content = (one: RandomContent | undefined): string =>
    one === undefined ? 'none' : `${one.members.length} members${one.description === '' ? '' : ', described'}`;
  return [
    `seed ${seed}: apply --yes ${words.join(' ')} with limits: ${limits}, in flight: ${inFlight}`,
    ...groups.map(({ address, stored, declared }) => `  ${address}: ${content(stored)} -> ${content(declared)}`),
    ...faults.map(({ kind, place, nth, times }) => `  ${kind}, at ${place} ${nth}, ${times} times`),
  ].join('\n');
}

/** Chance that can be repeated (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to `most`, both included. */
  upTo(most: number): number {
    return Math.floor(this.#next() * (most + 1));
  }

  /** One of several things. */
  oneOf<T>(things: readonly T[]): T {
    const [chosen] = things.slice(this.upTo(things.length - 1));
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  }

  /** Some of several things, in their order. */
  someOf<T>(things: readonly T[], share: number): readonly T[] {
    return things.filter(() => this.#next() < share);
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

const names = ['ann', 'bob', 'cleo', 'dan', 'eve', 'fay', 'gus', 'hal', 'ida', 'jim', 'kit', 'lea'];
const people = names.map((name) => `${name}@example.net`);
const crowd = Array.from({ length: 400 }, (_, index) => `${'m'.repeat(60)}${index}@example.net`);

function randomGroups(dice: Dice): readonly RandomGroup[] {
  const content = (all: readonly string[], share: number): RandomContent => ({
    members: dice.someOf(all, share),
    description: dice.oneOf(['', 'One', 'Two']),
  });
  const small = dice.someOf([1, 2, 3, 4, 5, 6, 7, 8], 0.6).map((number): RandomGroup => {
    const stored = dice.upTo(9) < 7 ? content(people, dice.oneOf([0, 0.5, 0.8])) : undefined;
    const declared = dice.upTo(9) < 7 ? content(people, dice.oneOf([0.3, 0.5, 0.9])) : undefined;
    return { address: `g${number}@example.net`, stored, declared };
  });
  const large: RandomGroup = {
    address: 'large@example.net',
    stored: dice.upTo(4) === 0 ? undefined : content(crowd, dice.oneOf([0.05, 0.5])),
    declared: content(crowd, dice.oneOf([0.4, 0.5])),
  };
  return [...small, ...(dice.upTo(2) === 0 ? [] : [large])].filter(
    ({ stored, declared }) => stored !== undefined || declared !== undefined,
  );
}

const requests: readonly FaultPlace[] = ['write', 'write', 'check', 'search'];
const answers: readonly FaultPlace[] = [
  'answer to a write',
  'answer to a write',
  'answer to a check',
  'end of a search',
];

function placesOf(kind: FaultKind): readonly FaultPlace[] {
  switch (kind) {
    case 'busy':
    case 'unavailable':
    case 'refused':
      return ['write', 'write', 'check'];
    case 'member added by somebody':
    case 'member removed by somebody':
    case 'entry deleted by somebody':
    case 'entry made anew by somebody':
      return ['check', 'write', 'write', 'answer to a write'];
    case 'late':
      return ['write', 'answer to a write'];
    default:
      return [...requests, ...answers, 'entry', 'bind', 'answer to a bind'];
  }
}
