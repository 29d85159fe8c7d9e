import { addressKey, addressProblem, type LocalPartRule } from '../model/address.ts';
import { asciiAddress } from './ascii-address.ts';
import { listSplices } from './edit-list.ts';
import { parseManifest } from './manifest.ts';
import { type PlainValue, plainValue } from './plain.ts';
import { flowScalarText } from './scalar-style.ts';
import { quoted } from './source.ts';
import { lineBreakOf, type Splice, spliced } from './splice.ts';
import { parseYaml } from './yaml.ts';
import { pairOf, type YamlMapping, type YamlNode, type YamlScalar } from './yaml-node.ts';

/** A manifest that was mended. */
export interface FixedManifest {
  readonly text: string;
  /** What was done, one clause a step. */
  readonly fixes: readonly string[];
}

interface Step {
  readonly splices: readonly Splice[];
  readonly fix: string;
  /** How many list entries are fewer after it. */
  readonly removed: number;
}

/**
 * Mends what cannot be meant otherwise, and leaves the rest of the text as it is: blanks around an address, a domain that is
 * not in its ASCII form, and an address that stands twice in a list without saying more. A text that is not a manifest is
 * left alone, and so is every place where a person has to decide.
 */
export function fixManifest(text: string, localPart: LocalPartRule): FixedManifest {
  const fixes: string[] = [];
  let current = text;
  for (let step = nextStep(current, localPart); step !== undefined; step = nextStep(current, localPart)) {
    const lastBreak = current.endsWith('\n') ? '' : lineBreakOf(current);
    const edited = spliced(current + lastBreak, step.splices);
    const mended = edited.slice(0, edited.length - lastBreak.length);
    if (entries(mended) !== entries(current) - step.removed) return { text: current, fixes };
    current = mended;
    fixes.push(step.fix);
  }
  return { text: current, fixes };
}

function nextStep(text: string, localPart: LocalPartRule): Step | undefined {
  const root = readable(text);
  return root && (respelling(root) ?? repetition(text, root, localPart));
}

/** The tree of a text that has the shape of a manifest; undefined otherwise. */
function readable(text: string): YamlMapping | undefined {
  if (parseManifest('', text).diagnostics.length > 0) return undefined;
  const { root } = parseYaml('', text);
  return root?.kind === 'mapping' && !root.flow ? root : undefined;
}

function entries(text: string): number {
  const root = readable(text);
  return root === undefined ? Number.NaN : lists.reduce((sum, key) => sum + itemsOf(root, key).length, 0);
}

const lists = ['members', 'aliases', 'owners', 'include', 'exclude'] as const;

function respelling(root: YamlMapping): Step | undefined {
  const address = pairOf(root, 'address')?.value;
  const nodes = [address, ...lists.flatMap((key) => itemsOf(root, key).map(addressNode))];
  for (const node of nodes) {
    const better = node?.kind === 'scalar' ? mendedAddress(node.text) : undefined;
    if (node?.kind !== 'scalar' || better === undefined) continue;
    const splices = [{ start: node.start, end: node.end, text: flowScalarText(better) }];
    const done = `${quoted(node.text)} is now ${quoted(better)}`;
    return { splices, fix: done, removed: 0 };
  }
  return undefined;
}

/** The address that was meant; undefined when there is nothing to mend, or it would still be none. */
function mendedAddress(text: string): string | undefined {
  const bare = text.trim();
  const better = /[^\u0000-\u007f]/.test(bare) ? asciiAddress(bare) : bare;
  return better === undefined || better === text || addressProblem(better) !== undefined ? undefined : better;
}

function repetition(text: string, root: YamlMapping, localPart: LocalPartRule): Step | undefined {
  const address = pairOf(root, 'address')?.value;
  for (const key of lists) {
    const pair = pairOf(root, key);
    const seen = new Map<string, YamlNode>();
    if (key === 'aliases' && address?.kind === 'scalar') seen.set(addressKey(address.text, localPart), address);
    for (const item of itemsOf(root, key)) {
      const node = addressNode(item);
      if (node === undefined) continue;
      const first = seen.get(addressKey(node.text, localPart));
      seen.set(addressKey(node.text, localPart), first ?? item);
      if (pair === undefined || first === undefined || !saysNoMore(item, first)) continue;
      const splices = listSplices(text.endsWith('\n') ? text : text + lineBreakOf(text), pair, {
        remove: new Set([item]),
        add: [],
      });
      if (splices === undefined) continue;
      const kept = addressNode(first)?.text ?? '';
      const spelled = kept === node.text ? '' : ` as ${quoted(kept)}`;
      const done = `took out ${quoted(node.text)}, which is there${spelled} already`;
      return { splices, fix: done, removed: 1 };
    }
  }
  return undefined;
}

/** Whether an entry can go because another one says the same or more; days and different reasons are for a person. */
function saysNoMore(item: YamlNode, first: YamlNode): boolean {
  const [own, others] = [details(item), details(first)];
  if ('from' in others || 'until' in others) return JSON.stringify(own) === JSON.stringify(others);
  return Object.entries(own).every(([key, value]) => JSON.stringify(others[key]) === JSON.stringify(value));
}

function details(node: YamlNode): Readonly<Record<string, PlainValue>> {
  if (node.kind !== 'mapping') return {};
  const others = node.pairs.filter(({ key }) => key.text !== 'address');
  return Object.fromEntries(others.map(({ key, value }) => [key.text, plainValue(value)]));
}

function itemsOf(root: YamlMapping, key: string): readonly YamlNode[] {
  const node = pairOf(root, key)?.value;
  return node?.kind === 'sequence' ? node.items : [];
}

function addressNode(item: YamlNode): YamlScalar | undefined {
  const node = item.kind === 'mapping' ? pairOf(item, 'address')?.value : item;
  return node?.kind === 'scalar' ? node : undefined;
}
