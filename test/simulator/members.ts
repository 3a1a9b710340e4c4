import {
  type Component,
  clientSends,
  type Message,
  type SentInteraction,
} from './discord-model.ts';
import { menuNames } from '../../src/say/say.ts';
import { pictureNamed } from './pictures.ts';
import type { Act, Deed } from './plan.ts';
import type { World } from './world.ts';

const CHANNELS = ['400000000000000001', '400000000000000002'] as const;

/** Each has a word that no other member writes, by which their rows are found. */
export const MEMBERS = [
  { id: '300000000000000001', name: 'Ada', word: 'marigold', channelId: CHANNELS[0] },
  { id: '300000000000000002', name: 'Ben', word: 'nettle', channelId: CHANNELS[0] },
  { id: '300000000000000003', name: 'Cy', word: 'clover', channelId: CHANNELS[1] },
] as const;
export type Member = (typeof MEMBERS)[number];

/** The buttons by which a requester, or a poster, agrees. */
const AGREEING: ReadonlySet<string> = new Set(['consent', 'nobody', 'agree', 'agree-nobody']);

/** What a member's client sends. */
interface Sent {
  readonly type: number;
  readonly data: object;
  readonly clicked?: Message | undefined;
  readonly channelId?: string;
}

/** How long a member takes to read an answer before the next press. */
const READS_MS = 4_000;

/** What a member was told about their data, and when. */
interface Answered {
  readonly member: Member;
  readonly interaction: SentInteraction;
  readonly message: Message;
  /** How often the message had been written when the button was pressed. */
  readonly written: number;
  readonly pressedAt: number;
}

/** The members of the server. They know what they agreed to, and what the bot answered. */
export class Members {
  /** Photos by name, with the consent that came with them. */
  readonly sentPhotos = new Map<
    string,
    { readonly member: Member; readonly consentedAt?: number }
  >();
  /** Who agreed by a button to what a job uses, and when. */
  readonly agreed: { readonly jobId: string; readonly by: Member; readonly at: number }[] = [];
  readonly withdrawals: Answered[] = [];
  readonly erasures: Answered[] = [];
  /** When each member last did anything. */
  readonly lastActs = new Map<string, number>();
  readonly #world: World;
  #photos = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Does what the plan says next. */
  async take({ who, does, twice }: Act): Promise<void> {
    const member = MEMBERS[who] ?? MEMBERS[0];
    const { timeline } = this.#world;
    switch (does.kind) {
      case 'kill':
        this.#world.crash();
        return;
      case 'stop':
        return this.#world.stop();
      case 'clock':
        this.#world.tell(`The clock is set back by ${does.backMs / 1_000} s`);
        timeline.setBack(does.backMs);
        return;
      case 'privacy':
        return this.#privacy(member, does.choice);
      case 'use':
        return this.#use(member, MEMBERS[does.of] ?? MEMBERS[0]);
      case 'press':
        this.#press(member, does.button, { nth: does.nth, twice });
        return;
      case 'imagine':
        for (let time = 0; time < does.times; time += 1) this.#command(member, does, twice);
        return;
      case 'sketch':
      case 'face':
        this.#command(member, does, twice);
    }
  }

  /** Whether the bot has said that it did what a member wanted of their data. */
  isAnswered({ message, written }: Answered): boolean {
    return message.written > written;
  }

