import { expect, it } from 'vitest';
import {
  nameOfQuestion,
  questionNamed,
  type Usage,
  usageAlt,
  usageCard,
  usageChart,
  type UsageGroup,
  type UsageQuestion,
  usageTable,
} from '../../../src/discord/cards/usage-card.ts';
import { chart as schema } from '../../../src/images/chart.ts';
import { say } from '../../../src/say/say.ts';
import {
  dayKey,
  daysOf,
  type Figures,
  GROUPINGS,
  PERIODS,
  SHOWN,
} from '../../../src/usage/figures.ts';

const words = say('en');
const NOON = Date.UTC(2026, 11, 2, 12);

function figures(more: Partial<Figures> = {}): Figures {
  const counts = { requests: 10, pictures: 12, failed: 1, cancelled: 2 };
  const waits = { half: 12_000, most: 150_000 };
  return { ...counts, gpuMs: 90_000, micros: 30_000, unpricedMs: 0, waits, ...more };
}

const NONE = { requests: 0, pictures: 0, failed: 0, cancelled: 0, gpuMs: 0, micros: 0 };
const nothing = figures({ ...NONE, waits: undefined });

function usage(question: Partial<UsageQuestion>, more: Partial<Usage> = {}): Usage {
  return {
    question: { shown: 'pictures', by: 'member', days: 30, everywhere: false, ...question },
    total: figures(),
    groups: [
      { kind: 'member', id: '400000000000000001', name: 'Ada', figures: figures() },
      { kind: 'member', id: '400000000000000002', name: undefined, figures: figures() },
      { kind: 'member', id: '400000000000000003', name: 'ไทย', figures: nothing },
      { kind: 'others', figures: figures() },
    ],
    ...more,
  };
}

function days(count: 7 | 90, of: (index: number) => Partial<UsageGroup>): UsageGroup[] {
  return daysOf(count, NOON).map((at, index) => {
    return { kind: 'day', at, key: dayKey(at), figures: figures(), ...of(index) } as UsageGroup;
  });
}

it('has a name for every question in a custom id, and for nothing else', () => {
  for (const shown of SHOWN) {
    for (const by of GROUPINGS) {
      for (const period of PERIODS) {
        for (const everywhere of [true, false]) {
          const question = { shown, by, days: period, everywhere };
          expect(questionNamed(nameOfQuestion(question))).toEqual(question);
          expect(nameOfQuestion(question)).toMatch(/^[a-z\d_]{1,32}$/);
        }
      }
    }
  }
  for (const name of [undefined, '', 'all', 'pictures_day_8_here', 'pictures_day_7_here_x']) {
    expect(questionNamed(name)).toBeUndefined();
  }
});

it.each(SHOWN)('describes a chart of %s that can be drawn', (shown) => {
  const drawn = usageChart(usage({ shown }), words.usage);
  expect(schema.parse(JSON.parse(JSON.stringify(drawn)))).toEqual(drawn);
  const largest = Math.max(...drawn.groups.flatMap(({ values }) => values.map((one) => one ?? 0)));
  expect(drawn.ticks.at(-1)?.at).toBeGreaterThanOrEqual(largest);
  for (const { values } of drawn.groups) expect(values).toHaveLength(drawn.series.length);
});

it('names in a chart what its font has letters for, and numbers the others', () => {
  const { groups } = usageChart(usage({}), words.usage);
  expect(groups.map(({ label }) => label)).toEqual(['Ada', 'Member 2', 'Member 3', 'Others']);
});

it('says the figures in no more than Discord takes, the sum and the most first', () => {
  const groups = days(90, (index) => ({ figures: figures({ pictures: 1_000_000 + index }) }));
  const alt = usageAlt(usage({ by: 'day', days: 90 }, { groups }), words.usage);
  expect(alt.length).toBeLessThanOrEqual(1_024);
  expect(alt).toMatch(/^Pictures by day\. This server, last 90 days: 12 pictures\. Most: Dec 2, /);
  expect(alt).toContain('. Dec 2: 1,000,089; Dec 1: 1,000,088; ');
  expect(alt).toMatch(/…$/);
  const short = usageAlt(usage({ shown: 'failures' }), words.usage);
  expect(short).toMatch(/ Ada: 1 \(10 %\); Member 2: 1 \(10 %\); Others: 1 \(10 %\)\.$/);
});

it('says so if there is nothing', () => {
  const empty = { total: nothing, groups: days(7, () => ({ figures: nothing })) };
  const shown = usage({ by: 'day', days: 7 }, empty);
  expect(usageChart(shown, words.usage).nothing).toBe(words.usage.nothing);
  expect(usageAlt(shown, words.usage)).toContain(words.usage.nothing);
});

it('has all figures in the table, as plain numbers, and ids of those who are named alone', () => {
  const [head, ada, , , others] = usageTable(usage({}), words.usage);
  expect(head).toHaveLength(10);
  const numbers = [10, 12, 1, 2, 90, 0.03, 12, 150];
  expect(ada).toEqual(['Ada', 'ID 400000000000000001', ...numbers]);
  expect(others).toEqual(['Others', '', ...numbers]);
});

it('has no amount of money in the table where nothing has a price', () => {
  const unpriced = figures({ micros: 0, unpricedMs: 90_000 });
  const groups: UsageGroup[] = [{ kind: 'command', name: '/imagine', figures: unpriced }];
  const [, row] = usageTable(usage({ by: 'command' }, { groups }), words.usage);
  expect(row?.[6]).toBeUndefined();
});

it('puts the bill beside the estimate, in the chart and in the table', () => {
  const groups = days(7, (index) => ({ billed: index === 6 ? null : index / 10 }));
  const bill = { dollars: 2.1, isPublic: true };
  const shown = usage({ shown: 'money', by: 'day', days: 7, everywhere: true }, { groups, bill });
  expect(usageChart(shown, words.usage)).toMatchObject({ series: ['Estimate', "RunPod's bill"] });
  expect(usageTable(shown, words.usage).at(-2)).toContain(0.5);
  expect(usageTable(shown, words.usage).at(-1)).not.toContain(0);
  expect(usageChart(shown, words.usage).groups.at(-1)?.values).toEqual([30_000, null]);
  const card = usageCard(shown, { person: '1', isOperator: true, isDrawn: true }, words);
  expect(card.text?.join('\n')).toContain('so far: $2.10');
  expect(card.text?.join('\n')).toContain('whole RunPod account');
});

it('offers all servers to operators alone', () => {
  const of = (isOperator: boolean) =>
    usageCard(usage({}), { person: '1', isOperator, isDrawn: true }, words);
  expect(of(false).buttons).toBeUndefined();
  expect(
    of(true)
      .buttons?.flat()
      .map(({ id }) => id),
  ).toEqual([{ action: 'usage-where', person: '1', name: 'pictures_member_30_everywhere' }]);
});

it('has its file also if the chart cannot be drawn, and says so', () => {
  const card = usageCard(usage({}), { person: '1', isOperator: false, isDrawn: false }, words);
  expect(card.files).toEqual(['usage.csv']);
  expect(card.text).toContain(words.usage.notDrawn);
});
