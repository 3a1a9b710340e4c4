import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { z } from 'zod';
import {
  changesCard,
  importCard,
  limitsFor,
  NONE,
  RULES_FILE,
  type RulesImport,
  ruleForm,
  rulesAbout,
  rulesCard,
  type RulesViewer,
  subjectCard,
  subjectNamed,
  takes,
} from '../src/discord/cards/rules-card.ts';
import {
  type Feature,
  IN_SERVERS,
  on,
  type Reply,
  type ReplyMessage,
} from '../src/discord/intake/handlers.ts';
import type {
  ButtonInteraction,
  CommandInteraction,
  InteractionBase,
  ModalInteraction,
} from '../src/discord/interactions/interaction.ts';
import { YES } from '../src/discord/interactions/option-values.ts';
import { requireServerManager } from '../src/discord/interactions/permissions.ts';
import type { OutgoingFile } from '../src/discord/rest/message-payload.ts';
import { BotError } from '../src/errors/errors.ts';
import { DownloadError } from '../src/images/download.ts';
import { limitSchemas, MOST_RULES, type Rule, type Subject } from '../src/rules/rule.ts';
import {
  differencesBetween,
  fingerprintOf,
  isInFiles,
  LARGEST_RULES_FILE,
  type LimitInFiles,
  readRulesFile,
  rulesFile,
} from '../src/rules/rules-file.ts';
import type { RuleChange, ServerRules } from '../src/rules/sql/server-rules.ts';
import { inEveryLanguage } from '../src/recipes/localized-definition.ts';
import { type Catalogue, say } from '../src/say/say.ts';
import type { GenerationCommand } from './generation-commands.ts';
import { requireGuild } from './requirements.ts';

interface Needs {
  readonly serverRules: ServerRules;
  readonly generationCommands: readonly GenerationCommand[];
  /** What a GPU second costs; `undefined` if that is unknown, and money cannot be limited. */
  readonly gpuSecondMicros: number | undefined;
  /** The ids of a server's roles; `undefined` if Discord does not answer in time. */
  readonly lookUpRoles: (guildId: string) => Promise<ReadonlySet<string> | undefined>;
  /** Fetches a file from Discord. @throws DownloadError. */
  readonly readFile: (url: string, largestBytes: number) => Promise<Buffer>;
}

/** The Discord definition of `/limits`: offered to server managers. */
const definition: RESTPostAPIChatInputApplicationCommandsJSONBody = inEveryLanguage(
  ({ rules: words }) => ({
    type: ApplicationCommandType.ChatInput,
    name: 'limits',
    description: words.description,
    ...IN_SERVERS,
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'list',
        description: words.list,
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'server',
        description: words.server,
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'role',
        description: words.role,
        options: [
          {
            type: ApplicationCommandOptionType.Role,
            name: 'role',
            description: words.roleToLimit,
            required: true,
          },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'member',
        description: words.member,
        options: [
          {
            type: ApplicationCommandOptionType.User,
            name: 'person',
            description: words.memberToLimit,
            required: true,
          },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'pause',
        description: words.pause,
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'resume',
        description: words.resume,
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'history',
        description: words.history,
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'export',
        description: words.export,
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'import',
        description: words.import,
        options: [
          {
            type: ApplicationCommandOptionType.Attachment,
            name: 'file',
            description: words.fileToImport,
            required: true,
          },
        ],
      },
    ],
  }),
);

/** As many as are read at once. */
const CHANGES_SHOWN = 40;

/**
 * `/limits`: what members of a server may make. Discord offers it by permission, but each step checks
 * the right to manage the server again.
 */
