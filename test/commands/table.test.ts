import { describe, expect, it } from 'vitest';
import { textOption, wordOption } from '../../src/commands/input.ts';
import { commands } from '../../src/commands/table.ts';

describe('the table of commands', () => {
  it('names every command once', () => {
    const names = commands.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(commands.map((spec) => [spec.name, spec] as const))('explains %s and its options', (name, spec) => {
    expect(spec.summary).toMatch(/^[a-z].{10,60}[^.]$/);
    expect(spec.description).toMatch(/^[A-Z].*\.$/);
    for (const { flags, description } of spec.options) {
      expect(flags).toMatch(/^--[a-z0-9-]+( <[a-z]+(=[a-z]+)?>)?$/);
      expect(description).toMatch(/^[^.]+(\.[a-z/]\S*)?.*[^.]$/);
    }
    expect(spec.examples.length).toBeGreaterThan(0);
    for (const [line] of spec.examples) expect(line.split(' ')[0]).toBe(name);
  });

  it('shows only examples whose options exist', () => {
    for (const { examples, options } of commands) {
      const known = options.map(({ flags }) => flags.split(' ')[0]);
      const used = examples.flatMap(([line]) => line.match(/--[a-z0-9-]+/g) ?? []);
      for (const flag of used) expect(known).toContain(flag);
    }
  });

  it('offers no way to give a password as an argument', () => {
    const flags = commands.flatMap(({ options }) => options.map((option) => option.flags));
    expect(flags.filter((flag) => /password|secret/.test(flag) && flag.includes('<'))).toEqual([]);
  });

  it('every command that reads the directory can be pointed at one', () => {
    for (const name of ['plan', 'apply', 'import']) {
      const flags = commands.find((spec) => spec.name === name)?.options.map((option) => option.flags) ?? [];
      for (const flag of ['--url <url>', '--base <dn>', '--env <name>', '--password-stdin', '--config <file>']) {
        expect(flags, name).toContain(flag);
      }
    }
  });
});

describe('what a command is given', () => {
  it('is the first choice when nothing was said', () => {
    expect(wordOption({}, 'format', ['text', 'json'])).toBe('text');
    expect(wordOption({ format: 'json' }, 'format', ['text', 'json'])).toBe('json');
  });

  it('is text or nothing', () => {
    expect([textOption({ url: 'x' }, 'url'), textOption({ url: true }, 'url')]).toEqual(['x', undefined]);
  });
});
