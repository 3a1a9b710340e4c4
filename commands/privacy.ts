import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { ApplicationCommandType } from 'discord.js';
import type { Card, CardButton } from '../src/discord/cards/card.ts';
import {
  erasedLines,
  type EraseOutcome,
  type RetentionTimes,
  summaryLines,
} from '../src/discord/cards/privacy-card.ts';
import { type Feature, EVERYWHERE, on } from '../src/discord/intake/handlers.ts';
import type { OutgoingFile } from '../src/discord/rest/message-payload.ts';
import type { ErasedMessages } from '../src/discord/sync/erased-messages.ts';
import type { Clock } from '../src/engines/clock.ts';
import type { MemberReads } from '../src/engines/member-reads.ts';
import { type PictureStore, removePictures } from '../src/images/picture-store.ts';
import type { Logger } from '../src/logger/logger.ts';
import type { Erasure } from '../src/privacy/erasure.ts';
import type { PersonalData } from '../src/privacy/personal-data.ts';
import type { DataCopies } from '../src/privacy/sql/data-copies.ts';
import { inEveryLanguage } from '../src/recipes/localized-definition.ts';
import { type Catalogue, say } from '../src/say/say.ts';

interface Needs {
  readonly personalData: PersonalData;
  readonly dataCopies: DataCopies;
  readonly erasure: Erasure;
  readonly erasedMessages: ErasedMessages;
  readonly pictures: PictureStore;
  /** Reads that a member can repeat, one of each kind at a time. */
  readonly memberReads: MemberReads;
  readonly retention: RetentionTimes;
  /** The operator's privacy policy, if any. */
  readonly privacyUrl: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** `/privacy` and the buttons of its answer. */
export const privacy: Feature<Needs> = {
  reach: 'own-data',
  /** `/privacy`: shows what is stored about a member and their choices. */
  command: {
    definition: inEveryLanguage((words) => ({
      type: ApplicationCommandType.ChatInput,
      name: 'privacy',
      description: words.commands.privacy,
      ...EVERYWHERE,
    })),
    execute: ({ user, locale }, services) => ({
      kind: 'later',
      message: () => summaryCard(user.id, say(locale), services),
    }),
  },
  buttons: [
    /** Sends a member all their stored data as a file. */
    on('person', 'privacy-export', async (interaction, _, { personalData, dataCopies, clock }) => {
      const copy = await dataCopies.begin(interaction.user.id);
      return {
        kind: 'later',
        onEnd: (shown) => copy.end(shown),
        message: async () => {
          const exportedAt = new Date(clock.now()).toISOString();
          const file = await exportFile(
            { exportedAt },
            personalData.recordsOf(interaction.user.id),
          );
          const text = [say(interaction.locale).privacy.copy];
          return { card: { text, files: [file.name] }, files: [file] };
        },
      };
    }),
    /** Withdraws consents, and cancels jobs under way with the member's photos. */
    on('person', 'privacy-withdraw', (interaction, _, { erasure }) => {
      return {
        kind: 'replaced-later',
        message: async () => {
          const counts = await erasure.withdrawConsents(interaction.user.id);
          return { text: [say(interaction.locale).privacy.withdrawn(counts)] };
        },
      };
    }),
    /** Asks for confirmation. */
    on('person', 'privacy-erase', (interaction) => {
      const words = say(interaction.locale).privacy;
      const buttons = [
        own(interaction.user.id, 'privacy-erase-now', words.buttons.eraseNow, 'danger'),
        own(interaction.user.id, 'privacy-keep', words.buttons.keep, 'secondary'),
      ];
      return {
        kind: 'replaced',
        message: { text: words.eraseQuestion, buttons: [buttons] },
      };
    }),
    /** Erases the member's data and reports what could not be erased. */
    on('person', 'privacy-erase-now', (interaction, _, services) => {
      return {
        kind: 'replaced-later',
        message: async () => {
          const outcome = await eraseAll(interaction.user.id, services);
          return { text: erasedLines(outcome, say(interaction.locale)) };
        },
      };
    }),
    on('person', 'privacy-keep', (interaction) => {
      return {
        kind: 'replaced',
        message: { text: [say(interaction.locale).privacy.kept] },
      };
    }),
  ],
};

async function summaryCard(
  userId: string,
  words: Catalogue,
  { personalData, memberReads, retention, privacyUrl }: Needs,
): Promise<Card> {
  const { title, buttons, policy } = words.privacy;
  const summary = await memberReads.latest('privacy', userId, ({ signal }) =>
    personalData.summaryOf(userId, signal),
  );
  return {
    title,
    lines: [
      ...summaryLines(summary, retention, words),
      ...(privacyUrl === undefined ? [] : [policy(privacyUrl)]),
    ],
    buttons: [
      [
        own(userId, 'privacy-export', buttons.export, 'secondary'),
        ...(summary.consents + summary.statements > 0
          ? [own(userId, 'privacy-withdraw', buttons.withdraw, 'secondary')]
          : []),
        own(userId, 'privacy-erase', buttons.erase, 'danger'),
      ],
    ],
  };
}

/** A button only for the member it concerns. */
function own(person: string, action: string, label: string, kind: CardButton['kind']): CardButton {
  return { id: { action, person }, label, kind };
}

/** How long the answer waits for message deletions. Some may continue after it. */
const LONGEST_WAIT_MS = 60_000;

/** Erases all of a member's data, files and messages. */
async function eraseAll(
  userId: string,
  { erasure, pictures, erasedMessages, logger }: Needs,
): Promise<EraseOutcome> {
  const messages = erasedMessages.removal();
  const erased = await erasure.erase(userId, async ({ jobs, pictures: gone }) => {
    messages.remove(jobs);
    await removePictures(gone, { pictures, logger });
  });
  return { ...erased, removal: await messages.within(LONGEST_WAIT_MS) };
}

/** Just below the 10 MiB file limit that holds in every server. */
const LARGEST_BYTES = 9.5 * 1024 * 1024;

/** Rows of one table. The slices of a table follow one another. */
export interface ExportSlice {
  readonly table: string;
  readonly rows: readonly object[];
}

/**
 * Records as a JSON file, gzipped if too large, with `head` first. Written slice by slice:
 * uncompressed, the whole exceeds the file that is sent.
 */
export async function exportFile(
  head: Readonly<Record<string, string>>,
  slices: AsyncIterable<ExportSlice>,
): Promise<OutgoingFile> {
  const pieces = piecesOf(head, slices);
  const plain: Buffer[] = [];
  for (let bytes = 0; bytes <= LARGEST_BYTES;) {
    const piece = await pieces.next();
    if (piece.done) return { name: 'darkroom-data.json', data: Buffer.concat(plain) };
    plain.push(piece.value);
    bytes += piece.value.length;
  }
  const all = async function* () {
    yield* plain;
    yield* pieces;
  };
  const data = await pipeline(all, createGzip(), (packed) => buffer(packed));
  return { name: 'darkroom-data.json.gz', data };
}

async function* piecesOf(
  head: Readonly<Record<string, string>>,
  slices: AsyncIterable<ExportSlice>,
): AsyncGenerator<Buffer, undefined> {
  const fields = Object.entries(head).map(([name, value]) => [name, value].map(jsonOf).join(': '));
  yield Buffer.from(`{\n  ${fields.join(',\n  ')}`);
  let open: string | undefined;
  let isFirst = true;
  for await (const { table, rows } of slices) {
    const texts: string[] = [];
    if (table !== open) {
      texts.push(`${open === undefined ? '' : '\n  ]'},\n  ${jsonOf(table)}: [`);
      open = table;
      isFirst = true;
    }
    for (const row of rows) {
      texts.push(`${isFirst ? '' : ','}\n${indented(JSON.stringify(row, null, 2))}`);
      isFirst = false;
    }
    yield Buffer.from(texts.join(''));
  }
  yield Buffer.from(`${open === undefined ? '' : '\n  ]'}\n}\n`);
}

function jsonOf(value: string): string {
  return JSON.stringify(value);
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}
