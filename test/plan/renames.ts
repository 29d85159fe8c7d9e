import type { Step } from '../../src/model/plan.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { desiredGroup, groupEntry, plainOptions, stateOf } from './directory.ts';

/** A step that renames a group of one member, by the local parts of both addresses. */
export function renameStep(from: string, to: string): Step {
  const entry = groupEntry(`${from}@x`, ['m@x']);
  const desired = desiredGroup(`${to}@x`, { members: ['m@x'], previously: [`${from}@x`] });
  const plan = makePlan({ groups: [desired] }, stateOf([entry], plainOptions.profile), plainOptions);
  const [step] = plan.steps;
  if (step === undefined) throw new Error('a rename');
  return step;
}
