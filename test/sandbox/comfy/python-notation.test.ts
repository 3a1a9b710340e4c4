import { describe, it, expect } from 'vitest';
import { pythonNotation } from '../../../packages/stand-ins/comfy/python-notation.ts';

describe('pythonNotation', () => {
  it.each<[unknown, string]>([
    [null, 'None'],
    [true, 'True'],
    [1.5, '1.5'],
    ['plain', "'plain'"],
    ["it's", '"it\'s"'],
    [`both ' and "`, `'both \\' and "'`],
    ['two\nlines', "'two\\nlines'"],
    ['back\\slash', "'back\\\\slash'"],
    [['a', 1], "['a', 1]"],
    [{ a: { b: [] } }, "{'a': {'b': []}}"],
  ])('writes %j as %s', (value, text) => {
    expect(pythonNotation(value)).toBe(text);
  });
});
