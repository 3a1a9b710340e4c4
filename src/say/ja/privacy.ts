import type { Catalogue } from '../say.ts';
import { japanese } from './formats.ts';

const { number } = japanese;

export const privacy: Catalogue['privacy'] = {
  title: '保存されているあなたの情報',
  buttons: {
    export: 'データを書き出す',
    withdraw: '同意を取り消す',
    erase: 'すべて削除',
    eraseNow: '今すぐすべて削除',
    keep: '削除しない',
  },
  noRequests: 'リクエストはありません。',
  requests: ({ jobs, oldest, underWay, days }) => {
    const since = oldest === undefined ? '' : `。最も古いものは${oldest}`;
    return [
      `**リクエスト${number(jobs)}件**：プロンプト、設定、チャンネル、結果${since}。`,
      underWay === 0 ? '進行中のものはありません。' : `進行中は${number(underWay)}件。`,
      `終了から${number(days)}日後に削除します。`,
    ].join('');
  },
  pictures: (pictures, hours) =>
    `**画像${number(pictures)}枚**（ボットのディスク上）：それぞれ生成から${number(hours)}時間後に削除します。Discordのメッセージは残ります。`,
  sent: (sent) =>
    `**あなたが送った画像${number(sent)}枚**：GPUサービスに渡した時点で、遅くともジョブの終了時に削除します。`,
  consents: (consents, withdrawn) =>
    `**人物の画像の使用への同意${number(consents)}件**${withdrawn > 0 ? `、取り消し済み${number(withdrawn)}件` : ''}：日時、文面、各画像のチェックサム。`,
  statements: (statements, withdrawn) =>
    `**画像に誰も写っていないという申告${number(statements)}件**${withdrawn > 0 ? `、取り消し済み${number(withdrawn)}件` : ''}：同意と同じ内容を保存しています。`,
  reportsMade: (reports) => `**あなたが行った報告${number(reports)}件**。`,
  reportsAgainst: (reports) => `**あなたの画像への報告${number(reports)}件**。`,
  blocks: (servers) => `**${number(servers)}個のサーバー**でのモデレーターによるブロック。`,
  limits: (limits) =>
    `**サーバー管理者があなたに設定した制限${number(limits)}件**：管理者が解除するまで残ります。`,
  purchases: (purchases) => `**Discordでの購入${number(purchases)}件**と、そのうちまだ使える内容。`,
  keptOut: (entries) =>
    `**ボットの運営者による過去または現在のブロックの記録${number(entries)}件**：日時と理由。`,
  tries: (tries) =>
    `**直近1日に拒否されたプロンプト${number(tries)}件**（一時停止の判定に使用）：鍵付きハッシュと時刻。`,
  pause: (at) =>
    `画像生成の**一時停止**（終了は${at}）：ユーザーIDの代わりに鍵付きハッシュで保存しています。`,
  acts: (acts) => `**モデレーション記録${number(acts)}件**。`,
  ofOthers: (requests) =>
    `**ほかのメンバーのリクエスト${number(requests)}件**：あなたの画像の使用を求めたもの、またはあなたがキャンセルしたもの。`,
  questions: (questions) =>
    `**メッセージの画像の使用許可の質問${number(questions)}件**（あなたがしたもの、または受けたもの）：約1時間保存し、拒否の回答は無期限に保存します。`,
  choices: (commands) =>
    commands === 0
      ? '`/settings`の内容。変更または削除するまで保存します。'
      : `\`/settings\`の内容と、**コマンド${number(commands)}個**のデフォルト。変更または削除するまで保存します。`,
  presets: (presets) => `**プリセット${number(presets)}件**：あなたが削除するまで保存します。`,
  serverPresets: (presets) =>
    `**あなたが作成したサーバーのプリセット${number(presets)}件**：サーバーのものなので、「すべて削除」しても残ります。`,
  private:
    '非公開画像はあなただけに表示されます。サーバーのモデレーターは、プロンプト付きの一覧を確認し、画像を削除できます。',
  name: '保存しているのはDiscordのユーザーIDで、名前ではありません。',
  cut: 'ここで集計を打ち切りました。「データを書き出す」にはすべて含まれます。',
  policy: (url) => `誰が見られるかなどの詳細：[プライバシーポリシー](${url})。`,
  copy: '保存されているあなたの情報は、これですべてです。',
  withdrawn: ({ consents, statements }) =>
    [
      `${[
        ...(consents > 0 || statements === 0
          ? [consents <= 1 ? '同意' : `同意${number(consents)}件`]
          : []),
        ...(statements > 0 ? [statements === 1 ? '申告' : `申告${number(statements)}件`] : []),
      ].join('と')}を取り消しました。`,
      'あなたが送った、人物が写っている可能性のある画像を使うジョブは停止します。あなたがすでに生成した画像は削除するまで残りますが、再び使うことはできません。あなたの同意を得てほかのメンバーが生成した画像は削除されます。',
    ].join(''),
  eraseQuestion: [
    '**保存されているあなたの情報をすべて削除しますか？** 元に戻せません。',
    '進行中のジョブはキャンセルされます。すべてのサーバーでのあなたのプロンプト、画像、同意、報告、設定、プリセットを削除し、あなたの画像があるメッセージも削除します。',
  ],
  kept: '何も削除しませんでした。',
  nothingToErase: '削除するリクエストはありませんでした。設定とプリセットは削除しました。',
  erased: (requests, messages) =>
    `リクエスト${number(requests)}件とそのプロンプト、設定、画像、同意、および/settingsの内容とプリセットを削除しました。メッセージ${number(messages)}件を削除しました。`,
  notYetDeleted: (messages) =>
    `メッセージ${number(messages)}件は、まだ削除できていません。引き続き削除を試みます。`,
  mayNotDelete: (messages) =>
    `メッセージ${number(messages)}件は、このボットに削除する権限がもうありません。そのサーバーのモデレーターに頼んでください：`,
  underReport: (requests) =>
    `報告が未判断のリクエスト${number(requests)}件は、モデレーターの判断後に削除します。`,
  staying:
    'モデレーターやボットの運営者によるブロックは残り、一時停止も終わるまで続きます。回数制限のため、直近1日のリクエスト数を、ユーザーIDの代わりに鍵付きハッシュで1日間保存します。',
};

export const consent: Catalogue['consent'] = {
  face: {
    wording: 'この人物は私か、私に使用を許可した人です',
    question: [
      'この写真の人物は、あなた本人ですか？または、写真の使用を本人が許可していますか？',
      '写真は、あなたが確認したあとにのみダウンロードし、使い終えたら削除します。',
    ],
  },
  pictures: {
    wording: '写っている全員が、私か同意した人です',
    question: [
      '誰かが写っていますか？写っている場合、全員があなた本人か、この使用に同意した人ですか？',
      'あなたが回答するまで何もダウンロードせず、使い終えたらすべて削除します。',
    ],
  },
  nobody: {
    wording: '誰も写っていません',
  },
};

export const posterConsent: Catalogue['posterConsent'] = {
  wording: 'はい。写っている全員が、私か同意した人です',
  nobody: {
    wording: 'はい。誰も写っていません',
  },
};
