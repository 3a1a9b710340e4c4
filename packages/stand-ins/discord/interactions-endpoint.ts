import { generateKeyPairSync, sign } from 'node:crypto';
import type { Clock } from '../../../src/engines/clock.ts';
import { FormErrors } from './discord-error.ts';

const PING = 1;
const PONG = { type: 1 };

/** An event that Discord posts to an application. */
export interface WebhookEvent {
  readonly applicationId: string;
  readonly type: string;
  readonly data: unknown;
  readonly at: number;
}

/** Where a bot has its interactions posted, in place of the gateway. */
export class InteractionsEndpoint {
  readonly #keys = generateKeyPairSync('ed25519');
  readonly #clock: Clock;
  #url: string | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get url(): string | undefined {
    return this.#url;
  }

  /** As in Discord's application object: 64 hexadecimal digits. */
  get publicKey(): string {
    const { x = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    return Buffer.from(x, 'base64url').toString('hex');
  }

  /**
   * Changes the address, once it has answered a PING and refused one with a wrong signature. `null`:
   * interactions go to the gateway.
   *
   * @throws DiscordError as Discord's (github.com/discord/discord-example-app/issues/16).
   */
  async change(url: string | null): Promise<void> {
    const errors = new FormErrors();
    if (url !== null && !(await this.#isValid(url))) {
      errors.add(
        ['interactions_endpoint_url'],
        'APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID',
        'The specified interactions endpoint URL could not be verified.',
      );
    }
    errors.throwIfAny();
    this.#url = url ?? undefined;
  }

  /** The address was set and verified earlier, by a bot that does not run now. */
  setEarlier(url: string): void {
    this.#url = url;
  }

  /** Posts an interaction. An answer with a body would be its first answer, which no bot here gives. */
  async post(payload: unknown): Promise<void> {
    if (this.#url === undefined) throw new TypeError('there is no endpoint');
    // Discord shows the member that the bot did not respond.
    await this.#send(this.#url, JSON.stringify(payload)).catch(() => undefined);
  }

  async #isValid(url: string): Promise<boolean> {
    const ping = JSON.stringify({ type: PING, id: '1', version: 1 });
    try {
      const pong = await this.#send(url, ping);
      if (pong.status !== 200) return false;
      if (JSON.stringify(await pong.json()) !== JSON.stringify(PONG)) return false;
      const forged = await this.#send(url, ping, { signed: `${ping} ` });
      return forged.status === 401;
    } catch {
      return false;
    }
  }

  /**
   * Posts an event, as Discord's webhook events are, and returns the status of the answer. `at`: when it happened, in
   * milliseconds since the epoch. `forged`: with a wrong signature.
   */
  async postEvent(
    url: string,
    { applicationId, type, data, at }: WebhookEvent,
    { forged = false } = {},
  ): Promise<number> {
    // As in Discord's example: microseconds, and no zone.
    const timestamp = new Date(at).toISOString().replace('Z', '000');
    const event = { type, timestamp, data };
    const body = JSON.stringify({ version: 1, application_id: applicationId, type: 1, event });
    return (await this.#send(url, body, forged ? { signed: `${body} ` } : {})).status;
  }

  /** Posts the PING by which Discord checks the address of webhook events. Returns the status. */
  async pingForEvents(url: string, applicationId: string): Promise<number> {
    const body = JSON.stringify({ version: 1, application_id: applicationId, type: 0 });
    return (await this.#send(url, body)).status;
  }

  #send(url: string, body: string, { signed = body } = {}): Promise<Response> {
    return fetch(url, { method: 'POST', headers: this.headersFor(signed), body });
  }

  /** The headers by which Discord signs a body. */
  headersFor(body: string): Record<string, string> {
    const timestamp = String(Math.floor(this.#clock.now() / 1_000));
    const signature = sign(null, Buffer.from(timestamp + body), this.#keys.privateKey);
    return {
      'content-type': 'application/json',
      'x-signature-timestamp': timestamp,
      'x-signature-ed25519': signature.toString('hex'),
    };
  }
}
