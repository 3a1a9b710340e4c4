import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  PersonDefaults,
  PersonSettings,
  DEFAULT_SETTINGS,
} from '../../src/privacy/sql/member-settings.ts';
import { Presets } from '../../src/privacy/sql/presets.ts';
import { LogBench } from '../support/log-bench.ts';
import { clearNothing, peopleParts } from '../support/people-parts.ts';

const ADA = '400000000000000001';
const BEN = '400000000000000002';

it("an erasure takes what somebody chose and kept, and their name from what is a server's", async () => {
  const bench = new LogBench();
  const { store, clock } = bench;
  const [settings, defaults] = [new PersonSettings(store), new PersonDefaults(store)];
  const presets = new Presets(store, clock);
  const server = { kind: 'server', id: '1' } as const;
  for (const id of [ADA, BEN]) {
    await settings.change(id, { spoiler: true });
    await defaults.change(id, 'text', { cfg: 5 });
    await presets.save({ kind: 'person', id }, { name: 'mine' }, id);
  }
  await presets.save(server, { name: 'ours', before: 'ink' }, ADA);
  await peopleParts(bench).erasure.erase(ADA, clearNothing);
  expect(await settings.of(ADA)).toEqual(DEFAULT_SETTINGS);
  expect(await defaults.of(ADA, 'text')).toEqual({});
  expect(await presets.of({ kind: 'person', id: ADA })).toEqual([]);
  expect(await presets.of(server)).toMatchObject([{ name: 'ours', before: 'ink' }]);
  expect(await settings.of(BEN)).toMatchObject({ spoiler: true });
  expect(await defaults.of(BEN, 'text')).toEqual({ cfg: 5 });
  expect(await presets.of({ kind: 'person', id: BEN })).toHaveLength(1);
  await bench.close();
  expect(readFileSync(bench.path).includes(ADA)).toBe(false);
});
