import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCustomId, parseCustomId } from '../../../src/discord/interactions/custom-id.ts';

const anyCustomId = fc
  .record(
    {
      action: fc.stringMatching(/^[a-z-]{1,20}$/),
      subject: fc.stringMatching(/^[a-z0-9]{1,20}$/),
      index: fc.integer({ min: 0, max: 999 }),
    },
    { requiredKeys: ['action', 'subject'] },
  )
  .map((id) => ({ ...id }));

describe('a custom id', () => {
  it('is its version, action, subject, and an index where there is one', () => {
    expect(formatCustomId({ action: 'cancel', subject: 'k3f9x2' })).toBe('v1:cancel:k3f9x2');
    expect(formatCustomId({ action: 'vary', subject: 'k3f9x2', index: 0 })).toBe(
      'v1:vary:k3f9x2:0',
    );
  });

  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyCustomId, (id) => {
        expect(parseCustomId(formatCustomId(id))).toEqual(id);
      }),
    );
  });

  it("fits Discord's 100 characters", () => {
    fc.assert(
      fc.property(anyCustomId, (id) => {
        expect(formatCustomId(id).length).toBeLessThanOrEqual(100);
      }),
    );
  });

  it.each([
    '',
    'cancel',
    'cancel:k3f9x2',
    'v2:cancel:k3f9x2',
    'V1:cancel:k3f9x2',
    'v1:cancel',
    'v1:cancel:',
    'v1::k3f9x2',
    'v1:cancel:k3f9x2:',
    'v1:cancel:k3f9x2:-1',
    'v1:cancel:k3f9x2:1.5',
    'v1:cancel:k3f9x2:1000',
    'v1:cancel:k3f9x2:1:2',
    'v1:cancel:K3F9X2',
    'v1:cancel:../../etc',
    "v1:cancel:' OR 1=1",
    ' v1:cancel:k3f9x2',
    'v1:cancel:k3f9x2\n',
    `v1:${'a'.repeat(21)}:k3f9x2`,
    `v1:cancel:${'a'.repeat(21)}`,
  ])('is not %j', (text) => {
    expect(parseCustomId(text)).toBeUndefined();
  });

  it('is read from any text without a fault', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom('v1', ':', 'cancel', 'k3', '1', ' ')).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const id = parseCustomId(text);
        if (id) expect(parseCustomId(formatCustomId(id))).toEqual(id);
      }),
    );
  });
});
