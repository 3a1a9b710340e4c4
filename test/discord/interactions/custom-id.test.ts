import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCustomId, parseCustomId } from '../../../src/discord/interactions/custom-id.ts';

const anyId = fc.stringMatching(/^[a-z0-9]{1,20}$/);
const anyCustomId = fc
  .record(
    {
      action: fc.stringMatching(/^[a-z-]{1,20}$/),
      index: fc.integer({ min: 0, max: 999 }),
      // As a command may be called.
      name: fc.stringMatching(/^[-_\p{Ll}\p{N}]{1,32}$/u),
    },
    { requiredKeys: ['action'] },
  )
  .chain((asked) =>
    fc.oneof(
      anyId.map((job) => ({ ...asked, job })),
      anyId.map((report) => ({ ...asked, report })),
      anyId.map((person) => ({ ...asked, person })),
      anyId.map((message) => ({ ...asked, message })),
    ),
  );

describe('a custom id', () => {
  it('is its version, action, what that is about, and an index where there is one', () => {
    expect(formatCustomId({ action: 'cancel', job: 'k3f9x2' })).toBe('v2:cancel:job:k3f9x2');
    expect(formatCustomId({ action: 'look', report: 'r7w4n2' })).toBe('v2:look:report:r7w4n2');
    expect(formatCustomId({ action: 'keep', person: '400' })).toBe('v2:keep:person:400');
    expect(formatCustomId({ action: 'vary', job: 'k3f9x2', index: 0 })).toBe(
      'v2:vary:job:k3f9x2:0',
    );
    expect(formatCustomId({ action: 'go', job: 'k3f9x2', index: 1, name: 'flux-dev' })).toBe(
      'v2:go:job:k3f9x2:1=flux-dev',
    );
    expect(formatCustomId({ action: 'go', job: 'k3f9x2', name: 'flux' })).toBe(
      'v2:go:job:k3f9x2=flux',
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
        expect(formatCustomId(id).length).toBeLessThanOrEqual(92);
      }),
    );
  });

  it.each([
    '',
    'cancel',
    'cancel:k3f9x2',
    'v2:cancel:k3f9x2',
    'v3:cancel:job:k3f9x2',
    'V2:cancel:job:k3f9x2',
    'v2:cancel',
    'v2:cancel:job',
    'v2:cancel:job:',
    'v2:cancel:server:k3f9x2',
    'v2:cancel:constructor:k3f9x2',
    'v2::job:k3f9x2',
    'v2:cancel:job:k3f9x2:',
    'v2:cancel:job:k3f9x2:-1',
    'v2:cancel:job:k3f9x2:1.5',
    'v2:cancel:job:k3f9x2:1000',
    'v2:cancel:job:k3f9x2:1:2',
    'v2:cancel:job:K3F9X2',
    'v2:cancel:job:../../etc',
    "v2:cancel:job:' OR 1=1",
    ' v2:cancel:job:k3f9x2',
    'v2:cancel:job:k3f9x2\n',
    `v2:${'a'.repeat(21)}:job:k3f9x2`,
    `v2:cancel:job:${'a'.repeat(21)}`,
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
    'v1:never-was:k3f9x2',
  ])('is not %j', (text) => {
    expect(parseCustomId(text)).toBeUndefined();
  });

  it('is read from any text without a fault', () => {
    const part = fc.constantFrom(
      'v1',
      'v2',
      ':',
      'cancel',
      'look',
      'job',
      'report',
      'k3',
      '1',
      ' ',
    );
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const id = parseCustomId(text);
        if (id) expect(parseCustomId(formatCustomId(id))).toEqual(id);
      }),
    );
  });
});

describe('a custom id of the first kind', () => {
  it.each([
    ['v1:cancel:k3f9x2ab', { action: 'cancel', job: 'k3f9x2ab' }],
    ['v1:consent:k3f9x2ab', { action: 'consent', job: 'k3f9x2ab' }],
    ['v1:retry:k3f9x2ab', { action: 'retry', job: 'k3f9x2ab' }],
    ['v1:report:k3f9x2ab', { action: 'report', job: 'k3f9x2ab' }],
    ['v1:report-for:k3f9x2ab:3', { action: 'report-for', job: 'k3f9x2ab', index: 3 }],
    ['v1:remove:r7w4n2pq', { action: 'remove', report: 'r7w4n2pq' }],
    ['v1:restore:r7w4n2pq', { action: 'restore', report: 'r7w4n2pq' }],
    ['v1:look:r7w4n2pq', { action: 'look', report: 'r7w4n2pq' }],
    ['v1:block-requester:r7w4n2pq', { action: 'block-requester', report: 'r7w4n2pq' }],
    ['v1:block-reporter:r7w4n2pq', { action: 'block-reporter', report: 'r7w4n2pq' }],
    [
      'v1:privacy-export:400000000000000001',
      { action: 'privacy-export', person: '400000000000000001' },
    ],
    [
      'v1:privacy-withdraw:400000000000000001',
      { action: 'privacy-withdraw', person: '400000000000000001' },
    ],
    [
      'v1:privacy-erase:400000000000000001',
      { action: 'privacy-erase', person: '400000000000000001' },
    ],
    [
      'v1:privacy-erase-now:400000000000000001',
      { action: 'privacy-erase-now', person: '400000000000000001' },
    ],
    [
      'v1:privacy-keep:400000000000000001',
      { action: 'privacy-keep', person: '400000000000000001' },
    ],
  ])('%s still says what it is about', (text, id) => {
    expect(parseCustomId(text)).toEqual(id);
  });
});
