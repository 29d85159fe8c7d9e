import { logicalLines } from './logical-lines.ts';

/** A parameter as a file sets it. */
export interface ParameterSetting {
  readonly value: string;
  /** 1-based. */
  readonly line: number;
}

/** The parameters of `main.cf` or of a map, by name; the last of several lines counts. */
export interface ParameterFile {
  readonly parameters: ReadonlyMap<string, ParameterSetting>;
  /** Names that more than one line sets. */
  readonly repeated: readonly string[];
  /** Lines that set nothing: no name, or no `=` behind it. */
  readonly wrongLines: readonly number[];
}

/** Reads `name = value` lines. White space around names and values does not count. */
export function parseParameters(text: string): ParameterFile {
  const parameters = new Map<string, ParameterSetting>();
  const repeated = new Set<string>();
  const wrongLines: number[] = [];
  for (const { line, text: logical } of logicalLines(text)) {
    const at = logical.indexOf('=');
    const name = logical.slice(0, Math.max(at, 0)).trim();
    if (name === '' || /\s/.test(name)) wrongLines.push(line);
    else {
      if (parameters.has(name)) repeated.add(name);
      parameters.set(name, { value: logical.slice(at + 1).trim(), line });
    }
  }
  return { parameters, repeated: [...repeated], wrongLines };
}
