import type { Config } from '../config/config.ts';
import { keyFor, openKeyFile } from '../record/store/key-file.ts';
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
  const key = keyFor('webhook', openKeyFile(`${databasePath}.key`));
  return new WebhookAddresses({ publicUrl, key });
}
