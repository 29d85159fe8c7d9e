import { bytesOfValue } from '../ldap/utf8.ts';
import type { Attribute, Value } from '../model/entry.ts';
import type { Operation } from '../model/operation.ts';
import {
  AddRequest,
  Change,
  type Control,
  DeleteRequest,
  ModifyDNRequest,
  ModifyRequest,
  WireAttribute,
} from './ldap-library.ts';

/** A write as the client library sends it. */
export function wireRequest(
  operation: Operation,
  messageId: number,
  controls: Control[],
): AddRequest | ModifyRequest | DeleteRequest | ModifyDNRequest {
  const { dn } = operation;
  const common = { messageId, dn, controls };
  switch (operation.kind) {
    case 'add':
      return new AddRequest({ ...common, attributes: operation.attributes.map(wireAttribute) });
    case 'modify': {
      const changes = operation.modifications.map(({ kind, attribute, values }) => {
        if (kind === 'increment') throw new Error('increment is never planned');
        return new Change({ operation: kind, modification: wireAttribute({ name: attribute, values }) });
      });
      return new ModifyRequest({ ...common, changes });
    }
    case 'delete':
      return new DeleteRequest(common);
    case 'rename': {
      const { newRdn, deleteOldRdn, newSuperior } = operation;
      const superior = newSuperior === undefined ? {} : { newSuperior };
      return new ModifyDNRequest({ ...common, newRdn, deleteOldRdn, ...superior });
    }
  }
}

function wireAttribute({ name, values }: Attribute): WireAttribute {
  const texts = values.every((value) => typeof value === 'string');
  return new WireAttribute({ type: name, values: texts ? [...values] : values.map(wireBytes) });
}

function wireBytes(value: Value): Buffer {
  return Buffer.from(bytesOfValue(value));
}
