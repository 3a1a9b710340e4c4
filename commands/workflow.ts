import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  PermissionFlagsBits,
} from 'discord.js';
import type { Card } from '../src/discord/cards/card.ts';
import { cut, plainWords } from '../src/discord/cards/text.ts';
import { type Feature, IN_SERVERS, on } from '../src/discord/intake/handlers.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { type Operators, requireOperator } from '../src/discord/interactions/permissions.ts';
import { BotError } from '../src/errors/errors.ts';
import type { Recipe } from '../src/recipes/recipe.ts';
import { inEveryLanguage } from '../src/recipes/localized-definition.ts';
import { titleOf } from '../src/recipes/option-words.ts';
import { type Catalogue, say } from '../src/say/say.ts';
import { problemLine } from '../src/workflows/problem.ts';
import type { BrokenWorkflow, Workflows } from '../src/workflows/read-workflows.ts';
import { commandOf, needsPerson } from './generation-commands.ts';

interface Needs extends Operators {
  /** The workflows as they were read at the start. */
  readonly workflows: Workflows;
  readonly featured: string | undefined;
  /** Whether photos that may show a person are accepted. */
  readonly faces: boolean;
}

/** In characters. A page is read on a phone, and Discord takes 4,096. */
const PAGE_LENGTH = 2_000;
const LONGEST_PROBLEM = 300;
/** How many problems of one workflow are shown. */
const MOST_PROBLEMS = 4;

/** `/workflow list`: for the bot's operator, what is offered, and what is left out and why. */
export const workflow: Feature<Needs> = {
  command: {
    definition: inEveryLanguage((words) => ({
      type: ApplicationCommandType.ChatInput,
      name: 'workflow',
      description: words.workflows.description,
      ...IN_SERVERS,
      default_member_permissions: String(PermissionFlagsBits.ManageGuild),
      options: [
        {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'list',
          description: words.workflows.list,
        },
      ],
    })),
    execute(interaction, services) {
      requireOperator(interaction, services);
      if (interaction.subcommand !== 'list') throw new BotError('unknown_action');
      return { kind: 'quiet', message: workflowPage(interaction, 0, services) };
    },
  },
  buttons: [
    /** Turns the page. */
    on('person', 'workflow-page', (interaction, { index = 0 }, services) => {
      requireOperator(interaction, services);
      return { kind: 'replaced', message: workflowPage(interaction, index, services) };
    }),
  ],
};

/** A page of the list, counted from 0. The last one, if there are fewer by now. */
function workflowPage({ user, locale }: InteractionBase, wanted: number, services: Needs): Card {
  const catalogue = say(locale);
  const { workflows: words } = catalogue;
  const { recipes, broken } = services.workflows;
  const without = services.faces ? [] : recipes.filter(needsPerson);
  const works = recipes.filter((recipe) => !without.includes(recipe));
  const entries = [
    // First, since they need attention.
    ...broken.map((one) => brokenLines(one, words)),
    ...without.map((recipe) => `✗ ${code(recipe.command ?? '')}: ${words.facesOff}`),
    ...works.map((recipe) => workingLine(recipe, services, catalogue)),
  ];
  const pages = pagesOf(entries);
  const at = Math.min(wanted, pages.length - 1);
  const button = (index: number, label: string) => ({
    id: { action: 'workflow-page', person: user.id, index },
    label,
    kind: 'secondary' as const,
  });
  const buttons = [
    ...(at > 0 ? [button(at - 1, words.back)] : []),
    ...(at < pages.length - 1 ? [button(at + 1, words.next)] : []),
  ];
  return {
    title: words.title(works.length, without.length + broken.length),
    lines: pages[at] ?? [words.none],
    ...(buttons.length > 0 && { buttons: [buttons] }),
    ...(pages.length > 1 && { foot: words.page(at + 1, pages.length) }),
  };
}

function workingLine(recipe: Recipe, { featured }: Needs, catalogue: Catalogue): string {
  const { workflows: words } = catalogue;
  const { command = '', rating, endpoint, options } = recipe;
  const title = titleOf(recipe, catalogue) ?? recipe.name;
  const facts = [
    plainWords(title, 80),
    rating,
    words.options(Object.keys(options).length),
    ...(endpoint === undefined ? [] : [words.endpoint(code(endpoint))]),
    ...(command === featured ? [words.folder(code(command))] : []),
  ];
  return `✓ ${code(`/${commandOf(recipe, featured)}`)} ${facts.join(' · ')}`;
}

function brokenLines({ name, problems }: BrokenWorkflow, words: Catalogue['workflows']): string {
  const shown = problems.slice(0, MOST_PROBLEMS);
  const more = problems.length - shown.length;
  return [
    ...shown.map((one) => `✗ ${code(name)}: ${plainWords(problemLine(one), LONGEST_PROBLEM)}`),
    ...(more > 0 ? [words.moreProblems(more)] : []),
  ].join('\n');
}

/** A file's name may hold anything. */
function code(name: string): string {
  return `\`${cut(name.replace(/[`\p{C}]+/gu, ' '), 64)}\``;
}

/** Entries page by page, each entry whole. */
function pagesOf(entries: readonly string[]): readonly (readonly string[])[] {
  const pages: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    length += entry.length + 1;
    if (length > PAGE_LENGTH) {
      pages.push([]);
      length = entry.length;
    }
    pages.at(-1)?.push(entry);
  }
  return pages;
}
