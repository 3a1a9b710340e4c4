import { describe, expect, it } from 'vitest';
import { pictureName } from '../../../packages/stand-ins/demo/picture-folder.ts';

describe('pictureName', () => {
  it('says whose the picture is and what was asked for', () => {
    expect(pictureName('ada', 'A lake, at dusk!', 'k3f9-1.png')).toBe(
      'ada-a-lake-at-dusk-k3f9-1.png',
    );
  });

  it('cannot lead out of its folder', () => {
    expect(pictureName('ada', '../../etc/passwd', 'k3f9-1.png')).toBe('ada-etc-passwd-k3f9-1.png');
  });

  it('cuts a long prompt', () => {
    expect(pictureName('ada', 'very '.repeat(100), 'k3f9-1.png')).toBe(
      `ada-${'very-'.repeat(7)}very-k3f9-1.png`,
    );
  });

  it('does without words where the prompt has none', () => {
    expect(pictureName('ada', '…', 'k3f9-1.png')).toBe('ada-k3f9-1.png');
  });
});
