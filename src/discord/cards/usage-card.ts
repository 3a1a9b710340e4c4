import type { Chart } from '../../images/chart.ts';
import type { Catalogue } from '../../say/say.ts';
import type { Cell } from '../../usage/csv.ts';
import { drawable } from '../../usage/drawable-name.ts';
import {
  type Figures,
  type Grouping,
  GROUPINGS,
  type Period,
  PERIODS,
  type Shown,
  SHOWN,
} from '../../usage/figures.ts';
import { niceTicks } from '../../usage/ticks.ts';
import type { Card, CardSelect } from './card.ts';
import { cut } from './text.ts';

/** What a member asks to see. */
export interface UsageQuestion {
  readonly shown: Shown;
  readonly by: Grouping;
  readonly days: Period;
  /** Of all servers, for operators. */
  readonly everywhere: boolean;
}

/** How a custom id names a question. */
export function nameOfQuestion({ shown, by, days, everywhere }: UsageQuestion): string {
  return [shown, by, days, everywhere ? 'everywhere' : 'here'].join('_');
}

/** `undefined` for a name that no version wrote. */
export function questionNamed(name = ''): UsageQuestion | undefined {
  const [what, how, time, where, ...more] = name.split('_');
  const shown = SHOWN.find((one) => one === what);
  const by = GROUPINGS.find((one) => one === how);
  const days = PERIODS.find((one) => String(one) === time);
  const isPlace = where === 'everywhere' || where === 'here';
  if (!shown || !by || !days || !isPlace || more.length > 0) return undefined;
  return { shown, by, days, everywhere: where === 'everywhere' };
}

/** A day, command or member, or all others together. */
export type UsageGroup = {
  readonly figures: Figures;
  /** RunPod's bill, in dollars. */
  readonly billed?: number | null | undefined;
} & (
  | { readonly kind: 'day'; /** Its midnight. */ readonly at: number; readonly key: string }
  | { readonly kind: 'command'; /** As members type it. */ readonly name: string }
  | {
      readonly kind: 'member';
      readonly id: string;
      /** `undefined` if Discord did not give it. */
      readonly name: string | undefined;
    }
  | { readonly kind: 'others' }
);

/** The answer to a question. */
export interface Usage {
  readonly question: UsageQuestion;
  readonly total: Figures;
  /** In the order in which they are shown. */
  readonly groups: readonly UsageGroup[];
  /** For operators: dollars, and whether some are for public endpoints. `missing`: RunPod did not say. */
  readonly bill?: { readonly dollars: number; readonly isPublic: boolean } | 'missing' | undefined;
  /** How many days the requests are kept, if less than asked for. */
  readonly keptDays?: number | undefined;
}

export const CHART_FILE = 'usage.png';
export const TABLE_FILE = 'usage.csv';

/** A value of a chart, as its axis counts and as people read it. */
interface Value {
  readonly at: number | null;
  readonly text: string;
}

type Words = Catalogue['usage'];

const UNITS = { s: 1_000, min: 60_000, h: 3_600_000 } as const;
type Unit = keyof typeof UNITS;

/** Seconds and minutes up to 120. */
function unitFor(ms: number): Unit {
  if (ms < 120 * UNITS.s) return 's';
  return ms < 120 * UNITS.min ? 'min' : 'h';
}

function timeOf(ms: number, words: Words, unit = unitFor(ms)): string {
  return words.time(ms / UNITS[unit], unit);
}

/** The values of a group: one, or two for waits and with a bill. */
function valuesOf({ figures, billed }: UsageGroup, { question }: Usage, words: Words): Value[] {
  const { requests, failed, gpuMs, micros, pictures, waits } = figures;
  switch (question.shown) {
    case 'pictures':
      return [{ at: pictures, text: words.count(pictures) }];
    case 'gpu':
      return [{ at: gpuMs, text: timeOf(gpuMs, words) }];
    case 'money': {
      const estimate = { at: micros, text: words.money(micros) };
      if (billed === undefined) return [estimate];
      const bill =
        billed === null
          ? { at: null, text: '' }
          : { at: billed * 1e6, text: words.money(billed * 1e6) };
      return [estimate, bill];
    }
    case 'failures': {
      const percent = requests === 0 ? 0 : Math.round((failed / requests) * 100);
      return [{ at: failed, text: words.failures(failed, percent) }];
    }
    case 'waiting':
      return (['half', 'most'] as const).map((name) =>
        waits ? { at: waits[name], text: timeOf(waits[name], words) } : { at: null, text: '' },
      );
  }
}

function seriesOf({ question: { shown }, groups }: Usage, words: Words): string[] {
  if (shown === 'waiting') return [words.series.half, words.series.most];
  const isBilled = shown === 'money' && groups.some(({ billed }) => billed !== undefined);
  return isBilled ? [words.series.estimate, words.series.bill] : [words.shown[shown]];
}

