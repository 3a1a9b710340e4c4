import { handlersFor } from '../../../../commands/index.ts';
import type { Card } from '../../../../src/discord/cards/card.ts';
import { foundCard } from '../../../../src/discord/cards/found-card.ts';
import { helpCard } from '../../../../src/discord/cards/help-card.ts';
import {
  jobsPanel,
  privateJobs,
  privateRemoval,
  wordsForm,
} from '../../../../src/discord/cards/jobs-list.ts';
import {
  optionsCard,
  optionsForm,
  presetLines,
} from '../../../../src/discord/cards/options-card.ts';
import { detailsOf, picturePanel } from '../../../../src/discord/cards/picture-panel.ts';
import { choiceCard, pictureSelect } from '../../../../src/discord/cards/picture-select.ts';
import { erasedLines, summaryLines } from '../../../../src/discord/cards/privacy-card.ts';
import { firstPage, requestForm } from '../../../../src/discord/cards/request-form.ts';
import {
  changesCard,
  importCard,
  limitsFor,
  ruleForm,
  rulesCard,
  subjectCard,
} from '../../../../src/discord/cards/rules-card.ts';
import { usageCard, type UsageQuestion } from '../../../../src/discord/cards/usage-card.ts';
import { definitionsOf } from '../../../../src/discord/intake/registration.ts';
import { builtInRecipes } from '../../../../src/recipes/built-in.ts';
import { image } from '../../../../src/recipes/image.ts';
import { stepsOf } from '../../../../src/recipes/picture-steps.ts';
import { text } from '../../../../src/recipes/text.ts';
import { upscale } from '../../../../src/recipes/upscale.ts';
import type { Rule } from '../../../../src/rules/rule.ts';
import type { Catalogue } from '../../../../src/say/say.ts';
import { DONE, type Drawn, viewOf } from './job-scenes.ts';
import { ASKED_AT, sampleJob, sampleParams } from './sample-job.ts';
import type { CardView, Shown } from './view.ts';

const PERSON = '400000000000000001';
const OTHER = '400000000000000002';
const GUILD = '300000000000000001';
const VIEWER = { guildId: GUILD, person: PERSON, hasPrice: true };
const NOW = ASKED_AT + 60_000;
/** The smallest picture that a page loads without asking anybody. */
const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';

const COMMANDS = definitionsOf(handlersFor({ faces: true })).flatMap((definition) =>
  'description' in definition && typeof definition.description === 'string'
    ? [{ ...definition, description: definition.description }]
    : [],
);

/** `/help` and its sections. */
export function helpScenes(words: Catalogue): Drawn<CardView> {
  const facts = {
    generationCommands: COMMANDS.slice(0, 3),
    elsewhere: ['ink', 'flux'],
    others: COMMANDS.slice(3),
    inMenus: ['Report picture', 'Reuse settings'],
    lacks: ['AttachFiles', 'EmbedLinks'],
    ageRestricted: false,
    faces: true,
    model: 'sd_xl_base_1.0.safetensors',
    limits: {
      atOncePerPerson: 4,
      atOncePerServer: 20,
      waitingPerPerson: 8,
      hourlyPerPerson: 60,
      hourlyPerServer: 400,
      dailyOutsideServers: 0,
      actionsPerMinute: 30,
      gpuMsPerDayPerServer: 7_200_000,
    },
  } as const;
  const shown = (section?: 'commands' | 'channel' | 'limits' | 'photos', more = {}) =>
    viewOf(helpCard({ ...facts, ...more }, { person: PERSON, section }, words));
  return [
    ['how to begin', shown(undefined, { lacks: [] })],
    ['how to begin, without permissions', shown()],
    ['commands', shown('commands')],
    ['this channel', shown('channel', { lacks: [] })],
    ['this channel, age-restricted', shown('channel', { lacks: [], ageRestricted: true })],
    ['limits', shown('limits')],
    ['photos', shown('photos')],
    ['photos, off', shown('photos', { faces: false })],
  ];
}