  #command(
    member: Member,
    does: Extract<Deed, { kind: 'imagine' | 'sketch' | 'face' }>,
    twice: boolean,
  ): void {
    const prompt = `a lighthouse with ${member.word}`;
    if (does.kind !== 'face') {
      const count = does.kind === 'imagine' ? does.count : 1;
      const name = does.kind === 'sketch' ? 'sketch' : 'imagine';
      this.#send(member, clientSends.command(name, { prompt, ...(count > 1 && { count }) }), {
        what: `asks for ${count} of /${name}`,
        twice,
      });
      return;
    }
    const { timeline, photos } = this.#world;
    const { name, bytes } = this.#newPhoto(member);
    const id = `50000000000000000${this.#photos}`;
    const path = `/ephemeral-attachments/1/${id}/photo.png`;
    photos.set(path, bytes);
    const { consents } = does;
    this.sentPhotos.set(name, { member, ...(consents && { consentedAt: timeline.now }) });
    const url = `https://cdn.discordapp.com${path}`;
    const attachment = {
      id,
      filename: 'photo.png',
      size: bytes.length,
      url,
      content_type: 'image/png',
    };
    const options = { prompt, ...(consents && { face_consent: true }) };
    this.#send(
      member,
      clientSends.command('imagine', options, { option: 'face', id, attachment }),
      {
        what: `asks for /imagine with ${name}${consents ? ' and agrees to its use' : ''}`,
        twice,
      },
    );
  }

  async #use(member: Member, poster: Member): Promise<void> {
    const { discord, timeline } = this.#world;
    const { name, bytes } = this.#newPhoto(poster);
    this.sentPhotos.set(name, { member: poster });
    const message = discord.post(poster.id, CHANNELS[0], bytes);
    this.lastActs.set(poster.id, timeline.now);
    const sent = { ...discord.menuOf(message, menuNames.useAsFace), channelId: CHANNELS[0] };
    this.#send(member, sent, { what: `uses ${name}, which ${poster.name} has posted` });
    await timeline.advance(READS_MS);
    this.#press(member, 'use-face');
    // The form is sent meanwhile.
    await timeline.advance(2 * READS_MS);
  }

  #newPhoto({ word }: Member): { readonly name: string; readonly bytes: Buffer } {
    this.#photos += 1;
    const name = `photo-${word}-${this.#photos}`;
    return { name, bytes: pictureNamed(name) };
  }

  async #privacy(member: Member, choice: 'erase' | 'withdraw'): Promise<void> {
    const { timeline } = this.#world;
    this.#send(member, clientSends.command('privacy', {}), { what: 'opens /privacy' });
    await timeline.advance(READS_MS);
    this.#press(member, `privacy-${choice}`);
    if (choice === 'withdraw') return;
    await timeline.advance(READS_MS);
    this.#press(member, 'privacy-erase-now');
  }

  #press(member: Member, button: string, { nth = 0, twice = false } = {}): void {
    const found = this.#buttons(member, button)[nth];
    if (!found) {
      this.#world.tell(`${member.name} finds no ${button}`);
      return;
    }
    const { message, component } = found;
    const values = component.options?.slice(0, 1).map(({ value }) => value);
    const sent = clientSends.click(message, component, values);
    const { timeline } = this.#world;
    const answered = { member, message, written: message.written, pressedAt: timeline.now };
    const what = `presses ${component.custom_id ?? ''} of ${message.id}`;
    const interaction = this.#send(member, sent, { what, twice });
    if (AGREEING.has(button)) {
      const jobId = component.custom_id?.split(':')[3] ?? '';
      this.agreed.push({ jobId, by: member, at: timeline.now });
    }
    if (button === 'privacy-withdraw') this.withdrawals.push({ ...answered, interaction });
    if (button === 'privacy-erase-now') this.erasures.push({ ...answered, interaction });
  }

  /** The buttons and menus of that action, the newest first. */
  #buttons({ id }: Member, action: string) {
    const messages = [...this.#world.discord.seenBy(id)].reverse();
    return messages.flatMap((message) =>
      componentsIn(message.components)
        .filter(({ custom_id: customId }) => customId?.split(':')[1] === action)
        .map((component) => ({ message, component })),
    );
  }

  #send(
    member: Member,
    sent: Sent,
    { what, twice = false }: { readonly what: string; readonly twice?: boolean },
  ): SentInteraction {
    const { discord, timeline } = this.#world;
    this.lastActs.set(member.id, timeline.now);
    this.#world.tell(`${member.name} ${what}${twice ? ', which Discord delivers twice' : ''}`);
    const { channelId = sent.clicked?.channelId ?? member.channelId, ...payload } = sent;
    const interaction = discord.interact(member.id, channelId, payload);
    this.#world.deliver(interaction);
    if (twice) {
      timeline.after(200, () => {
        this.#world.deliver(interaction);
      });
    }
    timeline.after(READS_MS, () => {
      const { modal, clicked } = interaction;
      if (modal) this.#send(member, clientSends.form(clicked, modal), { what: 'sends the form' });
    });
    return interaction;
  }
}

/** All components, as deep as they stand. */
export function componentsIn(components: readonly Component[]): readonly Component[] {
  return components.flatMap((one) => [
    one,
    ...componentsIn([...(one.components ?? []), ...(one.component ? [one.component] : [])]),
  ]);
}
