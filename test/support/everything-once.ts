import { randomBytes } from 'node:crypto';
import SQLite from 'better-sqlite3';
import sharp from 'sharp';
import { expect } from 'vitest';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { FaultAnswer } from '../../packages/stand-ins/loopback.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { BotProcess } from './bot-process.ts';
import { imagine, shown } from './imagine.ts';
import type { Studio } from './studio.ts';

/** A header may hold such a key; JSON and an address write it otherwise. */
export const API_KEY = 'rp"ak+=%&ey<of>this-one-run';
/** Rare words, and characters that are written otherwise in JSON and in an address. */
export const PROMPT = 'Zyxomma "quillwort"\nunder a *violet* parhelion, cut\\loose';
const CONSENT = 'I am this person, or have their permission';
const ENDS = ['completed', 'failed', 'cancelled', 'expired'];

const output = { images: [{ data: base64(PNG) }] };

/** A picture of which no part looks like another one of a different format. */
function noise(format: 'jpeg' | 'png'): Promise<Buffer> {
  const raw = { width: 40, height: 40, channels: 3 } as const;
  return sharp(randomBytes(40 * 40 * 3), { raw })
    .toFormat(format)
    .toBuffer();
}

const mayTryAgain = ({ components }: Message) => JSON.stringify(components).includes('Try again');

/** Answers of servers that are ill, or that send back what they were sent. */
function illAnswers(secrets: readonly string[]): FaultAnswer[] {
  const echo = `Bearer ${API_KEY} ${PROMPT} ${secrets.join(' ')}`;
  const json = (status: number, body: object) => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const told = [{ code: 'BASE_TYPE_BAD_LENGTH', message: `${echo} is too long` }];
  return [
    'reset',
    { status: 502, headers: { 'content-type': 'text/html' }, body: `<html>${echo}</html>` },
    { status: 200, headers: { 'content-type': 'application/json' }, body: echo },
    { status: 400, headers: { 'content-type': 'application/json' }, body: PROMPT },
    json(200, { input: echo, status: PROMPT, output: echo }),
    json(200, { id: { of: echo }, status: [echo] }),
    json(400, { code: 50035, message: echo, errors: { data: { content: { _errors: told } } } }),
    json(400, { code: echo, message: echo }),
    json(400, { code: 200000, message: echo }),
    json(401, { code: 50027, message: echo }),
    json(500, { message: echo, error: echo }),
    json(404, { code: PROMPT, message: echo }),
  ];
}

/** The studio of one run, everything that was done in it, and all that came of it. */
export class Run {
  readonly studio: Studio;
  readonly interactions: SandboxInteraction[] = [];
  readonly photos: Buffer[] = [];
  readonly processes: BotProcess[] = [];
  /** Every state of every message, deleted ones too. */
  readonly messages: string[] = [];

  constructor(studio: Studio) {
    this.studio = studio;
    studio.discord.onMessage(({ message }) => this.messages.push(JSON.stringify(message)));
  }

  async start(): Promise<BotProcess> {
    const { general } = this.studio.discord.world.channels;
    const env = { ...this.studio.env, OPERATOR_CHANNEL_ID: general.id };
    const bot = BotProcess.start(env, this.studio.folder);
    this.processes.push(bot);
    await bot.waitFor(({ msg }) => msg === 'ready');
    return bot;
  }

  async imagine(options: OptionValues = {}): Promise<SandboxInteraction> {
    const { restricted } = this.studio.discord.world.channels;
    const asked = { prompt: PROMPT, negative_prompt: PROMPT, ...options };
    const interaction = await imagine(this.studio, asked, restricted);
    this.interactions.push(interaction);
    return interaction;
  }

  async withPhoto(options: OptionValues = {}): Promise<SandboxInteraction> {
    const bytes = await noise('jpeg');
    this.photos.push(bytes);
    this.studio.runpod.script({ output: { images: [{ data: base64(await noise('png')) }] } });
    return this.imagine({ face: { name: 'holiday-portrait.jpg', bytes }, ...options });
  }

