import { ClientRefusal } from '../discord/client-refusal.ts';
import type { DiscordSandbox } from '../discord/sandbox.ts';
import type { Person } from '../discord/world.ts';
import type { Offer } from './wire.ts';

const PICTURES = '1019475255913222144';
const RAISE = '1019475255913222145';

/** What the bot's shop offers, and what each SKU gives. */
export const OFFERS: readonly Offer[] = [
  { id: PICTURES, label: '10 pictures' },
  { id: RAISE, label: '20 more pictures a day' },
];
export const PREMIUM_SKUS = `${PICTURES}:credits=10,${RAISE}:pictures_a_day=20`;

/** Puts it up for sale. */
export function openShop({ entitlements }: DiscordSandbox): void {
  entitlements.offer({ id: PICTURES, kind: 'consumable' });
  entitlements.offer({ id: RAISE, kind: 'subscription' });
}

/** Has Discord refund the last that a person bought of an offer. Throws a ClientRefusal if there is none. */
export function refund({ entitlements }: DiscordSandbox, by: Person, offer: string): void {
  const bought = entitlements.boughtBy(by.id).findLast(({ sku_id }) => sku_id === offer);
  if (!bought) throw new ClientRefusal(`${by.displayName} has not bought that`);
  entitlements.refund(bought.id);
}
