import { MessageFlags } from 'discord.js';
import fc from 'fast-check';
import { expect } from 'vitest';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import { payloadOf, type Message } from '../../packages/stand-ins/discord/message.ts';
import { selectsOf } from '../../packages/stand-ins/discord/selects.ts';
import {
  type CustomId,
  formatCustomId,
  parseCustomId,
  SUBJECTS_OF_V1,
} from '../../src/discord/interactions/custom-id.ts';
import { textOf } from '../commands/scene.ts';
import { rightsOnPage, type Right } from '../docs/rights-table.ts';
import { forgedClick, forgedForm } from './forged.ts';
import {
  componentData,
  openRights,
  rowsIn,
  SECRET,
  type JobName,
  type KnownJob,
  type RightsScene,
} from './rights-scene.ts';

const UNKNOWN = 'n0suchj0b';
const ROLES = ['ada', 'moderator', 'manager', 'poster', 'stranger', 'blocked'] as const;
type Role = (typeof ROLES)[number];

/** What is pressed or sent in, by names of the scene. */
interface Forged {
  readonly right: Right;
  readonly role: Role;
  /** The job, member or message that the custom id names; `own`: the message that Discord sends along. */
  readonly job: JobName | 'unknown';
  readonly member: Role;
  readonly about: string;
  readonly index: number | undefined;
  /** The message that Discord sends along; `own`: that of the job. None for a form that a command opened. */
  readonly message: string | undefined;
  readonly direct: boolean;
  readonly isV1: boolean;
}

const JOB_NAMES = [
  ...(['plain', 'photo', 'private', 'erased', 'forgotten', 'failed'] as const),
  ...(['waiting', 'asking', 'asked', 'unknown'] as const),
];
const MESSAGES = [
  ...['own', 'own', 'own', 'own', 'plain', 'photo', 'private', 'erased', 'forgotten', 'failed'],
  ...['waiting', 'asking', 'asked', 'panel', 'panelOfOther', 'card', 'found', 'settings', 'report'],
];

const forgeriesOf = (right: Right) =>
  fc.record<Forged>({
    right: fc.constant(right),
    role: fc.constantFrom(...ROLES),
    job: fc.constantFrom(...JOB_NAMES),
    member: fc.constantFrom(...ROLES),
    about: fc.constantFrom(...MESSAGES),
    index: fc.constantFrom(undefined, 0, 0, 1),
    message: fc.constantFrom(undefined, ...MESSAGES),
    direct: fc.constantFrom(false, false, false, false, false, true),
    isV1: fc.boolean(),
  });

/** What a forgery comes to in a scene. */
class Press {
  readonly right: Right;
  readonly forged: Forged;
  readonly #scene: RightsScene;

  constructor(scene: RightsScene, forged: Forged) {
    this.#scene = scene;
    this.forged = forged;
    this.right = forged.right;
  }

  get job(): KnownJob | undefined {
    const { job } = this.forged;
    return job === 'unknown' ? undefined : this.#scene.jobs[job];
  }

  /** Where a press needs a message, there is always one. */
  get messageName(): string | undefined {
    const { message, job } = this.forged;
    if (message === undefined) return this.right.kind === 'form' ? undefined : 'plain';
    return message === 'own' ? (job === 'unknown' ? 'plain' : job) : message;
  }

  get message(): Message | undefined {
    return this.messageName === undefined
      ? undefined
      : this.#scene.messages[this.messageName]?.message;
  }

  /** Discord sends nobody a message along that they do not see. */
  get isPossible(): boolean {
    const { seenBy } = this.#scene.messages[this.messageName ?? ''] ?? {};
    return seenBy === undefined || seenBy === this.#scene.people[this.forged.role];
  }

  get id(): CustomId {
    const { right, forged } = this;
    const action = right.action ?? 'remaster';
    const asked = { action, ...(forged.index !== undefined && { index: forged.index }) };
    switch (right.subject) {
      case 'job':
        return { ...asked, job: this.job?.id ?? UNKNOWN };
      case 'report':
        return { ...asked, report: forged.job === 'unknown' ? UNKNOWN : this.#scene.reportId };
      case 'person':
        return {
          ...asked,
          person: this.#scene.people[forged.member].id,
          name: action === 'usage-where' ? 'pictures_day_7_here' : 'all',
        };
      case 'message': {
        const named = this.namedOn(forged.about === 'own' ? this.messageName : forged.about);
        const name = action === 'anew' ? 'vary' : action === 'found' ? 'imagine' : undefined;
        return { ...asked, message: named, ...(name !== undefined && { name }) };
      }
    }
  }

  get customId(): string {
    const { id, forged } = this;
    const end = id.index === undefined ? '' : `:${id.index}`;
    const about = Object.values({ ...id, action: '', index: '', name: '' }).join('');
    const isOld = forged.isV1 && SUBJECTS_OF_V1.get(id.action) === this.right.subject;
    return isOld ? `v1:${id.action}:${about}${end}` : formatCustomId(id);
  }

  /** The message that a card is about, or the message itself. */
  namedOn(name = 'plain'): string {
    const message = this.#scene.messages[name]?.message;
    const [about] = customIdsOf(message).flatMap((text) => {
      const id = parseCustomId(text);
      return id && 'message' in id ? [id.message] : [];
    });
    return about ?? message?.id ?? UNKNOWN;
  }

  get may(): boolean {
    const { right, forged } = this;
    if (forged.role === 'blocked' && !right.blocked) {
      // The form opens; sending it is refused.
      return right.subject === 'job' && !this.job?.isKnown && this.#isAskedAnew();
    }
    switch (right.subject) {
      case 'job':
        return this.#mayWithJob();
      case 'report': {
        const isHere =
          right.decidedBy === "the report's channel"
            ? this.message?.channel_id === this.#scene.messages.report?.message.channel_id
            : this.messageName === 'report';
        const isThere = forged.job !== 'unknown' && isHere;
        return isThere && forged.role === 'moderator' && !forged.direct;
      }
      case 'person':
        return !forged.direct && forged.member === forged.role && this.#mayForThemselves();
      case 'message':
        return !forged.direct && this.#isAskedOnCard();
    }
  }

  #mayWithJob(): boolean {
    const { right, forged, job } = this;
    const { role, direct } = forged;
    if (right.decidedBy === 'a private job of the server') {
      return role === 'moderator' && job?.private === true && !direct;
    }
    if (!job?.isKnown) return this.#isAskedAnew();
    const isRequester = role === 'ada';
    if ((job.private || direct) && !(isRequester && job.private)) return false;
    return this.#isPlaced(job) && isAmong(right, role, { job, isAsked: forged.job === 'asked' });
  }

