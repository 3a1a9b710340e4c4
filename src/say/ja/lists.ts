import type { Catalogue } from '../say.ts';
import { japanese, someOf } from './formats.ts';

const { number } = japanese;

export const pages: Catalogue['pages'] = {
  newer: '新しい方へ',
  older: '古い方へ',
  stopped: (jobs, when) =>
    `${when}の分まで、ジョブ${number(jobs)}件を検索しました。続けるには下のボタンを押してください。`,
};

export const jobs: Catalogue['jobs'] = {
  title: '自分の画像',
  none: 'まだ画像がありません。作り方は`/help`で確認できます。',
  nothingFound: '見つかりませんでした。下で絞り込みを変えるか、別の言葉で検索してください。',
  phases: {
    asking: '同意待ち',
    waiting: '順番待ち',
    working: '生成中',
    completed: '完了',
    failed: '失敗',
    cancelled: 'キャンセル済み',
  },
  several: (pictures) => `${number(pictures)}枚`,
  hidden: '非表示',
  removed: 'モデレーターが削除',
  all: 'すべて',
  show: '表示する画像を選択',
  again: '再生成する画像を選択',
  buttons: {
    words: '検索',
    cancelAll: 'すべてキャンセル',
    cancelNow: 'すべてキャンセル',
    keep: 'キャンセルしない',
  },
  wordsTitle: '自分の画像を検索',
  wordsLabel: 'プロンプトの言葉かID（空欄ならすべて）',
  nothingToCancel: 'このサーバーで進行中のジョブはありません。',
  cancelQuestion: (jobs) =>
    `**このサーバーで進行中の自分のジョブ${number(jobs)}件をキャンセルしますか？**`,
  cancelling: (jobs) => `ジョブ${number(jobs)}件をキャンセルしています…`,
  cancelled: (jobs) =>
    jobs === 0
      ? 'キャンセルするジョブはもうありませんでした。'
      : `ジョブ${number(jobs)}件をキャンセルしました。`,
  kept: 'キャンセルしませんでした。',
};

export const show: Catalogue['show'] = {
  job: 'ID、またはプロンプトの言葉',
  byOther: 'ほかのメンバー',
  notSearched: (jobs) =>
    `最新のジョブ${number(jobs)}件を検索しました。もっと古いジョブは、IDを貼り付けてください。`,
  ageRestricted: '画像は年齢制限チャンネルでのみ表示されます。',
  private: '非公開です。画像を見られるのは、リクエストした人だけです。',
};

export const workflows: Catalogue['workflows'] = {
  description: 'このボットのワークフローを表示します（運営者用）',
  list: '提供中のワークフローと、除外中のワークフローとその理由を表示します',
  title: (offered, leftOut) =>
    `ワークフロー${number(offered)}件${leftOut === 0 ? '' : `、除外${number(leftOut)}件`}`,
  none: 'ワークフローはありません。`npm run workflow -- add FILE`で作成できます。',
  options: (count) => `オプション${number(count)}個`,
  endpoint: (id) => `エンドポイント ${id}`,
  folder: (name) => `フォルダー ${name}`,
  facesOff: '写真が必要ですが、`FACE_REFERENCES`がオフになっています',
  moreProblems: (count) =>
    `-# ほかに問題が${number(count)}件。\`npm run workflow -- check\`ですべて確認できます。`,
  page: (page, pages) => `${number(page)} / ${number(pages)}ページ`,
  back: '前へ',
  next: '次へ',
};

export const status: Catalogue['status'] = {
  title: '状態',
  workers: 'ワーカー',
  queue: 'RunPodのキュー',
  jobs: 'このボットのジョブ',
  endpoint: someOf,
  at: (workers, queue) => `ワーカー：${workers}\nキュー：${queue}`,
  publicEndpoint: 'RunPodの公開モデルです。混雑状況はRunPodから取得できません。',
  moreEndpoints: (count) => `ほかのエンドポイント${number(count)}件`,
  counts: {
    idle: '待機中',
    initializing: '起動中',
    ready: '準備完了',
    running: '稼働中',
    throttled: 'GPU空き待ち',
    unhealthy: '異常',
    inQueue: '順番待ち',
    inProgress: '処理中',
  },
  count: (count, what) => `${what} ${number(count)}`,
  noJobs: 'まだなし',
  new: '新しい画像',
  draining: (when) =>
    `再起動に備えて受付を停止中です（${when}から）。受付済みのリクエストは最後まで処理します。`,
  processes: 'プロセス',
  running: (count) => `稼働中 ${number(count)}`,
  drainingProcesses: (count) => `受付停止中 ${number(count)}`,
  stopping: (count) => `終了処理中 ${number(count)}`,
  leftOut: '利用不可',
  leftOutBecause: (names) =>
    `${japanese.list(names)}。理由は、ボットの運営者が\`npm run doctor\`で確認できます。`,
  unknownCount: '不明',
  noCount: 'なし',
};
