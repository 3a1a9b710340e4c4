import { describe, expect, it } from 'vitest';
import { MOST_PRESETS, type PresetOwner, Presets } from '../../../src/privacy/sql/presets.ts';
import { LogBench } from '../../support/log-bench.ts';

const ADA = '400000000000000001';
const OWN: PresetOwner = { kind: 'person', id: ADA };
const SERVER: PresetOwner = { kind: 'server', id: ADA };

function opened() {
  const bench = new LogBench();
  return { bench, presets: new Presets(bench.store, bench.clock) };
}

describe('a preset', () => {
  it('is found by its name in whatever case, by its number, and by nobody else', async () => {
    const { presets } = opened();
    const saved = await presets.save(
      OWN,
      { name: 'Ink', before: 'ink', options: { cfg: 5 }, recipe: 'ink' },
      ADA,
    );
    expect(saved).toEqual({
      ...{ owner: OWN, number: 1, name: 'Ink', before: 'ink', after: '' },
      ...{ options: { cfg: 5 }, recipe: 'ink' },
    });
    expect(await presets.named(OWN, 'iNK ')).toEqual(saved);
    expect(await presets.numbered(OWN, 1)).toEqual(saved);
    expect(await presets.of(OWN)).toEqual([saved]);
    expect(await presets.named(SERVER, 'Ink')).toBeUndefined();
  });

  it('that is saved again keeps what is not named, and its number', async () => {
    const { presets } = opened();
    await presets.save(OWN, { name: 'ink', before: 'ink', negativePrompt: 'red' }, ADA);
    const changed = { name: 'INK', after: 'fine', options: { cfg: 5 } };
    expect(await presets.save(OWN, changed, ADA)).toMatchObject({
      ...{ number: 1, name: 'INK', before: 'ink', after: 'fine' },
      options: { negativePrompt: 'red', cfg: 5 },
    });
    const without = { name: 'ink', options: { negativePrompt: undefined } };
    expect(await presets.save(OWN, without, ADA)).toMatchObject({ options: { cfg: 5 } });
  });

  it('with options of another recipe loses those that it had, but for the negative prompt', async () => {
    const { presets } = opened();
    const options = { style: 'ink', negativePrompt: 'red' };
    await presets.save(OWN, { name: 'ink', options, recipe: 'ink' }, ADA);
    expect(await presets.save(OWN, { name: 'ink', negativePrompt: 'blue' }, ADA)).toMatchObject({
      options: { style: 'ink', negativePrompt: 'blue' },
      recipe: 'ink',
    });
    const other = { name: 'ink', options: { steps: 9 }, recipe: 'flux' };
    expect(await presets.save(OWN, other, ADA)).toMatchObject({
      options: { steps: 9, negativePrompt: 'blue' },
      recipe: 'flux',
    });
  });

  it('has the negative prompt that was said, whatever stands among its options', async () => {
    const { presets } = opened();
    const options = { cfg: 5, negativePrompt: 'ugly' };
    const saved = await presets.save(OWN, { name: 'ink', negativePrompt: 'red', options }, ADA);
    expect(saved.options).toEqual({ cfg: 5, negativePrompt: 'red' });
  });

  it('is gone once it is removed, and its number is not the next one', async () => {
    const { presets } = opened();
    await presets.save(OWN, { name: 'a' }, ADA);
    await presets.save(OWN, { name: 'b' }, ADA);
    expect(await presets.remove(OWN, 'A')).toBe(true);
    expect(await presets.remove(OWN, 'A')).toBe(false);
    expect((await presets.save(OWN, { name: 'c' }, ADA)).number).toBe(3);
  });

  it('has no options where its row cannot be read', async () => {
    const { presets, bench } = opened();
    await presets.save(OWN, { name: 'a', options: { cfg: 5 } }, ADA);
    await bench.db.updateTable('presets').set({ options: '[' }).execute();
    expect(await presets.named(OWN, 'a')).toMatchObject({ options: {} });
  });
});

describe('presets', () => {
  it.each([OWN, SERVER])('are bounded in number: %o', async (owner) => {
    const { presets } = opened();
    const most = MOST_PRESETS[owner.kind];
    const all = Array.from({ length: most + 3 }, (_, n) =>
      presets.save(owner, { name: `p${n}` }, ADA),
    );
    const failed = (await Promise.allSettled(all)).filter(({ status }) => status === 'rejected');
    expect(failed).toHaveLength(3);
    expect(failed[0]).toMatchObject({ reason: { code: 'presets_full', facts: { count: most } } });
    // One that is there may still be changed.
    await presets.save(owner, { name: 'P0', after: 'x' }, ADA);
    expect(await presets.of(owner)).toHaveLength(most);
  });

  it('take the numbers that are free once there are no higher ones', async () => {
    const { presets, bench } = opened();
    await presets.save(OWN, { name: 'a' }, ADA);
    await bench.db.updateTable('presets').set({ number: 999 }).execute();
    expect((await presets.save(OWN, { name: 'b' }, ADA)).number).toBe(1);
  });
});