  /** Only under the message of a job that no row knows. */
  #isAskedAnew(): boolean {
    const { right, forged } = this;
    const isForgotten = forged.job === 'forgotten' && this.messageName === 'forgotten';
    // Several pictures have buttons of their own.
    const isStep = right.action === 'vary' || right.action === 'upscale';
    const isOfOne = isStep && (this.message?.files.length ?? 0) > 0;
    const isButton = right.unknownRow === 'new request' && (forged.index === undefined || isOfOne);
    return isForgotten && isButton && !forged.direct;
  }

  #isPlaced(job: KnownJob): boolean {
    const isOwn = this.messageName === this.forged.job;
    const named = customIdsOf(this.message).flatMap((text) => {
      const id = parseCustomId(text);
      return id && 'job' in id ? [id.job] : [];
    });
    const isHere = named.length === 0 || named.includes(job.id);
    const { decidedBy } = this.right;
    const isPanelToo = decidedBy === 'its own message or panel' && this.forged.index !== undefined;
    const isOnOwn = decidedBy.startsWith('its own message') && !isPanelToo;
    return isOnOwn ? isOwn : isHere;
  }

  #mayForThemselves(): boolean {
    const { right, forged, job } = this;
    if (right.who === 'that member, a moderator' && forged.role !== 'moderator') return false;
    if (right.who === 'that member, a server manager') {
      // The others need a limit, which no forged one names.
      return forged.role === 'moderator' && right.kind === 'button';
    }
    // None of the roles operates the bot.
    if (right.who === 'that member, an operator') return false;
    const { decidedBy } = right;
    if (decidedBy.endsWith('their own job')) return forged.role === 'ada' && job?.isKnown === true;
    if (decidedBy.endsWith('a private job of the server')) return job?.private === true;
    // Nobody has any.
    return !decidedBy.endsWith('preset');
  }

  #isAskedOnCard(): boolean {
    const { id, message } = this;
    if (!('message' in id) || !message) return false;
    if (id.action === 'anew') return this.messageName === 'forgotten' && id.message === message.id;
    const { action, message: about, name } = id;
    const asked = { action, message: about, ...(name !== undefined && { name }) };
    return customIdsOf(message).includes(formatCustomId(asked));
  }

  send(): Promise<SandboxInteraction> {
    const { studio, people, messages } = this.#scene;
    const { right, forged, customId, message: from } = this;
    const by = people[forged.role];
    const anywhere = messages.plain?.message;
    const message = from ?? anywhere;
    if (!message) throw new Error('there is no message');
    const elsewhere = { direct: forged.direct };
    if (right.kind === 'form') {
      return forgedForm(studio, { by, message, from, ...elsewhere }, customId, { prompt: 'a fox' });
    }
    const value = right.subject === 'job' ? '0' : (this.job?.id ?? UNKNOWN);
    const data = componentData(right.kind === 'menu' ? 'menu' : 'button', customId, value);
    return forgedClick(studio, { by, message, ...elsewhere }, (payload) => ({
      ...payload,
      data,
      message: payloadOf(message),
    }));
  }
}

function isAmong(
  { who }: Right,
  role: Role,
  { job, isAsked }: { readonly job: KnownJob; readonly isAsked: boolean },
): boolean {
  if (who === 'anybody') return true;
  if (who === 'poster asked') return isAsked && role === 'poster';
  if (who === 'anybody, of what shows a person the requester' && !job.person) return true;
  const isManager = role === 'moderator' || role === 'manager';
  return role === 'ada' || (who.includes('Manage Messages') && isManager);
}

function customIdsOf(message: Message | undefined): readonly string[] {
  if (!message) return [];
  const buttons = buttonsOf(message).map(({ custom_id: id }) => id);
  return [...buttons, ...selectsOf(message).map(({ custom_id: id }) => id)];
}

/**
 * Forges every custom id of the table of rights so many times, each from some role and message. Whatever the table does not
 * allow has to be refused quietly, to show nothing, and to change no row.
 */
export async function forgeAll(times: number): Promise<void> {
  const scene = await openRights();
  const before = rowsIn(scene.studio);
  for (const right of rightsOnPage()) {
    const property = fc.asyncProperty(forgeriesOf(right), async (forged) => {
      const press = new Press(scene, forged);
      fc.pre(press.isPossible && !press.may);
      const { message, modal } = await (await press.send()).answered;
      expect(modal, press.customId).toBeUndefined();
      expect(message?.flags, press.customId).toBe(MessageFlags.Ephemeral);
      expect(message?.files).toEqual([]);
      expect(message && textOf(message)).not.toContain(SECRET);
      expect(message && textOf(message)).not.toBe('');
      expect(rowsIn(scene.studio), press.customId).toEqual(before);
    });
    await fc.assert(property, { numRuns: times });
  }
}
