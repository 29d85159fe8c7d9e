import { ber, berParts, berSequence, berSet, berText } from './ber.ts';
import { type Action, replace } from './fault-actions.ts';

/** An attribute of an entry on its way. */
export interface PassingAttribute {
  readonly name: string;
  readonly values: readonly Buffer[];
}

/** Changes the attributes of an entry that a search found; for messages of the kind `entry` alone. */
export function editEntry(edit: (attributes: readonly PassingAttribute[]) => readonly PassingAttribute[]): Action {
  return replace((_, bytes) => {
    const [id, operation, ...controls] = berParts(berParts(bytes)[0]?.content ?? bytes);
    const [dn, attributes] = berParts(operation?.content ?? bytes);
    if (id === undefined || dn === undefined || attributes === undefined) throw new Error('this is no entry');
    const list = edit(berParts(attributes.content).map(({ content }) => readAttribute(content))).map(
      ({ name, values }) => berSequence(berText(name), berSet(Buffer.concat(values.map((value) => berText(value))))),
    );
    const entry = ber(0x64, berText(dn.content), berSequence(Buffer.concat(list)));
    return berSequence(ber(id.tag, id.content), entry, ...controls.map(({ tag, content }) => ber(tag, content)));
  });
}

/** Gives an attribute another name, such as `member;range=0-1499`. */
export function renameAttribute(from: string, to: string): Action {
  return editEntry((attributes) => attributes.map(({ name, values }) => ({ name: name === from ? to : name, values })));
}

function readAttribute(content: Buffer): PassingAttribute {
  const [name, values] = berParts(content);
  return {
    name: name?.content.toString() ?? '',
    values: berParts(values?.content ?? Buffer.alloc(0)).map((value) => value.content),
  };
}