/** A picture's panel, its details, and lists of pictures. */
export function pictureScenes(words: Catalogue): Drawn<CardView> {
  const steps = stepsOf(text, [...builtInRecipes.values()]);
  const four = [1, 2, 3, 4].map((n) => ({ file: `a-${n}.png`, format: 'png' as const }));
  const job = sampleJob({
    ...DONE,
    count: 4,
    pictures: four,
    costMicros: 4_200,
    origin: { job: 'a7c2m4qz', step: 'vary', picture: 1, message: undefined },
  });
  const panel = { job, picture: 1, above: [], steps, pages: 3, mayDelete: true, maySave: true };
  const found = {
    jobs: [job, sampleJob({ state: 'ready' })],
    older: undefined,
    newer: undefined,
    stopped: undefined,
  };
  const list = {
    person: PERSON,
    view: { listed: 'all', from: undefined },
    words: '',
    found,
    underWay: true,
    again: [job],
    thumbnails: new Map<string, string>(),
  } as const;
  const none = { ...found, jobs: [] };
  return [
    ['More', viewOf(picturePanel(panel, words))],
    ['More, of one', viewOf(picturePanel({ ...panel, job: sampleJob(DONE), pages: 2 }, words))],
    [
      'Details',
      viewOf(
        detailsOf(
          { job, recipe: text, command: 'imagine', made: [sampleJob(DONE)], isOwn: true },
          words,
        ).card,
      ),
    ],
    ['which picture', viewOf({ selects: [pictureSelect(job, { action: 'vary' }, words)] })],
    ['/jobs', viewOf(jobsPanel(list, words))],
    ['/jobs, none', viewOf(jobsPanel({ ...list, found: none, underWay: false, again: [] }, words))],
    [
      '/jobs, filtered, stopped early',
      viewOf(
        jobsPanel(
          {
            ...list,
            view: { listed: 'failed', from: undefined },
            found: { ...none, stopped: { rows: 20_000, at: NOW } },
          },
          words,
        ),
      ),
    ],
    [
      'settings found in a file',
      viewOf(
        foundCard(
          {
            fitting: { params: sampleParams({ steps: 33 }), left: ['sampler'], isCut: true },
            recipe: text,
            command: 'imagine',
            id: { action: 'found', message: '1', name: 'text' },
          },
          words,
        ),
      ),
    ],
    ...[true, false].map(
      (isOwn) =>
        [
          isOwn ? 'uses an own picture' : "uses another's picture",
          viewOf(
            choiceCard(
              {
                files: [{ name: 'a.png', url: PIXEL, size: 1 }],
                posterId: OTHER,
                isOwn,
                id: { action: 'use', message: '1' },
              },
              words,
            ),
          ),
        ] as const,
    ),
    ['private pictures', viewOf(privateJobs(PERSON, found, words))],
    ['removes a private picture', viewOf(privateRemoval(PERSON, 'k3f9x2ab', words))],
  ];
}

