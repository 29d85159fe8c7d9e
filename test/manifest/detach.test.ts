import fc from 'fast-check';
import { expect, it } from 'vitest';
import { detach, detachOne } from '../../src/manifest/detach.ts';

it('copies say what the originals say', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
      expect(detach(texts)).toEqual(texts);
      expect(texts.map(detachOne)).toEqual(texts);
    }),
  );
});
