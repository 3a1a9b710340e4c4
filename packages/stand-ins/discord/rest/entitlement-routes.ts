import type { Hono } from 'hono';
import { z } from 'zod';
import type { LoopbackEnv } from '../../loopback.ts';
import { FormErrors, refuse } from '../discord-error.ts';
import type { DiscordState } from '../state.ts';

const id = z
  .string()
  .regex(/^\d{1,20}$/)
  .transform(BigInt)
  .optional();

/** Discord takes these forms of a boolean in a query. */
const flag = (unset: boolean) =>
  z
    .enum(['True', 'true', '1', 'False', 'false', '0'])
    .transform((text) => ['True', 'true', '1'].includes(text))
    .default(unset);

/** List Entitlements, without the filters that are not used here. */
const query = z.strictObject({
  sku_ids: z
    .string()
    .regex(/^\d{1,20}(?:,\d{1,20})*$/)
    .optional(),
  after: id,
  before: id,
  limit: z.coerce.number().int().min(1).max(100).default(100),
  exclude_ended: flag(false),
  exclude_deleted: flag(true),
});

/** What people bought of the application. */
export function entitlementRoutes(api: Hono<LoopbackEnv>, state: DiscordState): void {
  const { entitlements } = state;
  const checkId = (applicationId: string) => {
    if (applicationId !== state.applicationId) throw refuse.unknownApplication();
  };
  api.get('/applications/:application/skus', (c) => {
    checkId(c.req.param('application'));
    return c.json(entitlements.skus);
  });
  api.get('/applications/:application/entitlements', (c) => {
    checkId(c.req.param('application'));
    const errors = new FormErrors();
    for (const { path, message } of query.safeParse(c.req.query()).error?.issues ?? []) {
      errors.add(path.map(String), 'BASE_TYPE_CHOICES', message);
    }
    errors.throwIfAny();
    const { sku_ids: skus, ...asked } = query.parse(c.req.query());
    return c.json(
      entitlements.list({
        skuIds: skus?.split(',') ?? [],
        after: asked.after,
        before: asked.before,
        limit: asked.limit,
        excludesEnded: asked.exclude_ended,
        excludesDeleted: asked.exclude_deleted,
      }),
    );
  });
  api.get('/applications/:application/entitlements/:entitlement', (c) => {
    checkId(c.req.param('application'));
    const found = entitlements.find(c.req.param('entitlement'));
    if (!found) throw refuse.unknownEntitlement();
    return c.json(found);
  });
  api.post('/applications/:application/entitlements/:entitlement/consume', (c) => {
    checkId(c.req.param('application'));
    if (!entitlements.consume(c.req.param('entitlement'))) throw refuse.unknownEntitlement();
    return c.body(null, 204);
  });
}
