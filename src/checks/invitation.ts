import { z } from 'zod';
import { lackingPermissions, TO_BE_INVITED_WITH } from '../discord/interactions/permissions.ts';
import { say } from '../say/say.ts';
import type { Finding } from './finding.ts';

const SCOPES = ['bot', 'applications.commands'];

const installParams = z.object({
  scopes: z.array(z.string()),
  permissions: z.string().regex(/^\d+$/).transform(BigInt),
});

/** The parts of Discord's Application object that say how the bot is invited. */
export const applicationAnswer = z.object({
  id: z.string(),
  name: z.string().catch('an application without a name'),
  install_params: installParams.optional().catch(undefined),
  // "0" is the installation into a server (Discord's Application Integration Types).
  integration_types_config: z
    .object({ 0: z.object({ oauth2_install_params: installParams.nullish() }).nullish() })
    .optional()
    .catch(undefined),
});

/** What the application's own install link asks for, compared with what the bot needs. */
export function inviteOf(application: z.infer<typeof applicationAnswer>): Finding {
  const about = 'Discord';
  const params =
    application.integration_types_config?.[0]?.oauth2_install_params ?? application.install_params;
  const next = `Set it on the Installation page, or invite the bot with ${inviteLink(application.id)}`;
  if (!params) return { verdict: 'note', about, says: 'no install link is set up.', next };
  const { permissionNames } = say();
  const lacking = [
    ...SCOPES.filter((one) => !params.scopes.includes(one)).map((scope) => `the scope ${scope}`),
    ...lackingPermissions(params.permissions, TO_BE_INVITED_WITH).map(
      (name) => permissionNames[name],
    ),
  ];
  return lacking.length === 0
    ? { verdict: 'fine', about, says: 'the install link asks for everything that is needed.' }
    : { verdict: 'note', about, says: `the install link lacks ${lacking.join(', ')}.`, next };
}

/** An address that invites the bot with everything that it needs. */
export function inviteLink(applicationId: string): string {
  const url = new URL('https://discord.com/oauth2/authorize');
  const bits = TO_BE_INVITED_WITH.reduce((all, { bit }) => all | bit, 0n);
  url.searchParams.set('client_id', applicationId);
  url.searchParams.set('scope', SCOPES.join(' '));
  url.searchParams.set('permissions', String(bits));
  return url.href;
}
