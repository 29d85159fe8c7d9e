import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startDelayProxy } from '../test/kit/delay-proxy.ts';
import { NEWCOMER, newcomerLdif, type Size } from './dataset.ts';
import { causeContenders, historyContenders, makeHistory } from './history.ts';
import { type Contender, type Measured, measure, measureInTurn, outputFile } from './measure.ts';
import { countNewcomers, ldapModify, ldapSearch, makeScene, rollcall, type Scene, starts, yamlLoad } from './scene.ts';
import { median, renderSection, type Section, section } from './table.ts';

const PROJECT = resolve(import.meta.dirname, '..');
const DELAY = 2; // milliseconds each way

interface Settings {
  readonly many: Size;
  readonly large: Size;
  readonly rounds: number;
  /** Whether Rollcall is measured too, or only what it is compared with. */
  readonly withRollcall: boolean;
  /** Which tables are wanted. */
  readonly only: readonly string[];
}

const TABLES = ['reading', 'one', 'writing', 'far', 'start', 'history'];

await main(readSettings());

async function main(settings: Settings): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const scenes: Scene[] = [];
  try {
    if (settings.only.every((name) => name === 'history')) {
      const sections = await underConditions('history', () => histories(folder, settings));
      await report(sections, settings);
      process.stdout.write(`${title(settings)}\n\n${sections.map(renderSection).join('\n')}`);
      return;
    }
    const many = await makeScene(settings.many, join(folder, 'many'), false);
    scenes.push(many);
    const large = await makeScene(settings.large, join(folder, 'large'), true);
    scenes.push(large);
    const tables: Readonly<Record<string, () => Promise<readonly Section[]>>> = {
      reading: async () => [await reading(many, settings), await reading(large, settings)],
      one: async () => [await oneIntoMany(large, settings)],
      writing: async () => [await writing(many, settings, many.slapd.port, 'on loopback', settings.rounds)],
      far: async () => [await writingFromFar(many, settings)],
      history: () => histories(folder, settings),
      start: async () => [
        section('Start', await measureInTurn(settings.withRollcall ? starts(many) : starts(many).slice(0, 1), 11)),
      ],
    };
    const sections: Section[] = [];
    for (const name of settings.only) {
      sections.push(...(await underConditions(name, tables[name] ?? (async () => []))));
      await report(sections, settings);
    }
    process.stdout.write(`${title(settings)}\n\n${sections.map(renderSection).join('\n')}`);
  } finally {
    for (const scene of scenes) await scene.slapd.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Finding out that there is little or nothing to do. */
async function reading(scene: Scene, { withRollcall, rounds }: Settings): Promise<Section> {
  const floor = [yamlLoad(scene), ldapSearch(scene, 'unpaged'), ldapSearch(scene, 'paged')];
  const plans = [
    rollcall(scene, 'plan, nothing to do', 'plan', 'groups', ['--detailed-exitcode'], 0),
    rollcall(scene, 'plan, 1 % of the groups changed', 'plan', 'groups-changed', ['--detailed-exitcode'], 2),
  ];
  const measured = await measureInTurn(withRollcall ? [...floor, ...plans] : floor, rounds);
  const loaded = `slapadd and start took ${scene.loadSeconds.toFixed(1)} s.`;
  return section(`Reading ${describe(scene.size)}`, measured, [againstFloor(measured), loaded]);
}

/** Each plan against what nobody can do without: reading the files with js-yaml, and the entries with ldapsearch. */
function againstFloor(measured: readonly Measured[]): string {
  const [yaml = Number.NaN, search = Number.NaN, , ...plans] = measured.map(secondsOf);
  const ratios = plans.map((seconds) => `${(seconds / (yaml + search)).toFixed(2)} ×`);
  return `js-yaml and ldapsearch, unpaged, together: ${(yaml + search).toFixed(2)} s. The plans: ${ratios.join(', ') || 'not measured'}.`;
}

function secondsOf({ runs }: Measured): number {
  return median(runs.map(({ seconds }) => seconds));
}

/** One member more in a very large group: what is sent is counted, not estimated. */
async function oneIntoMany(scene: Scene, { withRollcall, rounds }: Settings): Promise<Section> {
  const ldif = join(scene.folder, 'one.ldif');
  await writeFile(ldif, newcomerLdif(scene.groups, scene.slapd.groupsBase, 'add'));
  const before = (): Promise<void> => withoutNewcomers(scene);
  const modify: Contender = { ...ldapModify(scene, scene.slapd.port, ldif), before };
  const apply = { ...rollcall(scene, 'apply --yes', 'apply', 'groups-plus', ['--yes'], 0), before };
  const measured = await measureInTurn(withRollcall ? [modify, apply] : [modify], rounds);
  const sent = (await scene.slapd.auditRecords()).at(-1)?.changes.map(({ op, values }) => `${op} ${values.length}`);
  await withoutNewcomers(scene);
  return section(`One member into ${describe(scene.size)}`, measured, [
    `Values sent by the last one: ${sent?.join(', ')}.`,
  ]);
}

/** One value more in every group. */
async function writing(
  scene: Scene,
  settings: Settings,
  port: number,
  where: string,
  rounds: number,
): Promise<Section> {
  const ldif = join(scene.folder, 'changes.ldif');
  const before = (): Promise<void> => withoutNewcomers(scene);
  const modify = { ...ldapModify(scene, port, ldif), before };
  const ldifPlan = { ...rollcall(scene, 'plan', 'plan', 'groups-plus', ['--format', 'ldif'], 0), before };
  const plan = { ...rollcall(scene, 'plan', 'plan', 'groups-plus', [], 0), before };
  const apply = { ...rollcall(scene, 'apply --yes', 'apply', 'groups-plus', ['--yes'], 0), before };
  await before();
  if (settings.withRollcall) {
    await measure(ldifPlan);
    await copyFile(outputFile(scene.folder), ldif);
  } else await writeFile(ldif, newcomerLdif(scene.groups, scene.slapd.groupsBase, 'add'));
  const checked = [modify, apply].map((contender) => ({ ...contender, after: () => expectNewcomers(scene) }));
  const measured = await measureInTurn(settings.withRollcall ? [...checked, plan] : checked.slice(0, 1), rounds);
  await before();
  return section(`${scene.groups.length} one-value changes ${where}`, measured, writingAlone(measured));
}

/** An apply plans first; what is left without that is the part that ldapmodify does too. */
function writingAlone(measured: readonly Measured[]): readonly string[] {
  const [modify, apply, plan] = measured.map(secondsOf);
  if (modify === undefined || apply === undefined || plan === undefined) return [];
  const alone = apply - plan;
  return [`apply less plan: ${alone.toFixed(2)} s, ${(alone / modify).toFixed(2)} × ldapmodify.`];
}

async function writingFromFar(scene: Scene, settings: Settings): Promise<Section> {
  const proxy = await startDelayProxy(scene.slapd.port, DELAY);
  try {
    await scene.connectTo(proxy.port);
    return await writing(
      scene,
      settings,
      proxy.port,
      `from ${DELAY} ms away (each way)`,
      Math.ceil(settings.rounds / 2),
    );
  } finally {
    await scene.connectTo(scene.slapd.port);
    await proxy.stop();
  }
}

/** What changed, and who did it, in a repository of 2,000 commits. */
async function history(folder: string, { withRollcall, rounds }: Settings): Promise<Section> {
  const size = { groups: 500, members: 20, commits: 2000, changed: 10 };
  makeHistory(folder, size);
  const contenders = historyContenders(folder, size);
  const measured = await measureInTurn(withRollcall ? contenders : contenders.slice(0, 1), rounds);
  return section(`History of ${size.commits} commits over ${size.groups} groups`, measured);
}

/** The same with many groups, of which few differ. */
async function causes(folder: string, { withRollcall, rounds }: Settings): Promise<readonly Section[]> {
  if (!withRollcall) return [];
  const size = { groups: 10_000, members: 50, commits: 2000, changed: 50 };
  makeHistory(folder, size);
  const measured = await measureInTurn(causeContenders(folder), rounds);
  const [without, full] = measured.map(({ runs }) => median(runs.map(({ seconds }) => seconds)));
  const more = `Causes take ${((full ?? 0) - (without ?? 0)).toFixed(2)} s.`;
  return [section(`${size.changed} of ${size.groups} groups differ, ${size.commits} commits`, measured, [more])];
}

async function histories(folder: string, settings: Settings): Promise<readonly Section[]> {
  const one = await history(join(folder, 'history'), settings);
  return [one, ...(await causes(join(folder, 'causes'), settings))];
}

async function withoutNewcomers(scene: Scene): Promise<void> {
  if ((await countNewcomers(scene, NEWCOMER)) === 0) return;
  const undone = await scene.slapd.ldapmodify(newcomerLdif(scene.groups, scene.slapd.groupsBase, 'delete'));
  if (undone.code !== 0) throw new Error(`cannot put the server back: ${undone.stderr}`);
}

async function expectNewcomers(scene: Scene): Promise<void> {
  const count = await countNewcomers(scene, NEWCOMER);
  if (count !== scene.groups.length) throw new Error(`${count} of ${scene.groups.length} groups were changed`);
}

/** Makes a table that says how busy the machine was. One that fails says why, and the others are made all the same. */
async function underConditions(name: string, make: () => Promise<readonly Section[]>): Promise<readonly Section[]> {
  const before = load();
  try {
    const sections = await make();
    const note = `Load of the machine (one minute): ${before} before, ${load()} after, with ${cpus().length} processors.`;
    return sections.map((one) => ({ ...one, notes: [...one.notes, note] }));
  } catch (error) {
    process.exitCode = 1;
    const reason = error instanceof Error ? error.message : String(error);
    return [section(`The table "${name}" was not finished`, [], [reason])];
  }
}

function load(): string {
  return (loadavg()[0] ?? Number.NaN).toFixed(2);
}

function title({ rounds }: Settings): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}`;
  return `${machine}; ${rounds} rounds in turn`;
}

/** The numbers so far go to a file after each table, so that a run that is ended early was not for nothing. */
async function report(sections: readonly Section[], settings: Settings): Promise<void> {
  const file = join(PROJECT, '.cache/bench.json');
  await mkdir(join(PROJECT, '.cache'), { recursive: true });
  await writeFile(file, `${JSON.stringify({ machine: title(settings), ...settings, sections }, undefined, 2)}\n`);
  process.stderr.write(`Numbers are in ${file}\n`);
}

function describe({ groups, members, large }: Size): string {
  const further = large === 0 ? '' : ` and 1 of ${large}`;
  return `${groups} ${groups === 1 ? 'group' : 'groups'} of ${members} members${further}`;
}

/** `--quick` takes small sizes; `--baseline` leaves Rollcall out; `--rounds N` repeats; `--only TABLE` leaves out others. */
function readSettings(): Settings {
  const options = {
    quick: { type: 'boolean' },
    baseline: { type: 'boolean' },
    rounds: { type: 'string' },
    only: { type: 'string', multiple: true },
  } as const;
  const { values } = parseArgs({ options });
  const withRollcall = values.baseline !== true;
  if (withRollcall && !existsSync(join(PROJECT, 'dist/cli.js')))
    throw new Error('dist/cli.js is missing: run "npm run build"');
  const only = values.only ?? TABLES;
  const unknown = only.filter((name) => !TABLES.includes(name));
  if (unknown.length > 0) throw new Error(`no table ${unknown.join(', ')}; there are ${TABLES.join(', ')}`);
  const [many, large] = values.quick
    ? [
        { groups: 500, members: 20, large: 5000 },
        { groups: 1, members: 5000, large: 0 },
      ]
    : [
        { groups: 10_000, members: 100, large: 100_000 },
        { groups: 1, members: 100_000, large: 0 },
      ];
  return { many, large, rounds: Number(values.rounds ?? (values.quick ? 3 : 5)), withRollcall, only };
}
