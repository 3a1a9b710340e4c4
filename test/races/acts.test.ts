import { describe, expect, it } from 'vitest';
import { ACTS, writesByPiece } from './acts.ts';

describe('the races', () => {
  it('have an act for every piece, or a reason why not', () => {
    const pieces = Object.values(ACTS).flatMap((acts) => Object.keys(acts));
    expect(pieces.toSorted()).toEqual([...writesByPiece().keys()].toSorted());
  });
});
