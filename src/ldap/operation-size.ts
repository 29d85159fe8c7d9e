import type { Attribute, Value } from '../model/entry.ts';
import type { Operation } from '../model/operation.ts';

/** What BER adds to a value: a tag and a length of up to five bytes. */
const frame = 6;
/** What a request carries besides its DN and values: message, controls, condition. */
const envelope = 1000;

/** How many bytes a value takes in a request, at most. */
export function valueSize(value: Value): number {
  const bytes = typeof value === 'string' ? Buffer.byteLength(value) : value.length;
  return bytes + frame;
}

/** How many bytes a request takes on the wire (RFC 4511 §5.1), at most a few more than it really does. */
export function operationSize(operation: Operation): number {
  const fixed = envelope + valueSize(operation.dn);
  switch (operation.kind) {
    case 'add':
      return operation.attributes.reduce((sum, attribute) => sum + attributeSize(attribute), fixed);
    case 'modify':
      return operation.modifications.reduce(
        (sum, { attribute, values }) => sum + frame + attributeSize({ name: attribute, values }),
        fixed,
      );
    case 'delete':
      return fixed;
    case 'rename':
      return fixed + valueSize(operation.newRdn) + valueSize(operation.newSuperior ?? '');
  }
}

function attributeSize({ name, values }: Attribute): number {
  return values.reduce((sum: number, value) => sum + valueSize(value), valueSize(name) + 2 * frame);
}
