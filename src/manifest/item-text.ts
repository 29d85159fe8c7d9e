import { isCalendarDay } from '../model/calendar.ts';
import { flowScalarText, scalarText } from './scalar-style.ts';

/** A new entry of a list: a text, or the keys of a mapping with their texts. */
export type ItemText = string | readonly (readonly [key: string, value: string])[];

/** An entry as it stands behind the dash of a block list; further lines of it start with `indent`. */
export function itemText(item: ItemText, indent: string): string {
  if (typeof item === 'string') return scalarText(item);
  return item.map(([key, value]) => `${key}: ${valueText(value, scalarText)}`).join(`\n${indent}`);
}

/** An entry as it stands inside of brackets. */
export function flowItemText(item: ItemText): string {
  if (typeof item === 'string') return flowScalarText(item);
  return `{ ${item.map(([key, value]) => `${key}: ${valueText(value, flowScalarText)}`).join(', ')} }`;
}

/** A day stands without quotes, as everywhere in manifests. */
function valueText(value: string, write: (text: string) => string): string {
  return isCalendarDay(value) ? value : write(value);
}
