import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodeMeanings } from '../../src/commands/exit-code.ts';
import { type schemaNames, schemaNames as schemas } from '../../src/commands/formats.ts';
import { schemaText } from '../../src/commands/schema.ts';
import { commands } from '../../src/commands/table.ts';
import { codeIn, page, pages, project, section, tableRows } from './pages.ts';

const reference = page('docs/commands.md');
const globals = ['--help', '--version', '--no-color'];

/** Rows of a section by the option or argument in their first cell. */
function rowsOf(title: string): ReadonlyMap<string, string> {
  return new Map(tableRows(section(reference, title)).map(([name, text]) => [codeIn(name), text ?? '']));
}

/** The options that a section lists, those of the sections it links to included. */
function optionsOf(title: string): ReadonlyMap<string, string> {
  const settings = rowsOf('Settings options');
  const directory = [...settings, ...rowsOf('Directory options')];
  const text = section(reference, title);
  const exceptions = text.includes('(#exception-options)') ? rowsOf('Exception options') : [];
  const shared = text.includes('(#directory-options)')
    ? directory
    : text.includes('(#settings-options)')
      ? settings
      : [];
  return new Map([...rowsOf(title), ...exceptions, ...shared]);
}

describe('docs/commands.md', () => {
  it('has a section for each command, in the order of help', () => {
    const titles = [...reference.text.matchAll(/^## `(.+)`$/gm)].map(([, name]) => name);
    expect(titles).toEqual(commands.map(({ name }) => name));
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    'lists the options and arguments of %s, with their values and default',
    (name, command) => {
      const listed = optionsOf(`\`${name}\``);
      const declared = [
        ...command.options.map(({ flags, ...rest }) => ({ name: flags, ...rest })),
        ...command.arguments,
      ];
      expect([...listed.keys()].sort()).toEqual(declared.map((one) => one.name).sort());
      for (const { name: option, choices = [], default: fallback } of declared) {
        for (const choice of choices) expect(listed.get(option)).toContain(`\`${choice}\``);
        if (fallback !== undefined) expect(listed.get(option)).toContain(`\`${fallback}\` (the default`);
      }
    },
  );
});

describe('README.md', () => {
  it('lists every command', () => {
    const rows = tableRows(section(page('README.md'), 'Commands')).map(([name]) => codeIn(name));
    expect(rows).toEqual(commands.map(({ name }) => `rollcall ${name}`));
  });

  it('lists every exit code', () => {
    const rows = tableRows(section(page('README.md'), 'Exit codes')).map(([code]) => Number(code));
    expect(rows).toEqual([...exitCodeMeanings.keys()]);
  });
});

describe.each(pages.map(({ path, text }) => [path, text] as const))('command lines in %s', (_, text) => {
  const code = [...text.matchAll(/^```(?:console|sh)[\s\S]*?^```$|`[^`\n]+`/gm)].map(([match]) => match);
  const lines = code.flatMap((block) => [...block.matchAll(/\brollcall ([a-z]+)\b([^`|;\n]*)/g)]);

  it('name commands and options that exist', () => {
    for (const [line, name, rest = ''] of lines) {
      const command = commands.find((one) => one.name === name);
      expect(command, line).toBeDefined();
      const known = [...globals, ...(command?.options ?? []).map(({ flags }) => flags.split(' ')[0])];
      for (const [option] of rest.matchAll(/(?<=\s)--[a-z0-9-]+/g)) expect(known, line).toContain(option);
    }
  });

  it('name scripts that exist', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      readFileSync(join(project, 'package.json'), 'utf8'),
    );
    const named = code.flatMap((block) => [...block.matchAll(/\bnpm run ([a-z:-]+)/g)].map(([, script]) => script));
    for (const script of named) expect(Object.keys(scripts)).toContain(script);
  });

  it('name options of Rollcall that some command has', () => {
    const known = [...globals, ...commands.flatMap(({ options }) => options.map(({ flags }) => flags.split(' ')[0]))];
    const foreign = /^(--ignore-scripts|--quick|--rounds|--baseline|--only)$/;
    const spans = code.flatMap((span) => (/^`--[a-z][^`]*`$/.test(span) ? [/--[a-z0-9-]+/.exec(span)?.[0] ?? ''] : []));
    for (const option of spans.filter((one) => !foreign.test(one))) expect(known).toContain(option);
  });
});

describe('schema/', () => {
  it.each<(typeof schemaNames)[number]>([...schemas])('has the schema %s as the command prints it', (name) => {
    expect(readFileSync(join(project, `schema/${name}.schema.json`), 'utf8')).toBe(schemaText(name));
  });
});
