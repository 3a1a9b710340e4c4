import { once } from 'node:events';
import {
  ApplicationCommandOptionType,
  Client,
  DiscordAPIError,
  Events,
  GatewayDispatchEvents,
  Routes,
  type RESTOptions,
  type APIInteraction,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { sending, Upload } from '../../../src/discord/rest/message-payload.ts';
import type { Clock } from '../../../src/engines/clock.ts';
import { restOptions } from '../../../src/discord/rest/rest.ts';
import { discordTransport } from '../../../src/discord/rest/transport.ts';
import type { SandboxInteraction } from '../../../packages/stand-ins/discord/interaction.ts';
import { DiscordSandbox } from '../../../packages/stand-ins/discord/sandbox.ts';
import { ManualClock } from '../../support/manual-clock.ts';

/** A sandbox of this test's own; by real time, it has patience with a busy machine. */
export async function startSandbox(clock?: Clock): Promise<DiscordSandbox> {
  const sandbox = await DiscordSandbox.start(clock ? { clock } : { answerWithinMs: 30_000 });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

export const DRAW: RESTPostAPIApplicationCommandsJSONBody = {
  name: 'draw',
  description: 'Draws something',
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'prompt',
      description: 'What to draw',
      required: true,
      max_length: 20,
    },
    {
      type: ApplicationCommandOptionType.Integer,
      name: 'steps',
      description: 'How many',
      min_value: 15,
      max_value: 50,
    },
    { type: ApplicationCommandOptionType.Attachment, name: 'face', description: 'A photo' },
    {
      type: ApplicationCommandOptionType.String,
      name: 'style',
      description: 'A style',
      autocomplete: true,
    },
  ],
};

/** Makes requests as the bot does, also those with files that discord.js has put into a form. */
function withForms(makeRequest: RESTOptions['makeRequest']): RESTOptions['makeRequest'] {
  return async (url, init) => {
    const form: unknown = init.body;
    if (!(form instanceof FormData)) return makeRequest(url, init);
    const json = z.string().parse(form.get('payload_json') ?? '{}');
    const files = [];
    for (const file of form.values()) {
      if (typeof file === 'string') continue;
      const data = Buffer.from(await file.arrayBuffer());
      files.push({ name: file.name, type: file.type || 'application/octet-stream', data });
    }
    const body: object = z.looseObject({}).parse(JSON.parse(json));
    // Its type knows forms and texts, and discord.js passes on whatever it is given.
    return makeRequest(url, Object.assign({}, init, { body: new Upload(body, files) }));
  };
}

/**
 * A discord.js client, logged in, with `/draw` registered. It makes requests as the bot does, since
 * discord.js' own way cannot send files once a newer undici than its own is loaded in the process.
 */
export async function startBot(sandbox: DiscordSandbox): Promise<Client> {
  const rest = { ...restOptions(sandbox.apiUrl), makeRequest: withForms(discordTransport()) };
  const client = new Client({ intents: [], rest });
  onTestFinished(() => client.destroy());
  const ready = once(client, Events.ClientReady);
  await client.login(sandbox.token);
  await ready;
  await client.rest.put(Routes.applicationCommands(sandbox.applicationId), { body: [DRAW] });
  return client;
}

/**
 * Both, and a way to answer interactions by hand. Without a clock of the test's own, time stands still:
 * a busy machine may be slow to answer.
 */
export async function startBoth(clock: Clock = new ManualClock()) {
  const sandbox = await startSandbox(clock);
  const client = await startBot(sandbox);
  const { rest } = client;
  const answer = (
    { id, token }: SandboxInteraction,
    body: object,
    files: { name: string; data: Buffer }[] = [],
  ) =>
    rest
      .post(Routes.interactionCallback(id, token), {
        ...sending(body, files),
        auth: false,
        query: new URLSearchParams({ with_response: 'true' }),
      })
      .then((response) => WithMessage.parse(response).resource.message);
  const draw = () => {
    const { people, channels } = sandbox.world;
    return sandbox.command({
      by: people.ada,
      in: channels.restricted,
      name: 'draw',
      options: { prompt: 'a fox' },
    });
  };
  const original = ({ token }: SandboxInteraction) =>
    Routes.webhookMessage(sandbox.applicationId, token, '@original');
  return { sandbox, client, rest, answer, draw, original };
}

const WithMessage = z.object({
  resource: z.object({ message: z.looseObject({ id: z.string() }).optional() }),
});

/** The interactions that reach the client, as raw payloads. */
export function received(client: Client): APIInteraction[] {
  const seen: APIInteraction[] = [];
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (payload: APIInteraction) =>
    seen.push(payload),
  );
  return seen;
}

/** Status, code and error tree of a call that Discord refuses. */
export async function refusal(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiscordAPIError)) throw error;
  return { status: error.status, code: error.code, errors: error.rawError };
}
