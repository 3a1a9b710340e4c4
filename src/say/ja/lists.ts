import type { Catalogue } from '../say.ts';
import { japanese, someOf } from './formats.ts';

const { number } = japanese;

export const pages: Catalogue['pages'] = {
  newer: '新しい方へ',
  older: '古い方へ',
  stopped: (jobs, when) =>
    `${number(jobs)}件を${when}まで検索しました。続けるには下のボタンを押してください。`,
};

export const jobs: Catalogue['jobs'] = {
  title: '自分の画像',
  none: 'まだ画像がありません。作り方は`/help`にあります。',
  nothingFound: '見つかりません。下で別の絞り込みを選ぶか、別の言葉で探してください。',
  phases: {
    asking: '同意待ち',
    waiting: '順番待ち',
    working: '作成中',
    completed: '完了',
    failed: '失敗',
    cancelled: 'キャンセル済み',
  },
  several: (pictures) => `${number(pictures)}枚`,
  hidden: '非表示',
  removed: 'モデレーターが削除',
  all: 'すべて',
  show: '表示',
  again: 'もう一度作る',
  buttons: {
    words: '検索',
    cancelAll: 'すべてキャンセル',
    cancelNow: 'すべてキャンセル',
    keep: 'やめておく',
  },
  wordsTitle: '自分の画像を検索',
  wordsLabel: 'プロンプト中の言葉かID（空欄なら全部）',
  nothingToCancel: 'このサーバーで進行中のものはありません。',
  cancelQuestion: (jobs) => `**このサーバーで進行中の${number(jobs)}件をキャンセルしますか？**`,
  cancelling: (jobs) => `${number(jobs)}件をキャンセルしています…`,
  cancelled: (jobs) =>
    jobs === 0
      ? 'キャンセルするものはもうありませんでした。'
      : `${number(jobs)}件をキャンセルしました。`,
  kept: '何もキャンセルしていません。',
};

export const show: Catalogue['show'] = {
  job: 'ID、またはプロンプト中の言葉',
  byOther: '別のメンバー',
  notSearched: (jobs) =>
    `最近の${number(jobs)}件を検索しました。もっと古いものはIDを貼り付けてください。`,
  ageRestricted: 'この画像は年齢制限チャンネルでのみ表示されます。',
  private: '非公開です。画像を見られるのは依頼した本人だけです。',
};

export const workflows: Catalogue['workflows'] = {
  description: 'このボットのワークフロー（運営者用）',
  list: '提供中のワークフローと、除外されているものとその理由',
  title: (offered, leftOut) =>
    `ワークフロー${number(offered)}件${leftOut === 0 ? '' : `、除外${number(leftOut)}件`}`,
  none: 'ワークフローはありません。`npm run workflow -- add FILE`で作れます。',
  options: (count) => `オプション${number(count)}個`,
  endpoint: (id) => `エンドポイント${id}`,
  folder: (name) => `フォルダー${name}`,
  facesOff: '写真が必要ですが、`FACE_REFERENCES`がオフです',
  moreProblems: (count) =>
    `-# ほかに問題が${number(count)}件。\`npm run workflow -- check\`ですべて確認できます。`,
  page: (page, pages) => `${number(page)} / ${number(pages)}ページ`,
  back: '前へ',
  next: '次へ',
};

export const status: Catalogue['status'] = {
  title: '状態',
  workers: 'ワーカー',
  queue: 'RunPodの待ち行列',
  jobs: 'このボットのジョブ',
  endpoint: someOf,
  at: (workers, queue) => `ワーカー：${workers}\n待ち行列：${queue}`,
  publicEndpoint: 'RunPodの公開モデルです。混み具合は公表されていません。',
  moreEndpoints: (count) => `ほかのエンドポイント${number(count)}件`,
  counts: {
    idle: '待機中',
    initializing: '起動中',
    ready: '準備完了',
    running: '稼働中',
    throttled: 'GPU不足',
    unhealthy: '異常',
    inQueue: '順番待ち',
    inProgress: '処理中',
  },
  count: (count, what) => `${what}${number(count)}`,
  noJobs: 'まだありません',
  new: '新しい画像',
  draining: (when) =>
    `再起動に備えて${when}から停止しています。受け付け済みの依頼は最後まで処理します。`,
  processes: 'プロセス',
  running: (count) => `稼働中${number(count)}`,
  drainingProcesses: (count) => `受付停止中${number(count)}`,
  stopping: (count) => `終了処理中${number(count)}`,
  leftOut: '利用できないもの',
  leftOutBecause: (names) =>
    `${japanese.list(names)}。理由は運営者が\`npm run doctor\`で確認できます。`,
  unknownCount: '不明',
  noCount: 'なし',
};