/** Options that a member or a preset keeps, and personal data. */
export function ownScenes(words: Catalogue): Drawn<CardView> {
  const { settings, presets, privacy } = words;
  const lines = (all: readonly string[]): Card => ({ lines: all });
  const many = {
    jobs: 12,
    underWay: 2,
    oldestJobAt: NOW,
    pictures: 7,
    sent: 3,
    consents: 4,
    withdrawn: 1,
    statements: 2,
    statementsWithdrawn: 1,
    reportsMade: 2,
    reportsAgainst: 1,
    blocks: 2,
    limits: 3,
    purchases: 2,
    keptOut: 2,
    tries: 2,
    pauseEndsAt: NOW + 9_000_000,
    acts: 5,
    ofOthers: 2,
    questions: 3,
    settings: 1,
    defaults: 2,
    presets: 2,
    serverPresets: 1,
    isCut: true,
  };
  const one = Object.fromEntries(
    Object.entries(many).map(([name, value]) => [name, typeof value === 'number' ? 1 : value]),
  );
  const times = { resultRetentionMs: 86_400_000, logRetentionMs: 90 * 86_400_000 };
  const preset = {
    name: 'Tusche',
    before: 'ink drawing',
    after: 'on paper',
    options: { steps: 30, negativePrompt: 'blur' },
    owner: { kind: 'person', id: PERSON },
    number: 1,
    recipe: undefined,
  } as const;
  const removal = { removed: 9, underWay: 1, refused: [sampleJob(DONE), sampleJob(DONE)] };
  return [
    [
      'default options',
      viewOf(
        optionsCard(
          {
            title: settings.ofCommand('imagine'),
            about: settings.whatHolds,
            table: text.options,
            values: { steps: 30, aspectRatio: '16:9', sampler: 'gone' },
            pick: { action: 'defaults-pick', person: PERSON, name: 'text' },
            buttons: [
              {
                id: { action: 'settings', person: PERSON },
                label: settings.buttons.back,
                kind: 'secondary',
              },
              {
                id: { action: 'forget', person: PERSON },
                label: settings.buttons.forget,
                kind: 'danger',
              },
            ],
          },
          words,
        ),
      ),
    ],
    ['presets', viewOf({ lines: presetLines([preset], new Map([['text', 'imagine']]), words) })],
    ['no presets', viewOf({ text: [presets.none] })],
    [
      'what is stored',
      viewOf({ title: privacy.title, ...lines(summaryLines(many, times, words)) }),
    ],
    [
      'what is stored, one of each',
      viewOf({ title: privacy.title, ...lines(summaryLines({ ...many, ...one }, times, words)) }),
    ],
    ['erased', viewOf({ text: erasedLines({ jobs: 12, waiting: 2, removal }, words) })],
    [
      'erased, nothing there',
      viewOf({
        text: erasedLines(
          { jobs: 0, waiting: 0, removal: { removed: 0, underWay: 0, refused: [] } },
          words,
        ),
      }),
    ],
  ];
}

const RULES: readonly Rule[] = [
  { subject: { kind: 'server' }, limit: 'picturesADay', value: 60 },
  { subject: { kind: 'server' }, limit: 'moneyADay', value: 2.5 },
  { subject: { kind: 'server' }, limit: 'paused', value: true },
  { subject: { kind: 'role', id: GUILD }, limit: 'count', value: 1 },
  { subject: { kind: 'role', id: '310000000000000001' }, limit: 'gpuSecondsADay', value: 6_000 },
  {
    subject: { kind: 'role', id: '310000000000000001' },
    limit: 'commands',
    value: ['imagine', 'upscale'],
  },
  { subject: { kind: 'member', id: OTHER }, limit: 'channels', value: ['350000000000000001'] },
  { subject: { kind: 'member', id: OTHER }, limit: 'private', value: false },
  { subject: { kind: 'member', id: OTHER }, limit: 'photos', value: false },
  { subject: { kind: 'member', id: OTHER }, limit: 'longestSide', value: 1_024 },
  { subject: { kind: 'member', id: OTHER }, limit: 'picturesAtOnce', value: 2 },
];

