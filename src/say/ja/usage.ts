import type { Catalogue } from '../say.ts';
import { japanese } from './formats.ts';

const { number } = japanese;

/** Up to 1 dollar with four digits, up to 1,000 with two, then whole. */
function money(micros: number): string {
  if (micros >= 1_000_000_000) return japanese.wholeMoney(micros / 1_000_000);
  const digit = micros < 1_000_000 ? 100 : 10_000;
  return japanese.money((Math.round(micros / digit) * digit) / 1_000_000);
}

const UNITS = { s: '秒', min: '分', h: '時間' };

/** Below 10 with one digit after the point. */
function time(amount: number, unit: keyof typeof UNITS): string {
  const digit = amount < 10 ? 10 : 1;
  return `${number(Math.round(amount * digit) / digit)}${UNITS[unit]}`;
}

const shown = {
  pictures: '画像の枚数',
  gpu: 'GPU時間',
  money: '費用',
  failures: '失敗したリクエスト',
  waiting: '待ち時間',
};

const groupings = { day: '日別', command: 'コマンド別', member: 'メンバー別' };

export const usage: Catalogue['usage'] = {
  description: 'このサーバーの画像の枚数、GPU時間、費用、失敗、待ち時間をグラフにします',
  show: 'グラフに表示するもの',
  by: 'グラフの集計単位',
  days: 'さかのぼる期間',
  everywhere: '全サーバーの合計（ボットの運営者のみ）',

  shown,
  groupings,
  period: (days) => `過去${number(days)}日間`,
  title: (what, by) => `${shown[what]}（${groupings[by]}）`,
  here: 'このサーバー',
  allServers: '全サーバー',
  subtitle: (where, period, total) => `${where}、${period}：${total}`,
  totals: {
    pictures: (count) => `${number(count)}枚`,
    gpu: (amount) => `GPU時間${amount}`,
    money: (amount) => `約${amount}`,
    failures: (failed, requests) => `${number(requests)}件中${number(failed)}件が失敗`,
    waiting: (half, most) => `半数は${half}以内、10件中9件は${most}以内`,
    nothing: 'まだありません',
  },
  nothing: 'この期間に表示するものはありません。',
  notDrawn: 'グラフを描けませんでした。数値はファイルにあります。',
  series: {
    half: '半数の待ち時間',
    most: '9割の待ち時間',
    estimate: '見積もり',
    bill: 'RunPodの請求額',
  },

  day: (at) => japanese.day(at),
  count: (value) => number(value),
  failures: (failed, percent) => `${number(failed)}（${percent}%）`,
  money,
  time,
  zero: '0',
  others: 'その他',
  member: (rank) => `メンバー${number(rank)}`,

  notes: {
    waiting: '待ち時間は、リクエストから画像が完成するまでの時間です。',
    estimate: '費用は見積もりです（GPU時間の料金と、1枚ごとに課金される画像の料金）。',
    unpriced: (amount) => `GPU時間${amount}は料金が不明なため、含まれていません。`,
    bill: (amount) => `この期間のRunPodの請求額（現時点）：${amount}。`,
    noBill: 'RunPodの請求額を取得できなかったため、見積もりのみです。',
    publicBill: '公開エンドポイントの請求額は、RunPodアカウント全体のものです。',
    kept: (days) => `リクエストは${number(days)}日間保存されます。`,
    others: 'メンバーは`/settings`で、「その他」に含まれるよう設定できます。',
    days: '日付はUTC基準です。',
  },

  alt: (title, subtitle) => `${title}。${subtitle}。`,
  highest: (label, value) => `最大：${label}、${value}。`,
  item: (label, value) => `${label}：${value}`,
  two: (first, second) => `${first} / ${second}`,
  separator: '、',
  fullStop: '。',

  columns: {
    day: '日付（UTC）',
    command: 'コマンド',
    member: 'メンバー',
    memberId: 'メンバーID',
    requests: 'リクエスト',
    pictures: '画像',
    failed: '失敗',
    cancelled: 'キャンセル',
    gpuSeconds: 'GPU秒',
    dollars: 'USD（見積もり）',
    billed: 'USD（RunPodの請求額）',
    half: '待ち時間：半数以内（秒）',
    most: '待ち時間：9割以内（秒）',
  },
};