  async click(message: Message, label: string): Promise<void> {
    const { ada } = this.studio.discord.world.people;
    this.interactions.push(await this.studio.discord.click({ by: ada, message, label }));
  }

  async command(name: string): Promise<void> {
    const { people, channels } = this.studio.discord.world;
    const use = { by: people.ada, in: channels.restricted, name };
    const interaction = await this.studio.discord.command(use);
    this.interactions.push(interaction);
    await interaction.answered;
  }

  /** The message that answers an interaction, as soon as it fits. */
  showing(interaction: SandboxInteraction, fits: (message: Message) => boolean): Promise<Message> {
    return this.studio.discord.waitFor(
      (message) => message.interaction_metadata?.id === interaction.id && fits(message),
    );
  }

  /** Until so many jobs have come to an end, and none is left. */
  async ended(): Promise<void> {
    const database = new SQLite(this.studio.databasePath, { readonly: true });
    const query = database.prepare<[], { state: string }>('SELECT state FROM jobs');
    const open = () => query.all().filter(({ state }) => !ENDS.includes(state));
    await expect.poll(open).toEqual([]);
    database.close();
  }
}

/** Everything that a bot does, well and badly. */
export async function doEverything(run: Run): Promise<void> {
  const { discord, runpod } = run.studio;
  const bot = await run.start();

  // What goes well: words, a photo, a photo with the question, the quiet commands.
  const plain = await run.imagine();
  const face = await run.withPhoto({ face_consent: true });
  await run.showing(plain, shown);
  await run.showing(face, shown);
  const asked = await run.withPhoto();
  const { message: question } = await asked.answered;
  if (!question) throw new Error('nothing was asked');
  await run.click(question, CONSENT);
  await run.command('jobs');
  await run.command('status');
  await run.imagine({ face: { name: 'no.png', bytes: Buffer.from(PROMPT) }, face_consent: true });
  await run.ended();

  // A worker that says too much.
  const data = base64(run.photos[0] ?? PNG);
  const said = `cannot draw ${PROMPT} with ${API_KEY} in ${data}`;
  const lines = said.replace(data, data.replace(/.{64}/g, '$&\n'));
  runpod.script({ error: said });
  runpod.script({ output: { error: `ComfyUI error: ${lines}` } });
  runpod.script({ error: JSON.stringify({ error_message: said, error_traceback: said }) });
  const failing = [await run.imagine(), await run.imagine(), await run.imagine()];
  const [failed] = await Promise.all(failing.map((each) => run.showing(each, mayTryAgain)));
  runpod.script({ output });
  if (failed) await run.click(failed, 'Try again');
  await run.ended();

  // A cancel while it works.
  runpod.hold();
  const { message: working } = await (await run.imagine()).answered;
  if (!working) throw new Error('no message');
  await run.click(working, 'Cancel');
  runpod.release();
  await run.ended();

  // Servers that are ill.
  const tokens = [discord.token, ...run.interactions.map(({ token }) => token)];
  for (const answer of illAnswers(tokens)) {
    runpod.http.fault({ path: /\/(run|status)/, answer });
    runpod.http.fault({ path: /health/, answer });
    discord.rest.fault({ path: /callback/, answer });
    discord.rest.fault({ method: 'PATCH', path: /./, answer });
    discord.cdn.fault({ path: /./, answer });
    runpod.script({ output });
    await run.imagine();
  }
  await run.withPhoto({ face_consent: true });
  await run.ended();
  for (const server of [runpod.http, discord.rest, discord.cdn]) server.clearFaults();

  // A death in the middle, and an end in good order.
  runpod.hold();
  await run.withPhoto({ face_consent: true });
  await run.imagine();
  await runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
  // The key is refused just then, and the operator is told.
  const body = JSON.stringify({ error: `${API_KEY} is not a key` });
  runpod.http.fault({ path: /./, times: Infinity, answer: { status: 401, body } });
  await discord.waitFor(({ content }) => content.includes('RUNPOD_API_KEY'));
  runpod.http.clearFaults();
  bot.kill('SIGKILL');
  await bot.ended;
  const next = await run.start();
  runpod.release();
  await run.ended();
  next.kill('SIGTERM');
  await next.ended;
}
