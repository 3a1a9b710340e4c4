import { ApplicationWebhookEventStatus, ApplicationWebhookEventType } from 'discord.js';
import { z } from 'zod';
import { ENTITLEMENT_EVENTS } from '../discord/intake/entitlement-sync.ts';
import { EVENTS_PATH } from '../discord/intake/interactions-url.ts';
import type { Finding } from './finding.ts';

/** The parts of Discord's Application object about the events that it posts. */
export const eventSettings = z.object({
  event_webhooks_url: z.string().nullish(),
  event_webhooks_status: z.number().optional(),
  event_webhooks_types: z.array(z.string()).nullish(),
});

/** What takes events. */
export interface EventNeeds {
  readonly worksOutside: boolean;
  /** Whether purchases are known by posted events alone. */
  readonly premiumByHttp: boolean;
}

const { ApplicationDeauthorized } = ApplicationWebhookEventType;
const about = 'Discord';

/** Whether Discord posts the events that the bot needs. Says nothing if it needs none. */
export function* eventsOf(
  settings: z.infer<typeof eventSettings>,
  { worksOutside, premiumByHttp }: EventNeeds,
): Generator<Finding> {
  const needed: readonly string[] = [
    ...(worksOutside ? [ApplicationDeauthorized] : []),
    ...(premiumByHttp ? ENTITLEMENT_EVENTS : []),
  ];
  if (needed.length === 0) return;
  const { event_webhooks_url: url, event_webhooks_status: status } = settings;
  const isOn = status === ApplicationWebhookEventStatus.Enabled;
  const posted = url && isOn ? (settings.event_webhooks_types ?? []) : [];
  const lacking = needed.filter((one) => !posted.includes(one));
  // Without events of purchases, they are known a little later.
  const verdict = lacking.includes(ApplicationDeauthorized) ? 'wrong' : 'note';
  const where = "Under Webhooks in Discord's developer portal,";
  if (!url) {
    const next = `${where} enter the public address of HTTP_PORT with ${EVENTS_PATH} at its end.`;
    yield { verdict, about, says: 'it posts no events.', next };
  } else if (!isOn) {
    const isByDiscord = status === ApplicationWebhookEventStatus.DisabledByDiscord;
    const says = `events to ${url} are turned off${isByDiscord ? ' by Discord' : ''}.`;
    yield { verdict, about, says, next: `${where} turn them on. The bot must be running.` };
  } else if (lacking.length > 0) {
    const says = `it posts no ${lacking.join(', ')} events.`;
    yield { verdict, about, says, next: `${where} choose them.` };
  } else {
    yield { verdict: 'fine', about, says: `events are posted to ${url}.` };
  }
}