export const limits: Feature<Needs> = {
  command: {
    definition,
    async execute(interaction, services) {
      const viewer = viewerOf(interaction, services);
      const subject = subjectOf(interaction);
      if (subject) return { kind: 'quiet', message: await about(subject, interaction, services) };
      const { subcommand, options } = interaction;
      if (subcommand === 'pause' || subcommand === 'resume') {
        const value = subcommand === 'pause' ? true : undefined;
        const change = { subject: { kind: 'server' }, limit: 'paused', value } as const;
        await services.serverRules.change(viewer.guildId, change, viewer.person);
        const { paused, resumed } = say(interaction.locale).rules;
        return tell(value ? paused : resumed);
      }
      if (subcommand === 'history') {
        const changes = await services.serverRules.history(viewer.guildId, CHANGES_SHOWN);
        const words = say(interaction.locale);
        return { kind: 'quiet', message: changesCard(changes, viewer, words) };
      }
      if (subcommand === 'export') {
        const rules = await services.serverRules.of(viewer.guildId);
        const card = { text: [say(interaction.locale).rules.exported], files: [RULES_FILE] };
        return { kind: 'quiet', message: { card, files: [fileOf(rules, viewer)] } };
      }
      if (subcommand === 'import') {
        const { url } = attached.parse(options.file);
        return { kind: 'later', message: () => preview(url, interaction, services) };
      }
      return { kind: 'quiet', message: await all(interaction, services) };
    },
  },
  buttons: [
    on('person', 'limits', async (interaction, _, services) => ({
      kind: 'replaced',
      message: await all(interaction, services),
    })),
    on('person', 'limits-replace', (interaction, { name: fingerprint = '' }, services) => {
      viewerOf(interaction, services);
      return { kind: 'replaced-later', message: () => replace(fingerprint, interaction, services) };
    }),
  ],
  selects: [
    on('person', 'limits-open', async (interaction, _, services): Promise<Reply> => {
      const subject = subjectNamed(interaction.values[0]);
      if (!subject) throw new BotError('unknown_action');
      return { kind: 'replaced', message: await about(subject, interaction, services) };
    }),
    on('person', 'limits-pick', async (interaction, { name }, services): Promise<Reply> => {
      const viewer = viewerOf(interaction, services);
      const isPicked = (limit: string) => limit === interaction.values[0];
      const { subject, limit, own } = await pickedLimit({ name, isPicked }, viewer, services);
      const value = own.find((rule) => rule.limit === limit)?.value;
      const modal = ruleForm({ subject, limit, value }, viewer, say(interaction.locale));
      return { kind: 'modal', modal };
    }),
  ],
  modals: [
    on('person', 'limits-set', async (interaction, { name }, services): Promise<Reply> => {
      const viewer = viewerOf(interaction, services);
      const { guildId } = viewer;
      const isPicked = (limit: string) => interaction.ids.includes(limit);
      const { subject, limit } = await pickedLimit({ name, isPicked }, viewer, services);
      const words = say(interaction.locale).rules;
      const value = valueFrom(limit, interaction, services);
      const read = limitSchemas[limit].optional().safeParse(value);
      if (!read.success) return tell(words.unreadable(words.names[limit], takes(limit, words)));
      const change = { subject, limit, value: read.data } as RuleChange;
      const { serverRules } = services;
      const isMade = await serverRules.change(guildId, change, interaction.user.id);
      if (!isMade) return tell(words.full(MOST_RULES));
      return { kind: 'replaced', message: await about(subject, interaction, services) };
    }),
  ],
};

const attached = z.object({ url: z.string() });

function fileOf(rules: readonly Rule[], { guildId }: RulesViewer): OutgoingFile {
  const data = Buffer.from(rulesFile(rules, guildId));
  return { name: RULES_FILE, type: 'application/json', data };
}

/** What importing a file would change; nothing does yet. */
async function preview(
  url: string,
  interaction: InteractionBase,
  services: Needs,
): Promise<ReplyMessage> {
  const { rules: words } = say(interaction.locale);
  const rules = await rulesAt(url, viewerOf(interaction, services), services, words);
  if (typeof rules === 'string') return { text: [words.fileProblems.nothingChanged(rules)] };
  return previewOf(rules, interaction, services);
}

async function previewOf(
  rules: readonly Rule[],
  interaction: InteractionBase,
  services: Needs,
  { isNew = false } = {},
): Promise<ReplyMessage> {
  const viewer = viewerOf(interaction, services);
  const present = (await services.serverRules.of(viewer.guildId)).filter(isInFiles);
  const roles = await services.lookUpRoles(viewer.guildId);
  const known = new Set(services.generationCommands.map(({ command }) => command));
  const roleIds = rules.flatMap(({ subject }) => (subject.kind === 'role' ? subject.id : []));
  const commands = rules.flatMap((rule) => (rule.limit === 'commands' ? rule.value : []));
  const wanted: RulesImport = {
    differences: differencesBetween(present, rules),
    rolesNotHere: roles && [...new Set(roleIds)].filter((id) => !roles.has(id)),
    commandsNotHere: [...new Set(commands)].filter((name) => !known.has(name)),
    fingerprint: fingerprintOf(present),
    isNew,
  };
  const card = importCard(wanted, viewer, say(interaction.locale));
  return card.files ? { card, files: [fileOf(rules, viewer)] } : card;
}

/** Replaces the rules by those of the file in the preview. */
async function replace(
  fingerprint: string,
  interaction: ButtonInteraction,
  services: Needs,
): Promise<ReplyMessage> {
  const viewer = viewerOf(interaction, services);
  const { guildId } = viewer;
  const { rules: words } = say(interaction.locale);
  const url = interaction.message.files.find(({ name }) => name === RULES_FILE)?.url ?? '';
  const rules = await rulesAt(url, viewer, services, words);
  if (typeof rules === 'string') return { text: [words.fileProblems.nothingChanged(rules)] };
  const { serverRules } = services;
  const isDone = await serverRules.replace(guildId, { fingerprint, rules }, interaction.user.id);
  if (!isDone) return previewOf(rules, interaction, services, { isNew: true });
  const card = await all(interaction, services);
  return { ...card, lines: [words.replaced, ...(card.lines ?? [])] };
}

