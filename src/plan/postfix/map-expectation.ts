import type { Change } from '../../model/change.ts';
import { valuesOf } from '../../model/entry.ts';
import type { MapAnswer, MapExpectation } from '../../model/map-answer.ts';
import type { StepResult } from '../../model/outcome.ts';
import type { Profile } from '../../model/profile.ts';

/**
 * What a map must answer after some steps. Groups that are not switched on are left out: whether they are found is for the
 * map to say.
 */
export function mapExpectations(results: readonly StepResult[], profile: Profile): readonly MapExpectation[] {
  return results
    .filter(({ outcome }) => outcome.kind === 'applied')
    .map(({ step }) => step.change)
    .filter((change) => isOn(change, profile))
    .map((change) => ({ address: change.address, ...valuesAfter(change), gone: change.kind === 'delete' }))
    .filter(({ present, absent, gone }) => gone || present.length + absent.length > 0);
}

function valuesAfter(change: Change): Pick<MapExpectation, 'present' | 'absent'> {
  switch (change.kind) {
    case 'create':
      return { present: change.desired.members, absent: [] };
    case 'update':
      return {
        present: change.members.add,
        absent: change.members.remove.filter((value): value is string => typeof value === 'string' && value !== ''),
      };
    case 'delete':
      return { present: [], absent: [] };
  }
}

function isOn(change: Change, { enabled }: Profile): boolean {
  if (enabled === undefined || change.kind === 'delete') return true;
  if (change.kind === 'create') return change.desired.enabled !== false;
  const changed = change.attributes.find(
    ({ attribute }) => attribute.toLowerCase() === enabled.attribute.toLowerCase(),
  );
  const values = changed?.after ?? valuesOf(change.current.entry, enabled.attribute);
  return values.some((value) => value === enabled.on);
}

/** Whether an answer is what was written. */
export function isAnswered({ present, absent, gone }: MapExpectation, answer: MapAnswer): boolean {
  switch (answer.kind) {
    case 'failed':
      return false;
    case 'not found':
      return present.length === 0;
    case 'found': {
      const values = new Set(answer.values);
      return !gone && present.every((one) => values.has(one)) && !absent.some((one) => values.has(one));
    }
  }
}
