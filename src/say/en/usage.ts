import { english } from './formats.ts';

const PICTURES = { one: 'picture', other: 'pictures' };
const REQUESTS = { one: 'request', other: 'requests' };
const DAYS = { one: 'day', other: 'days' };

/** Up to 1 dollar with four digits, up to 1,000 with two, then whole. */
function money(micros: number): string {
  if (micros >= 1_000_000_000) return english.wholeMoney(micros / 1_000_000);
  const digit = micros < 1_000_000 ? 100 : 10_000;
  return english.money((Math.round(micros / digit) * digit) / 1_000_000);
}

/** `4.2 s`, `35 min`, `1,200 h`: below 10 with one digit after the point. */
function time(amount: number, unit: 's' | 'min' | 'h'): string {
  const digit = amount < 10 ? 10 : 1;
  return `${english.number(Math.round(amount * digit) / digit)} ${unit}`;
}

/** In titles and menus. */
const shown = {
  pictures: 'Pictures',
  gpu: 'GPU time',
  money: 'Money',
  failures: 'Failed requests',
  waiting: 'Waiting time',
};

const groupings = { day: 'by day', command: 'by command', member: 'by member' };

/** `/usage`: charts for managers of a server and for operators. Their letters are large, so they say little. */
export const usage = {
  description:
    'Charts of what this server makes: pictures, GPU time, money, failures, waiting times',
  show: 'What the chart shows',
  by: 'How to group it',
  days: 'How far back it goes',
  everywhere: "All servers together; for this bot's operator only",

  shown,
  groupings,
  period: (days: number) => `last ${english.amount(days, DAYS)}`,
  title: (what: keyof typeof shown, by: keyof typeof groupings) =>
    `${shown[what]} ${groupings[by]}`,
  here: 'This server',
  allServers: 'All servers',
  /** Below the title, and as the message's first line. */
  subtitle: (where: string, period: string, total: string) => `${where}, ${period}: ${total}`,
  totals: {
    pictures: (count: number) => english.amount(count, PICTURES),
    gpu: (amount: string) => `${amount} of GPU time`,
    money: (amount: string) => `about ${amount}`,
    failures: (failed: number, requests: number) =>
      `${english.number(failed)} of ${english.amount(requests, REQUESTS)} failed`,
    waiting: (half: string, most: string) => `${half} for half, ${most} for 9 in 10`,
    nothing: 'nothing yet',
  },
  nothing: 'Nothing to show for this time.',
  notDrawn: "The chart couldn't be drawn. The file has its figures.",
  /** The names of two series. */
  series: {
    half: 'Half within',
    most: '9 in 10 within',
    estimate: 'Estimate',
    bill: "RunPod's bill",
  },

  /** `at`: a time in milliseconds since the epoch; its UTC day. */
  day: (at: number) => english.day(at),
  count: (value: number) => english.number(value),
  /** `percent`: of the requests. */
  failures: (failed: number, percent: number) => `${english.number(failed)} (${percent} %)`,
  money,
  time,
  zero: '0',
  others: 'Others',
  /** A member whose name Discord did not give, or that cannot be drawn. `rank`: from 1. */
  member: (rank: number) => `Member ${english.number(rank)}`,

  /** Below the first line of the message. */
  notes: {
    waiting: 'Waiting time is from the request until its pictures are ready.',
    estimate: 'Money is an estimate: GPU time by its price, and what single pictures cost.',
    unpriced: (amount: string) => `${amount} of GPU time isn't priced, so it isn't included.`,
    bill: (amount: string) => `RunPod's bill for this time, so far: ${amount}.`,
    noBill: "RunPod didn't say what it billed, so this is the estimate alone.",
    publicBill: 'The bill for public endpoints is for your whole RunPod account.',
    kept: (days: number) => `Requests are kept for ${english.amount(days, DAYS)}.`,
    others: 'Members can choose in `/settings` to be counted among the others.',
    days: 'Days are in UTC.',
  },

  /** For screen readers. `items`: `3 Dec: 12`, as many as fit. */
  alt: (title: string, subtitle: string) => `${title}. ${subtitle}.`,
  highest: (label: string, value: string) => `Most: ${label}, ${value}.`,
  item: (label: string, value: string) => `${label}: ${value}`,
  two: (first: string, second: string) => `${first} / ${second}`,
  /** Between the items, and after the last. */
  separator: '; ',
  fullStop: '.',

  /** The columns of the file. */
  columns: {
    day: 'Day (UTC)',
    command: 'Command',
    member: 'Member',
    memberId: 'Member ID',
    requests: 'Requests',
    pictures: 'Pictures',
    failed: 'Failed',
    cancelled: 'Cancelled',
    gpuSeconds: 'GPU seconds',
    dollars: 'USD (estimate)',
    billed: 'USD (RunPod bill)',
    half: 'Wait, half within (s)',
    most: 'Wait, 9 in 10 within (s)',
  },
};
