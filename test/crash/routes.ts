/** The kinds of request that the bot makes, by method and path; the first that fits. */
const ROUTES = {
  callback: /^POST .*\/callback/,
  'edit by token': /^PATCH .*\/webhooks\//,
  'look by token': /^GET .*\/webhooks\//,
  'delete by token': /^DELETE .*\/webhooks\//,
  'follow up': /^POST .*\/webhooks\//,
  'edit as bot': /^PATCH .*\/channels\/\d+\/messages\//,
  'delete as bot': /^DELETE .*\/channels\/\d+\/messages\//,
  'open direct': /^POST .*\/users\/(@|%40)me\/channels$/,
  post: /^POST .*\/channels\/\d+\/messages/,
  find: /^GET .*\/channels\/\d+\/messages/,
  run: /^POST .*\/run$/,
  status: /^GET .*\/status\//,
  cancel: /^POST .*\/cancel\//,
  health: /^GET .*\/health$/,
  attachment: /^GET \/ephemeral-attachments\//,
  posted: /^GET \/attachments\//,
  application: /^GET .*\/applications\/(@|%40)me$/,
  'own user': /^GET .*\/users\/(@|%40)me$/,
  'command permissions': /^GET .*\/commands\/permissions$/,
  commands: /^(GET|PUT) .*\/commands(\?|$)/,
  guilds: /^GET .*\/guilds(\?|$)/,
  roles: /^GET .*\/guilds\/\d+\/roles$/,
  member: /^GET .*\/guilds\/\d+\/members\/\d+$/,
  guild: /^GET .*\/guilds\/\d+$/,
  user: /^GET .*\/users\/\d+$/,
  consume: /^POST .*\/entitlements\/\d+\/consume$/,
  entitlement: /^GET .*\/entitlements\/\d+$/,
  entitlements: /^GET .*\/entitlements(\?|$)/,
  gateway: /^GET .*\/gateway\/bot$/,
  channel: /^GET .*\/channels\/\d+$/,
} as const;

/** `upload` is an edit by token that carries a picture. */
export type Route = keyof typeof ROUTES | 'upload';

/**
 * Which kind of request this is. `headers` in any shape that has them as text. @throws Error for one
 * of no kind: a new one needs its own kills.
 */
export function routeOf(method: string, path: string, headers: string): Route {
  for (const [route, pattern] of Object.entries(ROUTES) as [keyof typeof ROUTES, RegExp][]) {
    if (!pattern.test(`${method} ${path}`)) continue;
    return route === 'edit by token' && headers.includes('multipart/') ? 'upload' : route;
  }
  throw new Error(`a request of no known kind: ${method} ${path}`);
}

/** undici's channels of one request, in the order in which they come. */
export const REQUEST_PHASES = {
  'before it leaves': 'undici:request:create',
  'when it is sent': 'undici:request:bodySent',
  'when its answer begins': 'undici:request:headers',
  'when its answer is read': 'undici:request:trailers',
} as const;

/** A piece of a body; a large one comes in several. */
export const PIECE_SENT = 'undici:request:bodyChunkSent';
export const PIECE_RECEIVED = 'undici:request:bodyChunkReceived';