/** The marks of the axis, and how they read. */
function ticksOf(shown: Shown, largest: number, words: Words): Chart['ticks'] {
  const labelled = (ticks: readonly number[], label: (at: number) => string) =>
    ticks.map((at) => ({ at, label: at === 0 ? words.zero : label(at) }));
  switch (shown) {
    case 'pictures':
    case 'failures':
      return labelled(niceTicks(largest, { isWhole: true }), words.count);
    case 'money':
      return labelled(niceTicks(largest, { unit: 1e6 }), words.money);
    case 'gpu':
    case 'waiting': {
      const unit = unitFor(largest);
      return labelled(niceTicks(largest, { unit: UNITS[unit] }), (at) => timeOf(at, words, unit));
    }
  }
}

/** The chart, in the words of a language. */
export function usageChart(usage: Usage, words: Words): Chart {
  const { question, groups } = usage;
  const { shown, by } = question;
  const values = groups.map((group) => valuesOf(group, usage, words));
  const largest = Math.max(0, ...values.flat().map(({ at }) => at ?? 0));
  return {
    title: words.title(shown, by),
    subtitle: subtitleOf(usage, words),
    shape: by === 'day' ? 'columns' : 'bars',
    series: seriesOf(usage, words),
    ticks: ticksOf(shown, largest, words),
    groups: groups.map((group, index) => ({
      label: chartLabel(group, index, usage, words),
      values: values[index]?.map(({ at }) => at) ?? [],
      texts: values[index]?.map(({ text }) => text) ?? [],
    })),
    ...(largest === 0 && { nothing: words.nothing }),
  };
}

/** On the axis: not every day, since there is no room. */
const DAYS_A_LABEL: Readonly<Record<Period, number>> = { 7: 1, 30: 7, 90: 15 };

function chartLabel(
  group: UsageGroup,
  index: number,
  { question: { days }, groups }: Usage,
  words: Words,
): string {
  if (group.kind === 'day') {
    const isLabelled = (groups.length - 1 - index) % DAYS_A_LABEL[days] === 0;
    return isLabelled ? words.day(group.at) : '';
  }
  if (group.kind !== 'member') return labelOf(group, index, words);
  return drawable(group.name ?? '') ?? words.member(index + 1);
}

function labelOf(group: UsageGroup, index: number, words: Words): string {
  switch (group.kind) {
    case 'day':
      return words.day(group.at);
    case 'command':
      return group.name;
    case 'member':
      return group.name ?? words.member(index + 1);
    case 'others':
      return words.others;
  }
}

function subtitleOf({ question, total }: Usage, words: Words): string {
  const where = question.everywhere ? words.allServers : words.here;
  return words.subtitle(where, words.period(question.days), totalOf(question.shown, total, words));
}

function totalOf(shown: Shown, figures: Figures, { totals, ...words }: Words): string {
  const { requests, pictures, gpuMs, micros, failed, waits } = figures;
  const all = { ...words, totals };
  switch (shown) {
    case 'pictures':
      return totals.pictures(pictures);
    case 'gpu':
      return totals.gpu(timeOf(gpuMs, all));
    case 'money':
      return totals.money(words.money(micros));
    case 'failures':
      return totals.failures(failed, requests);
    case 'waiting':
      return waits
        ? totals.waiting(timeOf(waits.half, all), timeOf(waits.most, all))
        : totals.nothing;
  }
}

/** Discord's limit for an attachment's alternative text. */
const LONGEST_ALT = 1_024;

/** The chart's figures in words: the sum, the most, and then as many as fit. */
export function usageAlt(usage: Usage, words: Words): string {
  const { question, groups } = usage;
  const { shown, by } = question;
  const said = groups.map((group, index) => {
    const label = cut(labelOf(group, index, words), 60);
    const [first, second] = valuesOf(group, usage, words);
    const text = second ? words.two(first?.text ?? '', second.text) : (first?.text ?? '');
    return { label, text, value: first?.at ?? 0 };
  });
  const some = said.filter(({ value }) => value > 0);
  const top = some.toSorted((a, b) => b.value - a.value)[0];
  const head = words.alt(words.title(shown, by), subtitleOf(usage, words));
  if (!top) return cut(`${head} ${words.nothing}`, LONGEST_ALT);
  // Days: the latest first.
  const inOrder = by === 'day' ? some.toReversed() : some;
  const most = by === 'day' ? ` ${words.highest(top.label, top.text)}` : '';
  const series = seriesOf(usage, words);
  const legend =
    series.length > 1 ? ` ${words.two(series[0] ?? '', series[1] ?? '')}${words.fullStop}` : '';
  let alt = `${head}${most}${legend}`;
  for (const [index, { label, text }] of inOrder.entries()) {
    const item = `${index === 0 ? ' ' : words.separator}${words.item(label, text)}`;
    // Leaves room for the sign that there are more.
    if (alt.length + item.length > LONGEST_ALT - 3) return `${alt}${words.separator}…`;
    alt += item;
  }
  return `${alt}${words.fullStop}`;
}

