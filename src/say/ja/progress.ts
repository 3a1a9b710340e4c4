import type { Catalogue } from '../say.ts';
import { japanese } from './formats.ts';

const { number } = japanese;

export const progress: Catalogue['progress'] = {
  waiting: (when) => `GPUの空きを待っています · 開始：${when}`,
  waitingForOwn: (when) => `自分のほかの画像を待っています · 開始：${when}`,
  paused: 'このサーバーの管理者が画像の作成を一時停止しています。再開するまで順番はそのままです。',
  made: (pictures, asked) => `${number(asked)}枚中${number(pictures)}枚完了`,
  place: (place) => `${number(place)}番目`,
  aboutPlace: (place) => `約${number(place)}番目`,
  ahead: (ahead) => `前に${number(ahead)}件`,
  aheadOrMore: (ahead) => `前に${number(ahead)}件以上`,
  likely: (when) => `完成見込み：${when}`,
  holdUp: {
    cold: 'ワーカーを起動しています（通常は40 sほど）',
    none: '動いているGPUワーカーがありません。運営者が有効にする必要があるかもしれません',
    asleep: 'GPUサービスがエンドポイントを休止させました。運営者に通知済みです',
    throttled: 'この種類のGPUに今は空きがありません',
    unhealthy: 'ワーカーが起動できません。運営者の対応が必要です',
  },
  keyRefused:
    'GPUサービスがボットのキーを拒否しました。運営者向けに記録しました。キーが使えるようになると再開します。',
  storageFails:
    '今は画像を保存できないため、GPUには何も送っていません。運営者に通知済みです。保存できるようになると再開します。',
  unstored: '画像は完成しましたが、まだ保存できません。運営者に通知済みで、30分間試し続けます。',
  working: (when) => `作成中 · 開始：${when}`,
  unfinished: (words) => `未完成：${words}`,
  percent: (percent) => `${number(percent)}％`,
  ready: (when) => `完成：${when}`,
  readyAnyMoment: 'まもなく完成',
  orLate: (soon, late) => `${soon}（遅ければ${late}）`,
};

export const duration: Catalogue['duration'] = (seconds) =>
  seconds < 60
    ? `${number(seconds)}秒`
    : `${number(Math.floor(seconds / 60))}分${number(seconds % 60)}秒`;

export const deferrals: Catalogue['deferrals'] = {
  runAgain: '開くのに時間がかかりすぎました。もう一度コマンドを実行してください。',
  pressAgain: '開くのに時間がかかりすぎました。もう一度押してください。',
  restarted: '処理する前に再起動しました。もう一度コマンドを実行してください。',
  restartedPress: '処理の途中で再起動しました。終わっていなければ、もう一度試してください。',
  unsure: '始める前に処理を見失いました。もう一度コマンドを実行してください。',
  unsurePress: '処理を見失いました。終わっていなければ、もう一度試してください。',
};
