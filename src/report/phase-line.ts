import { type Phase, type PhaseName, phaseNames } from '../model/round.ts';
import { showText } from './show-value.ts';

/** A phase in one plain line: `3/7 directory: … (0.21 s)`. */
export function phaseLine({ name, end, said, seconds }: Phase): string {
  const place = `${phaseNames.indexOf(name) + 1}/${phaseNames.length} ${name}`;
  return `${place}: ${end === 'failed' ? 'FAILED, ' : ''}${showText(said)} (${seconds.toFixed(2)} s)\n`;
}

/** What it means for the directory that a phase was broken off. */
export function brokenOff(name: PhaseName): string {
  return name === 'read back' ? 'so nobody knows whether the directory is as declared now' : 'nothing was written';
}