/** All figures as a table, the first row its head. Amounts are plain numbers. */
export function usageTable(usage: Usage, words: Words): Cell[][] {
  const { question, groups } = usage;
  const { columns } = words;
  const isBilled = groups.some(({ billed }) => billed !== undefined);
  const isOfMembers = question.by === 'member';
  const head = [
    columns[question.by],
    ...(isOfMembers ? [columns.memberId] : []),
    columns.requests,
    columns.pictures,
    columns.failed,
    columns.cancelled,
    columns.gpuSeconds,
    columns.dollars,
    ...(isBilled ? [columns.billed] : []),
    columns.half,
    columns.most,
  ];
  const rows = groups.map((group, index) => {
    const { figures, billed } = group;
    const { requests, pictures, failed, cancelled, gpuMs, micros, unpricedMs, waits } = figures;
    const isUnknown = micros === 0 && unpricedMs > 0;
    return [
      group.kind === 'day' ? group.key : labelOf(group, index, words),
      // As a number it would lose its last digits.
      ...(isOfMembers ? [group.kind === 'member' ? `ID ${group.id}` : ''] : []),
      requests,
      pictures,
      failed,
      cancelled,
      Math.round(gpuMs / 100) / 10,
      isUnknown ? undefined : Math.round(micros) / 1e6,
      ...(isBilled ? [billed ?? undefined] : []),
      waits && Math.round(waits.half / 100) / 10,
      waits && Math.round(waits.most / 100) / 10,
    ];
  });
  return [head, ...rows];
}

/** Who sees it, and whether with a chart. */
export interface UsageViewer {
  readonly person: string;
  readonly isOperator: boolean;
  readonly isDrawn: boolean;
}

/** The message: a line, the chart and the table as files, and menus for another question. */
export function usageCard(
  usage: Usage,
  { person, isOperator, isDrawn }: UsageViewer,
  { usage: words }: Catalogue,
): Card {
  const { question } = usage;
  const menu = <Choice extends string | number>(
    action: string,
    choices: readonly Choice[],
    chosen: Choice,
    label: (choice: Choice) => string,
  ): CardSelect => ({
    id: { action, person, name: nameOfQuestion(question) },
    placeholder: label(chosen),
    options: choices.map((choice) => ({
      label: label(choice),
      value: String(choice),
      chosen: choice === chosen,
    })),
  });
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const { shown, by, days, everywhere } = question;
  const other = { ...question, everywhere: !everywhere };
  return {
    text: [
      subtitleOf(usage, words),
      ...(isDrawn ? [] : [words.notDrawn]),
      ...notesOf(usage, words).map((note) => `-# ${note}`),
    ],
    files: [...(isDrawn ? [{ name: CHART_FILE, alt: usageAlt(usage, words) }] : []), TABLE_FILE],
    selects: [
      menu('usage-show', SHOWN, shown, (one) => words.shown[one]),
      menu('usage-by', GROUPINGS, by, (one) => capital(words.groupings[one])),
      menu('usage-days', PERIODS, days, (one) => capital(words.period(one))),
    ],
    ...(isOperator && {
      buttons: [
        [
          {
            id: { action: 'usage-where', person, name: nameOfQuestion(other) },
            label: everywhere ? words.here : words.allServers,
            kind: 'secondary',
          },
        ],
      ],
    }),
  };
}

function notesOf({ question, total, groups, bill, keptDays }: Usage, words: Words): string[] {
  const { notes } = words;
  const isMoney = question.shown === 'money';
  const { unpricedMs } = total;
  return [
    ...(question.shown === 'waiting' ? [notes.waiting] : []),
    ...(isMoney ? [notes.estimate] : []),
    ...(isMoney && unpricedMs > 0 ? [notes.unpriced(timeOf(unpricedMs, words))] : []),
    ...(bill === 'missing' ? [notes.noBill] : []),
    ...(bill !== undefined && bill !== 'missing'
      ? [notes.bill(words.money(bill.dollars * 1e6))]
      : []),
    ...(bill !== undefined && bill !== 'missing' && bill.isPublic ? [notes.publicBill] : []),
    ...(groups.some(({ kind }) => kind === 'others') && question.by === 'member'
      ? [notes.others]
      : []),
    ...(question.by === 'day' ? [notes.days] : []),
    ...(keptDays === undefined ? [] : [notes.kept(keptDays)]),
  ];
}
