import { BEFORE, entitlementOf, HOUR_AGO, idOf, NOW, SHOP } from './fixture.ts';
import type { Acts } from './acts.ts';
import { SKU, type Writer } from './writer.ts';

const LATER = { asOf: NOW, isList: false };

function claim({ parts: { entitlements } }: Writer) {
  const due = { id: idOf('bought'), consumeTries: 0 };
  return entitlements.claim({ ...due, consumeAt: HOUR_AGO });
}

/** Entitlements and their credits. */
export const premiumActs = {
  'Entitlements.note': {
    'a purchase': ({ parts }) => parts.entitlements.note(entitlementOf('new purchase'), LATER),
    'the same purchase': ({ parts }) =>
      parts.entitlements.note(entitlementOf('new purchase'), { asOf: BEFORE, isList: true }),
    'a refund': ({ parts }) =>
      parts.entitlements.note(entitlementOf('bought', { deleted: true }), LATER),
    'one that Discord knows to be credited': ({ parts }) =>
      parts.entitlements.note(entitlementOf('bought', { consumed: true }), LATER),
    "a server's subscription": ({ parts }) =>
      parts.entitlements.note(
        entitlementOf('of server', { skuId: SKU.raise, owner: { guildId: SHOP } }),
        LATER,
      ),
  },
  'Entitlements.claim': { 'an attempt': claim, 'the same attempt': claim },
  'Entitlements.noteConsumed': {
    'a purchase': ({ parts }) => parts.entitlements.noteConsumed(idOf('bought')),
  },
} satisfies Acts;
