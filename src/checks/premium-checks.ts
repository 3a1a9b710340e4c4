import { type REST, Routes, SKUFlags } from 'discord.js';
import { z } from 'zod';
import type { Skus } from '../premium/premium.ts';
import type { Finding } from './finding.ts';

const about = 'PREMIUM_SKUS';

/** Discord's SKU object. */
const skusAnswer = z.array(
  z.looseObject({ id: z.string(), name: z.string(), flags: z.number().catch(0) }),
);

/** Whether the configured SKUs exist, and can be bought. Rejects as discord.js does, or with ZodError. */
export async function skuChecks(
  rest: REST,
  { applicationId, skus }: { readonly applicationId: string; readonly skus: Skus },
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const answer = await rest.get(Routes.skus(applicationId), { signal });
  const offered = new Map(skusAnswer.parse(answer).map((sku) => [sku.id, sku]));
  return Object.keys(skus).map((id): Finding => {
    const sku = offered.get(id);
    if (!sku) {
      const says = `the application has no SKU ${id}.`;
      return { verdict: 'wrong', about, says, next: 'Correct the id, or create the SKU.' };
    }
    if ((sku.flags & SKUFlags.Available) === 0) {
      const says = `${sku.name} (${id}) is not available for purchase.`;
      return { verdict: 'note', about, says, next: 'Publish it under Monetization.' };
    }
    return { verdict: 'fine', about, says: `${sku.name} (${id}) is available for purchase.` };
  });
}
