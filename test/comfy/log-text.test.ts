import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { logText } from '../../src/workers/error-text.ts';

const data = randomBytes(2_000).toString('base64');

describe('what a worker says, in the log', () => {
  it.each([48, 60, 64, 76])('holds no picture that it wraps after %i characters', (width) => {
    const wrapped = data.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
    for (const end of ['\n', '\\n', '\r\n', ' ']) {
      const left = logText(`cannot read ${wrapped.join(end)}`);
      expect(left).toMatch(/^cannot read …/);
      for (const line of wrapped) expect(left).not.toContain(line.slice(0, 32));
    }
  });

  it.each([
    ['a SHA-1', 'a1b2c3d4'.repeat(5)],
    ['the id of a prompt', '123e4567-e89b-12d3-a456-426614174000'],
    ['the name of a model', 'CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors'],
  ])('holds %s', (_, name) => {
    expect(logText(`cannot find ${name} here`)).toBe(`cannot find ${name} here`);
  });

  it('holds no key that looks like a SHA-256', () => {
    expect(logText(`refused ${'a1b2c3d4'.repeat(8)} here`)).toBe('refused … here');
  });
});
