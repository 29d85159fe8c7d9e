import type { AliasMap } from './alias-map.ts';
import type { Deferral, Expansion, ExpansionNode } from './expansion.ts';
import { type FoundAlias, findAlias, foldAddress } from './find-alias.ts';
import { isRefused, type MailRules } from './mail-rules.ts';

/**
 * Where mail to an address goes: virtual_alias_maps as Postfix's cleanup(8) applies them, step by step, so that its limits
 * and oddities come out as they do there. The first address of an answer takes the place of the one looked up, and is looked
 * up next; the others wait at the end of the list.
 */
export function expandAddress(address: string, map: AliasMap, rules: MailRules): Expansion {
  return new Cleanup(map, rules).run(address);
}

interface GrowingNode extends ExpansionNode {
  children: GrowingNode[];
  parent: GrowingNode | undefined;
  by: ExpansionNode['by'];
  entry: ExpansionNode['entry'];
  kept: boolean;
}

/** One run over one recipient. */
class Cleanup {
  readonly #map: AliasMap;
  readonly #rules: MailRules;
  readonly #ceiling: number;
  readonly #answers = new Map<string, FoundAlias>();
  /** Addresses that expanded into themselves: each does so once. */
  readonly #kept = new Set<string>();
  readonly #list: GrowingNode[] = [];
  #deferral: Deferral | undefined;
  #overflow: GrowingNode | undefined;
  #cut = false;
  #nesting = 0;
  #longest = 0;

  constructor(map: AliasMap, rules: MailRules) {
    this.#map = map;
    this.#rules = rules;
    this.#ceiling = Math.max(rules.expansionLimit, rules.countUpTo);
  }

  run(address: string): Expansion {
    const root = node(address, undefined, undefined);
    this.#list.push(root);
    for (let index = 0; index < this.#list.length && !this.#cut; index += 1) {
      this.#checkSize();
      if (!this.#cut) this.#expandSlot(index);
    }
    this.#checkSize();
    const found = !isRefused(address) && (root.by !== undefined || this.#deferral !== undefined);
    const deferral = found ? this.#deferral : undefined;
    return {
      address,
      verdict: deferral !== undefined ? 'deferred' : found ? 'delivered' : 'not found',
      deferral,
      recipients: found && deferral === undefined ? this.#withoutDuplicates() : [],
      size: this.#list.length,
      sizeIsLeast: this.#cut,
      nesting: this.#nesting,
      longest: this.#longest,
      tree: root,
    };
  }

  #checkSize(): void {
    if (this.#overflow !== undefined) this.#defer('recipients', this.#overflow);
    if (this.#list.length > this.#ceiling) this.#cut = true;
  }

  /** Follows the first address of each answer; the others go to the end of the list. */
  #expandSlot(index: number): void {
    let current = this.#list[index];
    let above: Set<string> | undefined;
    for (let lookups = 0; current !== undefined; lookups += 1) {
      if (this.#kept.size > 0 && this.#kept.has(foldAddress(current.address))) {
        current.kept = true;
        return;
      }
      if (lookups >= this.#rules.nestingLimit) {
        this.#stop('nesting', current);
        return;
      }
      const found = this.#find(current.address);
      current.entry = found.entry;
      if (found.kind === 'none') return;
      above ??= this.#addressesAbove(current);
      this.#accept(current, index, found, above);
      this.#nesting = Math.max(this.#nesting, lookups + 1);
      if (this.#cut || this.#list.length > this.#ceiling) return; // whatever comes now, it stays put off
      const own = foldAddress(current.address);
      if (this.#kept.has(own)) above.clear();
      else above.add(own);
      current = current.children[0];
    }
  }

  /** What a table said of an address, below some others. */
  #accept(
    current: GrowingNode,
    index: number,
    found: Exclude<FoundAlias, { kind: 'none' }>,
    above: ReadonlySet<string>,
  ): void {
    if (found.kind === 'failed') this.#stop(found.problem, current);
    else if (above.has(foldAddress(current.address))) this.#stop('loop', current);
    else this.#take(current, index, found);
  }

  /**
   * The addresses above one, up to the closest that expanded into itself: such a one stops there, and when one of the others
   * comes again, it would never end.
   */
  #addressesAbove({ parent }: GrowingNode): Set<string> {
    const addresses = new Set<string>();
    for (let above = parent; above !== undefined; above = above.parent) {
      const address = foldAddress(above.address);
      if (this.#kept.has(address)) break;
      addresses.add(address);
    }
    return addresses;
  }

  /** Puts what was found in the place of an address. */
  #take(current: GrowingNode, index: number, { by, addresses, sources }: FoundAlias & { kind: 'found' }): void {
    current.by = by;
    const own = foldAddress(current.address);
    for (const [position, address] of addresses.entries()) {
      const source = sources[position];
      const child = node(address, source === address ? undefined : source, current);
      current.children.push(child);
      const bytes = Buffer.byteLength(address);
      this.#longest = Math.max(this.#longest, bytes);
      if (bytes > this.#rules.addressLimit) {
        this.#stop('length', child);
        return;
      }
      if (position === 0) this.#list[index] = child;
      else this.#list.push(child);
      if (foldAddress(address) === own) this.#kept.add(own);
    }
    if (this.#list.length > this.#rules.expansionLimit) this.#overflow ??= current;
  }

  #find(address: string): FoundAlias {
    const known = this.#answers.get(address);
    if (known !== undefined) return known;
    const found = findAlias(address, this.#map, this.#rules);
    this.#answers.set(address, found);
    return found;
  }

  #stop(reason: Deferral['reason'], at: GrowingNode): void {
    this.#cut = true;
    if (reason === 'loop') this.#deferral = undefined; // a loop is why there are too many
    this.#defer(reason, at);
  }

  #defer(reason: Deferral['reason'], at: GrowingNode): void {
    this.#deferral ??= { reason, path: pathTo(at) };
  }

  /** The first spelling of each, as far as Postfix remembers those it has seen. */
  #withoutDuplicates(): readonly ExpansionNode[] {
    const seen = new Set<string>();
    return this.#list.filter(({ address }) => {
      const key = foldAddress(address);
      if (seen.has(key)) return false;
      if (seen.size < this.#rules.duplicateLimit) seen.add(key);
      return true;
    });
  }
}

/** The addresses from the root of the tree to a node. */
export function pathTo(last: ExpansionNode): readonly string[] {
  const path: string[] = [];
  for (let step: ExpansionNode | undefined = last; step !== undefined; step = step.parent) path.push(step.address);
  return path.reverse();
}

function node(address: string, value: string | undefined, parent: GrowingNode | undefined): GrowingNode {
  return { address, value, parent, children: [], by: undefined, entry: undefined, kept: false };
}
