import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitPictures, inputsOf, concatenated } from '../../../src/jobs/sql/prepared-pictures.ts';
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
        expect(splitPictures(inputsOf(some), concatenated(some))).toEqual(
          some.map(({ option, format, bytes }) => ({ option, format, bytes })),
        );
      }),
    );
  });

  it('are none where any byte is missing, or too many', () => {
    const some = [preparedFace(Buffer.from('one')), preparedFace(Buffer.from('two'))];
    for (const bytes of ['onetw', 'onetwoo', '']) {
      expect(splitPictures(inputsOf(some), Buffer.from(bytes))).toBeUndefined();
    }
    expect(splitPictures(inputsOf(some), undefined)).toBeUndefined();
  });

  it('are a single JPEG where nobody wrote down how long it is', () => {
    const [one] = splitPictures([face()], Buffer.from('a face')) ?? [];
    expect(one).toEqual({ option: 'face', format: 'jpeg', bytes: Buffer.from('a face') });
    expect(splitPictures([face(), face(3)], Buffer.from('a face'))).toBeUndefined();
  });
});
