/** Environment variables that make Node.js believe in a moment, which then goes on: `2026-12-05T23:30:00Z`. */
export function fixedClock(start: string): Readonly<Record<string, string>> {
  const source = `
    const Real = Date;
    const now = () => Real.parse('${start}') + performance.now();
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length === 0 ? [now()] : given)); }
      static now() { return now(); }
    };`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(source)}` };
}
