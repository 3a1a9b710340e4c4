import { describe, expect, it } from 'vitest';
import {
  PersonDefaults,
  PersonSettings,
  DEFAULT_SETTINGS,
} from '../../../src/privacy/sql/member-settings.ts';
import { LogBench } from '../../support/log-bench.ts';

const ADA = '400000000000000001';
const BEN = '400000000000000002';

function opened() {
  const bench = new LogBench();
  return {
    bench,
    settings: new PersonSettings(bench.store),
    defaults: new PersonDefaults(bench.store),
  };
}

describe('what somebody chose', () => {
  it('is what holds for all until they do, and each choice leaves the others alone', async () => {
    const { settings } = opened();
    expect(await settings.of(ADA)).toEqual({
      notify: true,
      private: false,
      spoiler: false,
      askable: true,
      named: true,
    });
    await settings.change(ADA, { spoiler: true });
    await settings.change(ADA, { notify: false });
    await settings.change(ADA, { askable: false });
    await settings.change(ADA, { named: false });
    expect(await settings.of(ADA)).toEqual({
      notify: false,
      private: false,
      spoiler: true,
      askable: false,
      named: false,
    });
    expect(await settings.of(BEN)).toEqual(DEFAULT_SETTINGS);
  });

  it('for their pictures is kept by recipe, and option by option', async () => {
    const { defaults } = opened();
    await defaults.change(ADA, 'text', { steps: 30, cfg: 5 });
    await defaults.change(ADA, 'text', { cfg: undefined, sampler: 'euler' });
    expect(await defaults.of(ADA, 'text')).toEqual({ steps: 30, sampler: 'euler' });
    expect(await defaults.of(ADA, 'image')).toEqual({});
    expect(await defaults.recipesOf(ADA)).toEqual(new Set(['text']));
    await defaults.change(ADA, 'text', { steps: undefined, sampler: undefined });
    expect(await defaults.recipesOf(ADA)).toEqual(new Set());
  });

  it('is read where two choices come at the same time', async () => {
    const { defaults } = opened();
    await Promise.all([
      defaults.change(ADA, 'text', { steps: 30 }),
      defaults.change(ADA, 'text', { cfg: 5 }),
    ]);
    expect(await defaults.of(ADA, 'text')).toEqual({ steps: 30, cfg: 5 });
  });

  it.each(['[1]', '"x"', '{', 'null'])('is nothing where a row says %s', async (options) => {
    const { bench, defaults } = opened();
    await bench.db
      .insertInto('personDefaults')
      .values({ userId: ADA, recipe: 'text', options })
      .execute();
    expect(await defaults.of(ADA, 'text')).toEqual({});
  });

  it('is gone after a reset, of one recipe or of all', async () => {
    const { settings, defaults } = opened();
    await settings.change(ADA, { spoiler: true });
    await defaults.change(ADA, 'text', { steps: 30 });
    await defaults.change(ADA, 'image', { steps: 30 });
    await defaults.reset(ADA, 'image');
    expect(await defaults.recipesOf(ADA)).toEqual(new Set(['text']));
    await settings.reset(ADA);
    expect(await defaults.recipesOf(ADA)).toEqual(new Set());
    expect(await settings.of(ADA)).toEqual(DEFAULT_SETTINGS);
  });
});
