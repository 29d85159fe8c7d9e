/** A removal is held when it takes more than `floor` things and more than `percent` of what is there. */
export interface Threshold {
  readonly percent: number;
  readonly floor: number;
}

/** The safety limits: members removed from one group, members removed in one run, groups deleted in one run. */
export interface SafetyLimits {
  readonly perGroup: Threshold;
  readonly perRun: Threshold;
  readonly deletions: Threshold;
}

/** The limits that hold when the settings name none. */
export const defaultSafety: SafetyLimits = {
  perGroup: { percent: 50, floor: 5 },
  perRun: { percent: 20, floor: 20 },
  deletions: { percent: 10, floor: 2 },
};