/** The rules in a file at Discord, or why there are none. */
async function rulesAt(
  url: string,
  { guildId, hasPrice }: RulesViewer,
  { readFile }: Pick<Needs, 'readFile'>,
  { fileProblems }: Catalogue['rules'],
): Promise<readonly Rule[] | string> {
  let file: Buffer;
  try {
    file = await readFile(url, LARGEST_RULES_FILE);
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    const { failure } = error;
    return failure === 'too_large' || failure === 'unreachable'
      ? fileProblems[failure]
      : fileProblems.gone;
  }
  const read = readRulesFile(file, guildId);
  if (!('problem' in read)) {
    const ofMoney = hasPrice ? -1 : read.findIndex(({ limit }) => limit === 'moneyADay');
    return ofMoney < 0 ? read : fileProblems.noPrice(ofMoney + 1);
  }
  const { problem, at } = read;
  if (problem === 'no_json') return fileProblems.no_json;
  return at === undefined || problem === 'unreadable'
    ? fileProblems.unreadable(at)
    : fileProblems.twice(at);
}

function tell(text: string): Reply {
  return { kind: 'quiet', message: { text: [text] } };
}

/** @throws BotError for members who do not manage the server. */
function viewerOf(
  interaction: InteractionBase,
  { gpuSecondMicros }: Pick<Needs, 'gpuSecondMicros'>,
): RulesViewer {
  requireServerManager(interaction);
  const { user } = interaction;
  const hasPrice = gpuSecondMicros !== undefined;
  return { guildId: requireGuild(interaction), person: user.id, hasPrice };
}

async function all(interaction: InteractionBase, services: Needs) {
  const viewer = viewerOf(interaction, services);
  return rulesCard(await services.serverRules.of(viewer.guildId), viewer, say(interaction.locale));
}

/**
 * The subject and limit that a menu or form is about, with all rules on that subject.
 *
 * @throws BotError `unknown_action` for any that there are not.
 */
async function pickedLimit(
  {
    name,
    isPicked,
  }: { readonly name: string | undefined; readonly isPicked: (limit: string) => boolean },
  viewer: RulesViewer,
  { serverRules }: Pick<Needs, 'serverRules'>,
) {
  const subject = subjectNamed(name);
  if (!subject) throw new BotError('unknown_action');
  const own = rulesAbout(subject, await serverRules.of(viewer.guildId));
  const limit = limitsFor(viewer, own).find(isPicked);
  if (!limit) throw new BotError('unknown_action');
  return { subject, limit, own };
}

async function about(subject: Subject, interaction: InteractionBase, services: Needs) {
  const viewer = viewerOf(interaction, services);
  const rules = await services.serverRules.of(viewer.guildId);
  return subjectCard(rules, subject, viewer, say(interaction.locale));
}

function subjectOf({ subcommand, options }: CommandInteraction): Subject | undefined {
  const { role, person } = options;
  if (subcommand === 'server') return { kind: 'server' };
  if (subcommand === 'role' && typeof role === 'string') return { kind: 'role', id: role };
  if (subcommand !== 'member' || typeof person !== 'string') return undefined;
  return { kind: 'member', id: person };
}

/** What was filled in, to be checked by the limit's schema; `undefined` if nothing was. */
function valueFrom(
  limit: LimitInFiles,
  { fields }: ModalInteraction,
  { generationCommands }: Pick<Needs, 'generationCommands'>,
): unknown {
  const field = fields[limit];
  // Japanese keyboards type full-width digits and commas.
  const text = (Array.isArray(field) ? field.join() : String(field ?? '')).normalize('NFKC').trim();
  if (text === '') return undefined;
  switch (limit) {
    case 'private':
    case 'photos':
      return text === YES;
    case 'commands':
      return listIn(text, (word) => {
        const name = word.replace(/^\//, '').toLowerCase();
        return generationCommands.some(({ command }) => command === name) ? name : undefined;
      });
    case 'channels':
      return listIn(text, (word) => /^(?:<#)?(\d{17,20})>?$/.exec(word)?.[1]);
    case 'moneyADay':
      return /^\d{1,5}(?:[.,]\d{1,2})?$/.test(text) ? Number(text.replace(',', '.')) : text;
    case 'picturesADay':
    case 'picturesAtOnce':
    case 'gpuSecondsADay':
    case 'count':
    case 'longestSide':
      return /^\d{1,9}$/.test(text) ? Number(text) : text;
  }
}

/** The items of a list; the text itself, which no schema takes, if one cannot be read. */
function listIn(text: string, read: (word: string) => string | undefined): unknown {
  if (text.toLowerCase() === NONE) return [];
  const words = text.split(/[\s,、]+/).filter((word) => word !== '');
  const items = words.map(read);
  return items.includes(undefined) ? text : [...new Set(items)];
}
