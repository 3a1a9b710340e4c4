import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutApart, inputsOf, joined } from '../../../src/jobs/sql/prepared-pictures.ts';
import { preparedFace } from '../../support/face-picture.ts';

const pictures = fc.array(
  fc
    .record({ bytes: fc.uint8Array({ maxLength: 40 }), format: fc.constantFrom('jpeg', 'png') })
    .map(({ bytes, format }) => preparedFace(Buffer.from(bytes), { format })),
  { maxLength: 4 },
);

const face = (bytes?: number) => ({ option: 'face', person: true, bytes });

describe('prepared pictures that lie one behind the other', () => {
  it('are the same ones when they are cut apart', () => {
    fc.assert(
      fc.property(pictures, (some) => {
        expect(cutApart(inputsOf(some), joined(some))).toEqual(
          some.map(({ option, format, bytes }) => ({ option, format, bytes })),
        );
      }),
    );
  });

  it('are none where any byte is missing, or too many', () => {
    const some = [preparedFace(Buffer.from('one')), preparedFace(Buffer.from('two'))];
    for (const bytes of ['onetw', 'onetwoo', '']) {
      expect(cutApart(inputsOf(some), Buffer.from(bytes))).toBeUndefined();
    }
    expect(cutApart(inputsOf(some), undefined)).toBeUndefined();
  });

  it('are a single JPEG where nobody wrote down how long it is', () => {
    const [one] = cutApart([face()], Buffer.from('a face')) ?? [];
    expect(one).toEqual({ option: 'face', format: 'jpeg', bytes: Buffer.from('a face') });
    expect(cutApart([face(), face(3)], Buffer.from('a face'))).toBeUndefined();
  });
});
