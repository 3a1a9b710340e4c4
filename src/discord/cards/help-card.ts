import { explain } from '../../errors/explain.ts';
import type { Catalogue } from '../../say/say.ts';
import type { PermissionName } from '../interactions/permissions.ts';
import type { Card, CardField } from './card.ts';
import { cut, plainWords } from './text.ts';

/** A command's definition. */
interface Described {
  readonly name: string;
  readonly description: string;
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
  readonly limits: {
    readonly atOncePerPerson: number;
    readonly atOncePerServer: number;
    readonly hourlyPerPerson: number;
    readonly hourlyPerServer: number;
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

/** Lists the commands and limits for the member's place. */
export function helpCard(facts: HelpFacts, words: Catalogue): Card {
  const { generationCommands, others, inMenus } = facts;
  const { help } = words;
  const [first] = generationCommands;
  return {
    title: help.title,
    lines: [
      ...(first ? help.start(named(first)) : [help.noneHere]),
      '',
      ...generationCommands.slice(0, MOST_GENERATION_COMMANDS).map((one) => described(one, words)),
      ...(generationCommands.length > MOST_GENERATION_COMMANDS
        ? [words.more(generationCommands.length - MOST_GENERATION_COMMANDS)]
        : []),
    ],
    fields: [
      { name: help.others, value: others.map((one) => described(one, words)).join('\n') },
      { name: help.inMenus, value: inMenus.join('\n') },
      { name: help.here, value: hereLines(facts, words).join('\n') },
      { name: help.limits, value: limitLines(facts, words).join('\n') },
    ].flatMap(({ name, value }): CardField[] =>
      value === '' ? [] : [{ name, value: cut(value, FIELD_LENGTH) }],
    ),
  };
}

function hereLines(
  { elsewhere, lacks, ageRestricted, faces, model }: HelpFacts,
  words: Catalogue,
): string[] {
  const { help, more } = words;
  const rest = elsewhere.length - MOST_NAMES;
  const names = elsewhere.slice(0, MOST_NAMES).map((name) => named({ name }));
  const missing = { code: 'permissions_missing', facts: { permissions: lacks } } as const;
  const { what, next } = explain(missing, words);
  return [
    ...(lacks.length > 0 ? [`${what} ${next}`] : []),
    ageRestricted ? help.ageRestricted : help.general,
    ...(model === undefined ? [] : [help.model(cut(model.replace(/\.[^.]+$/, ''), MODEL_LENGTH))]),
    faces ? help.faces : help.noFaces,
    ...(names.length > 0 ? [help.notHere(rest > 0 ? [...names, more(rest)] : names)] : []),
  ];
}

function limitLines({ limits }: HelpFacts, { help }: Catalogue): string[] {
  const { atOncePerPerson, hourlyPerPerson, atOncePerServer, hourlyPerServer } = limits;
  const { actionsPerMinute, gpuMsPerDayPerServer } = limits;
  const minutes = Math.ceil(gpuMsPerDayPerServer / MINUTE_MS);
  return [
    ...help.perPerson({ atOnce: atOncePerPerson, hourly: hourlyPerPerson }),
    ...help.perServer({ atOnce: atOncePerServer, hourly: hourlyPerServer }),
    ...(actionsPerMinute > 0 ? [help.actions(actionsPerMinute)] : []),
    ...(minutes > 0 ? [help.gpuTime(minutes)] : []),
  ];
}

function described(one: Described, { help }: Catalogue): string {
  return help.command(named(one), plainWords(one.description, 100));
}

function named({ name }: Pick<Described, 'name'>): string {
  return `\`/${name}\``;
}
