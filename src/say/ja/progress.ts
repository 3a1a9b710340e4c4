import type { Catalogue } from '../say.ts';
import { japanese } from './formats.ts';

const { number } = japanese;

export const progress: Catalogue['progress'] = {
  waiting: (when) => `GPUの空きを待っています（${when}から）`,
  waitingForOwn: (when) => `あなたのほかの画像の完成を待っています（${when}から）`,
  paused: 'サーバー管理者が画像の生成を一時停止しています。再開するまで、順番はそのままです。',
  made: (pictures, asked) => `${number(asked)}枚中${number(pictures)}枚完了`,
  place: (place) => `順番待ち${number(place)}番目`,
  aboutPlace: (place) => `順番待ち${number(place)}番目くらい`,
  ahead: (ahead) => `前に${number(ahead)}件`,
  aheadOrMore: (ahead) => `前に${number(ahead)}件以上`,
  likely: (when) => `完成見込み：${when}`,
  holdUp: {
    cold: 'ワーカーを起動中（通常40秒ほど）',
    none: '稼働中のGPUワーカーがありません。運営者が有効にする必要があるかもしれません',
    asleep: 'GPUサービスがエンドポイントを休止させました。運営者に通知済みです',
    throttled: 'この種類のGPUは、今GPUサービスに空きがありません',
    unhealthy: 'ワーカーを起動できません。運営者の対応が必要です',
  },
  keyRefused:
    'GPUサービスがボットのAPIキーを拒否しました。ボットの運営者が確認できるよう、ログに残しました。キーが使えるようになると再開します。',
  storageFails:
    '今は画像を保存できないため、GPUへの送信を止めています。ボットの運営者に通知済みです。保存できるようになると再開します。',
  unstored:
    '画像は完成しましたが、まだ保存できません。ボットの運営者に通知済みです。30分間、保存を試し続けます。',
  working: (when) => `生成中（${when}から）`,
  unfinished: (words) => `生成途中：${words}`,
  percent: (percent) => `${number(percent)}%`,
  ready: (when) => `完成：${when}`,
  readyAnyMoment: 'まもなく完成',
  orLate: (soon, late) => `${soon}（遅い場合は${late}）`,
};

export const duration: Catalogue['duration'] = (seconds) => {
  const minutes = `${number(Math.floor(seconds / 60))}分`;
  if (seconds < 60) return `${number(seconds)}秒`;
  return seconds % 60 === 0 ? minutes : `${minutes}${number(seconds % 60)}秒`;
};

export const deferrals: Catalogue['deferrals'] = {
  runAgain: '開くのに時間がかかりすぎました。もう一度コマンドを実行してください。',
  pressAgain: '開くのに時間がかかりすぎました。もう一度押してください。',
  restarted: '処理を始める前にボットが再起動しました。もう一度コマンドを実行してください。',
  restartedPress:
    '処理が終わる前にボットが再起動しました。完了していなければ、もう一度お試しください。',
  unsure: '処理を始める前に中断しました。もう一度コマンドを実行してください。',
  unsurePress: '処理が中断しました。完了していなければ、もう一度お試しください。',
};
