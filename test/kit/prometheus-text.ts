/** A metric as a collector reads it. */
export interface ReadMetric {
  readonly help: string;
  readonly type: string;
  /** Values by their labels as text: `{phase="tip"}`, or empty. */
  readonly values: Readonly<Record<string, number>>;
}

/**
 * Reads the text format of Prometheus (version 0.0.4) as strictly as its documentation allows: HELP, then TYPE, then all values of a metric
 * in one block; every name once; nothing else. Throws at the first line that is not so.
 */
export function readMetrics(text: string): Readonly<Record<string, ReadMetric>> {
  if (!text.endsWith('\n') || text.includes('\r')) throw new Error('lines end in a line feed, the last one too');
  const metrics: Record<string, ReadMetric> = {};
  let open: { name: string; help: string; type: string; values: Record<string, number> } | undefined;
  let help: { name: string; text: string } | undefined;
  const close = (): void => {
    if (open === undefined) return;
    if (Object.keys(open.values).length === 0) throw new Error(`${open.name} has no value`);
    metrics[open.name] = open;
    open = undefined;
  };
  for (const line of text.slice(0, -1).split('\n')) {
    const [, helped, words] = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\]|\\\\|\\n)+)$/.exec(line) ?? [];
    const [, typed, type] =
      /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)$/.exec(line) ?? [];
    if (helped !== undefined && words !== undefined) {
      close();
      if (metrics[helped] !== undefined) throw new Error(`${helped} comes twice`);
      help = { name: helped, text: words };
    } else if (typed !== undefined && type !== undefined) {
      if (help?.name !== typed) throw new Error(`TYPE without HELP: ${line}`);
      open = { name: typed, help: help.text, type, values: {} };
    } else {
      const [labels, value] = readSample(line, open?.name ?? '');
      if (open === undefined) throw new Error(`no metric is open: ${line}`);
      if (labels in open.values) throw new Error(`the same value twice: ${line}`);
      open.values[labels] = value;
    }
  }
  close();
  return metrics;
}

function readSample(line: string, name: string): readonly [labels: string, value: number] {
  const label = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*"`;
  const sample = new RegExp(`^([a-zA-Z_:][a-zA-Z0-9_:]*)((?:\\{${label}(?:,${label})*\\})?) ([-+0-9.e]+)$`);
  const [, named, labels, value] = sample.exec(line) ?? [];
  if (named !== name || labels === undefined || !Number.isFinite(Number(value)))
    throw new Error(`not a value of ${name}: ${line}`);
  return [labels, Number(value)];
}
