import { own } from '../../engines/record.ts';
import { explain } from '../../errors/errors.ts';
import type { Limits } from '../../jobs/sql/limits.ts';
import type { Catalogue } from '../../say/say.ts';
import type { PermissionName } from '../interactions/permissions.ts';
import type { Card, CardButton, CardField } from './card.ts';
import { cut, plainWords } from './text.ts';

/** A command's definition. */
interface Described {
  readonly name: string;
  readonly description: string;
  /** By Discord locale, whose codes the catalogues name as well. */
  readonly description_localizations?: Readonly<Record<string, unknown>> | null | undefined;
}

export interface HelpFacts {
  /** Generation commands available in this channel, and the names of those available elsewhere. */
  readonly generationCommands: readonly Described[];
  readonly elsewhere: readonly string[];
  readonly others: readonly Described[];
  /** The message menu commands. */
  readonly inMenus: readonly string[];
  /** Permissions that the bot lacks to post there. */
  readonly lacks: readonly PermissionName[];
  readonly ageRestricted: boolean;
  readonly faces: boolean;
  /** The checkpoint of the built-in recipes here. */
  readonly model: string | undefined;
  /** 0 is no limit. */
  readonly limits: Limits & {
    readonly actionsPerMinute: number;
    readonly gpuMsPerDayPerServer: number;
  };
}

/** As many as fit in a message, however long their descriptions. */
const MOST_GENERATION_COMMANDS = 15;
const MOST_NAMES = 15;
/** Discord's limit for a field. */
const FIELD_LENGTH = 1024;
const MODEL_LENGTH = 80;
const MINUTE_MS = 60_000;

/** The parts of `/help` behind its buttons. */
const SECTIONS = ['commands', 'channel', 'limits', 'photos'] as const;
type Section = (typeof SECTIONS)[number];

/** The section that a button's custom id names. */
export function helpSection(name: string | undefined): Section | undefined {
  return SECTIONS.find((section) => section === name);
}

/** How to begin, or one section, with buttons to the others. `person`: the member who asked. */
export function helpCard(
  facts: HelpFacts,
  { person, section }: { readonly person: string; readonly section?: Section | undefined },
  words: Catalogue,
): Card {
  const { help } = words;
  const button = (to: Section | undefined, label: string): CardButton => ({
    id: { action: 'help', person, ...(to !== undefined && { name: to }) },
    label,
    kind: 'secondary',
  });
  const filled = SECTIONS.filter((one) => one !== 'limits' || limitLines(facts, words).length > 0);
  const others = filled.filter((one) => one !== section);
  const buttons = [
    ...others.map((one) => button(one, help.sections[one])),
    ...(section === undefined ? [] : [button(undefined, help.back)]),
  ];
  return { ...shown(facts, section, words), buttons: [buttons] };
}

function shown(facts: HelpFacts, section: Section | undefined, words: Catalogue): Card {
  const { help } = words;
  switch (section) {
    case undefined:
      return { title: help.title, lines: startLines(facts, words) };
    case 'commands':
      return { title: help.sections.commands, ...commandLists(facts, words) };
    case 'channel':
      return { title: help.sections.channel, lines: channelLines(facts, words) };
    case 'limits':
      return { title: help.sections.limits, lines: limitLines(facts, words) };
    case 'photos':
      return { title: help.sections.photos, lines: facts.faces ? help.faces : help.noFaces };
  }
}

function startLines(facts: HelpFacts, words: Catalogue): readonly string[] {
  const [first] = facts.generationCommands;
  const { help } = words;
  return [...lackLines(facts, words), ...(first ? help.start(named(first)) : [help.noneHere])];
}

function commandLists(
  { generationCommands, others, inMenus }: HelpFacts,
  words: Catalogue,
): Pick<Card, 'lines' | 'fields'> {
  const { help } = words;
  const rest = generationCommands.length - MOST_GENERATION_COMMANDS;
  return {
    lines: [
      ...generationCommands.slice(0, MOST_GENERATION_COMMANDS).map((one) => described(one, words)),
      ...(rest > 0 ? [words.more(rest)] : []),
      ...(generationCommands.length === 0 ? [help.noneHere] : []),
    ],
    fields: [
      { name: help.others, value: others.map((one) => described(one, words)).join('\n') },
      { name: help.inMenus, value: inMenus.join('\n') },
    ].flatMap(({ name, value }): CardField[] =>
      value === '' ? [] : [{ name, value: cut(value, FIELD_LENGTH) }],
    ),
  };
}

/** What keeps the bot from posting there, if anything does. */
function lackLines({ lacks }: HelpFacts, words: Catalogue): readonly string[] {
  if (lacks.length === 0) return [];
  const missing = { code: 'permissions_missing', facts: { permissions: lacks } } as const;
  const { what, next } = explain(missing, words);
  return [`${what} ${next}`];
}

function channelLines(facts: HelpFacts, words: Catalogue): readonly string[] {
  const { elsewhere, ageRestricted, model } = facts;
  const { help, more } = words;
  const rest = elsewhere.length - MOST_NAMES;
  const names = elsewhere.slice(0, MOST_NAMES).map((name) => named({ name }));
  return [
    ...lackLines(facts, words),
    ageRestricted ? help.ageRestricted : help.general,
    ...(model === undefined ? [] : [help.model(cut(model.replace(/\.[^.]+$/, ''), MODEL_LENGTH))]),
    ...(names.length > 0 ? [help.notHere(rest > 0 ? [...names, more(rest)] : names)] : []),
  ];
}

function limitLines({ limits }: HelpFacts, { help }: Catalogue): readonly string[] {
  const { atOncePerPerson, waitingPerPerson, hourlyPerPerson } = limits;
  const { atOncePerServer, hourlyPerServer, actionsPerMinute, gpuMsPerDayPerServer } = limits;
  const waiting = atOncePerPerson === 0 ? 0 : waitingPerPerson;
  const minutes = Math.ceil(gpuMsPerDayPerServer / MINUTE_MS);
  return [
    ...help.perPerson({ atOnce: atOncePerPerson, waiting, hourly: hourlyPerPerson }),
    ...help.perServer({ atOnce: atOncePerServer, hourly: hourlyPerServer }),
    ...(actionsPerMinute > 0 ? [help.actions(actionsPerMinute)] : []),
    ...(minutes > 0 ? [help.gpuTime(minutes)] : []),
  ];
}

function described(one: Described, { help, language }: Catalogue): string {
  const localized = own(one.description_localizations ?? {}, language);
  const description = typeof localized === 'string' ? localized : one.description;
  return help.command(named(one), plainWords(description, 100));
}

function named({ name }: Pick<Described, 'name'>): string {
  return `\`/${name}\``;
}
