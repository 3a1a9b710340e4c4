import { existsSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { keyFileOf, keyFor, openKeyFile } from '../store/key-file.ts';
import { WebhookAddresses } from '../runpod/webhook-addresses.ts';

/**
 * The addresses at which RunPod says that it is done with a job; `undefined` where there are none.
 *
 * @throws DatabaseError where the key file beside the database cannot be used.
 */
export function openWebhooks({
  publicUrl,
  databasePath,
}: Pick<Config, 'publicUrl' | 'databasePath'>): WebhookAddresses | undefined {
  if (publicUrl === undefined) return undefined;
  const key = keyFor('webhook', openKeyFile(keyFileOf(databasePath)));
  return new WebhookAddresses({ publicUrl, key });
}

/**
 * The same for whoever only looks, and leaves it to the bot to make the key: undefined too where it has made none yet.
 *
 * @throws DatabaseError where the key file cannot be used.
 */
export function webhooksSoFar(
  config: Pick<Config, 'publicUrl' | 'databasePath'>,
): WebhookAddresses | undefined {
  return existsSync(keyFileOf(config.databasePath)) ? openWebhooks(config) : undefined;
}