/** `/limits` and `/usage`. */
export function managerScenes(words: Catalogue): Drawn<CardView> {
  const [first, second] = RULES;
  const difference = {
    subject: { kind: 'server' },
    limit: 'picturesADay',
    before: undefined,
    after: first,
  } as const;
  const figures = {
    requests: 40,
    pictures: 52,
    failed: 3,
    cancelled: 1,
    gpuMs: 620_000,
    micros: 420_000,
    unpricedMs: 60_000,
    waits: { half: 21_000, most: 95_000 },
  };
  const usage = (shown: UsageQuestion['shown'], by: UsageQuestion['by']) =>
    viewOf(
      usageCard(
        {
          question: { shown, by, days: 30, everywhere: shown === 'money' },
          total: figures,
          groups: [
            { kind: 'day', at: NOW, key: '2030-03-17', figures },
            { kind: 'command', name: '/imagine', figures },
            { kind: 'others', figures },
          ],
          keptDays: 20,
          ...(shown === 'money' && { bill: { dollars: 0.52, isPublic: true } }),
        },
        { person: PERSON, isOperator: true, isDrawn: true },
        words,
      ),
    );
  return [
    ['/limits list', viewOf(rulesCard(RULES, VIEWER, words))],
    ['/limits list, none', viewOf(rulesCard([], VIEWER, words))],
    ['/limits member', viewOf(subjectCard(RULES, { kind: 'member', id: OTHER }, VIEWER, words))],
    [
      '/limits history',
      viewOf(changesCard([{ ...difference, at: NOW, byUser: OTHER }], VIEWER, words)),
    ],
    [
      '/limits import',
      viewOf(
        importCard(
          {
            differences: [
              difference,
              { ...difference, limit: 'moneyADay', before: second, after: undefined },
            ],
            rolesNotHere: ['310000000000000009'],
            commandsNotHere: ['ink'],
            fingerprint: 'x',
            isNew: true,
          },
          VIEWER,
          words,
        ),
      ),
    ],
    ['/usage, pictures by day', usage('pictures', 'day')],
    ['/usage, GPU time by command', usage('gpu', 'command')],
    ['/usage, money by member', usage('money', 'member')],
    ['/usage, failures by day', usage('failures', 'day')],
    ['/usage, waiting by day', usage('waiting', 'day')],
  ];
}

/** Every form. */
export function formScenes(words: Catalogue): Drawn<Shown> {
  const request = (title: string, { options }: typeof text | typeof image | typeof upscale) => {
    const recipe = { options };
    const fields = firstPage(recipe, {}, []);
    const id = { action: 'edit', job: 'k3f9x2ab' };
    return requestForm({ id, title, table: options, fields, params: {} }, words);
  };
  const forms = [
    ['edit /imagine', request(words.form.edit, text)],
    ['edit /image', request(words.form.start, image)],
    ['edit /upscale', request(words.form.anew, upscale)],
    [
      'default options',
      optionsForm(
        {
          id: { action: 'defaults-set', person: PERSON },
          title: words.settings.ofCommand('imagine'),
          table: text.options,
          names: ['negativePrompt', 'aspectRatio', 'steps', 'cfg', 'seed'],
          values: {},
        },
        words,
      ),
    ],
    ['search', wordsForm({ action: 'jobs-words', person: PERSON }, '', words)],
    ...limitsFor(VIEWER, []).map(
      (limit) =>
        [
          `limit ${limit}`,
          ruleForm({ subject: { kind: 'server' }, limit }, VIEWER, words),
        ] as const,
    ),
  ] as const;
  return forms.map(([about, form]) => [about, { kind: 'form', form }] as const);
}

/** The commands with their options, as Discord shows them in that language. */
export function commandScenes(locale: string): Drawn<Shown> {
  const said = (node: Localized) => {
    const name = node.name_localizations?.[locale] ?? node.name;
    const description = node.description_localizations?.[locale] ?? node.description ?? '';
    return { name, description };
  };
  const linesOf = (options: readonly Localized[], before: string): readonly string[] =>
    options.flatMap((option) => {
      const { name, description } = said(option);
      const choices = (option.choices ?? []).map((choice) => said(choice).name);
      return [
        `${before}**${name}** ${description}`,
        ...(choices.length > 0 ? [`${before}-# ${choices.join(' · ')}`] : []),
        ...linesOf(option.options ?? [], `${before}↳ `),
      ];
    });
  return COMMANDS.map((command) => {
    const localized: Localized = command;
    const lines = [said(localized).description, ...linesOf(localized.options ?? [], '')];
    return [`/${command.name}`, { kind: 'lines', lines }] as const;
  });
}

type Localizations = Readonly<Record<string, string | null | undefined>> | null | undefined;

interface Localized {
  readonly name: string;
  readonly description?: string;
  readonly name_localizations?: Localizations;
  readonly description_localizations?: Localizations;
  readonly options?: readonly Localized[];
  readonly choices?: readonly Localized[];
}
