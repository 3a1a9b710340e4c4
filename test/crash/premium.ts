import { expect } from 'vitest';
import { meanwhile, type Scenario } from './play.ts';
import type { CrashStage } from './stage.ts';

const SKU = '1019475255913222144';
const CREDITS = 3;
/** Longer than until an entitlement is consumed again. */
const NEXT_TRY_MS = 2 * 60_000;

/** What must hold however the process ended: credited once, consumed, and not credited again. */
const kept: Omit<Scenario, 'play'> = {
  env: { PREMIUM_SKUS: `${SKU}:credits=${CREDITS}` },
  downtimeMs: NEXT_TRY_MS,
  again: (stage) => stage.until('note that it is consumed', () => areConsumed(stage)),
  inTheEnd: async (stage) => {
    const rows = await entitlementsOf(stage);
    expect(rows).toMatchObject([{ credits: CREDITS, spent: 0, consumed: 1 }]);
    expect(stage.discord.entitlements.find(rows[0]?.id ?? '')?.consumed).toBe(true);
  },
};

/** Ada has bought pictures while no process ran. */
export const bought: Scenario = {
  ...kept,
  play: (stage, point) => {
    buy(stage);
    stage.start(point);
    return Promise.resolve();
  },
};

/** Then a first process dies as Discord consumes what she bought, so the next one asks what it has. */
export const consumedInDoubt: Scenario = {
  ...kept,
  play: async (stage, point) => {
    buy(stage);
    stage.start({ channel: 'undici:request:headers', facts: { route: 'consume' } });
    await stage.killed();
    stage.pass(NEXT_TRY_MS);
    stage.start(point);
  },
};

/** Ada buys them from a bot that runs. */
export const buying: Scenario = {
  ...kept,
  play: meanwhile(async (stage) => {
    await stage.answers();
    buy(stage);
  }),
};

function buy({ discord: { entitlements, world } }: CrashStage): void {
  entitlements.offer({ id: SKU, kind: 'consumable' });
  entitlements.buy(SKU, { by: world.people.ada });
}

function entitlementsOf({ database }: CrashStage) {
  return database.use((trx) => trx.selectFrom('entitlements').selectAll().execute());
}

async function areConsumed(stage: CrashStage): Promise<boolean> {
  const rows = await entitlementsOf(stage);
  return rows.length > 0 && rows.every(({ consumed }) => consumed === 1);
}
