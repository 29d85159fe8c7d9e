import { afterEach, expect, it } from 'vitest';
import { planSchema } from '../../src/report/plan-schema.ts';
import { groupLdif, manifest } from '../kit/texts.ts';
import { type FaultStage, openFaultStage, shortPatience } from './fault-stage.ts';
import { lawsOf } from './invariants.ts';

let stage: FaultStage;
afterEach(() => stage.end());

/** Makes Node.js believe that it is another time; the clock jumps back an hour at every second look, as if somebody set it. */
function clock(start: string): Readonly<Record<string, string>> {
  const source = `
    const Real = Date;
    let looks = 0;
    const now = () => Real.parse('${start}') + performance.now() - 3600000 * (looks++ % 2);
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length === 0 ? [now()] : given)); }
      static now() { return now(); }
    };`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(source)}` };
}

it.each(['1971-01-01T00:00:00Z', '2026-03-29T00:59:59Z', '2026-10-25T00:59:59Z', '2099-12-31T23:59:59Z'])(
  'row 37: a clock that says %s and jumps changes neither the plan nor what is written',
  async (time) => {
    stage = await openFaultStage({
      entries: [groupLdif('hq@example.net', ['ann@example.net', 'bob@example.net'])],
      manifests: { 'hq.yaml': manifest('hq@example.net', ['bob@example.net', 'new@example.net']) },
    });
    const law = await lawsOf(stage);
    const variables = { ...shortPatience, ...clock(time) };
    const { stdout } = await stage.workspace.run(['plan', '--format', 'json'], { variables });
    expect(planSchema.parse(JSON.parse(stdout)).steps).toEqual(law.plan?.steps);
    const result = await stage.apply([], { variables });
    expect(result, result.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toContain(`undo-${time.slice(0, 4) === '1971' ? '19' : time.slice(0, 4)}`);
    await law.hold(result);
    await law.undoes();
    await law.converges();
  },
);
