import type { Catalogue } from '../say.ts';
import { japanese } from './formats.ts';

const { number } = japanese;

export const privacy: Catalogue['privacy'] = {
  title: '保存している情報',
  buttons: {
    export: 'データを書き出す',
    withdraw: '同意を取り消す',
    erase: 'すべて削除',
    eraseNow: '今すぐすべて削除',
    keep: '残しておく',
  },
  noRequests: '依頼はありません。',
  requests: ({ jobs, oldest, underWay, days }) => {
    const since = oldest === undefined ? '' : `、最も古いものは${oldest}`;
    return [
      `**依頼${number(jobs)}件**：プロンプト、設定、チャンネル、結果${since}。`,
      underWay === 0 ? '進行中のものはありません。' : `進行中は${number(underWay)}件。`,
      `終了から${number(days)}日後に削除します。`,
    ].join('');
  },
  pictures: (pictures, hours) =>
    `**画像${number(pictures)}枚**をボットのディスクに保存しています。作成から${number(hours)}時間後に削除します。Discordのメッセージは残ります。`,
  sent: (sent) =>
    `**送信した画像${number(sent)}枚**。GPUサービスに渡した時点で、遅くともジョブの終了時に削除します。`,
  consents: (consents, withdrawn) =>
    `**人物の画像を使う同意${number(consents)}件**${withdrawn > 0 ? `、取り消し${number(withdrawn)}件` : ''}：日時、文面、各画像のチェックサム。`,
  statements: (statements, withdrawn) =>
    `**誰も写っていないという申告${number(statements)}件**${withdrawn > 0 ? `、取り消し${number(withdrawn)}件` : ''}：同じ内容を保存しています。`,
  reportsMade: (reports) => `**自分が行った報告${number(reports)}件**。`,
  reportsAgainst: (reports) => `**自分の画像への報告${number(reports)}件**。`,
  blocks: (servers) => `**${number(servers)}サーバー**でのモデレーターによるブロック。`,
  limits: (limits) =>
    `**サーバー管理者が設定した制限${number(limits)}件**。管理者が外すまで残ります。`,
  purchases: (purchases) => `**Discordでの購入${number(purchases)}件**と、その残り。`,
  keptOut: (entries) =>
    `**ボットの運営者による過去または現在のブロックの記録${number(entries)}件**：日時と理由。`,
  tries: (tries) =>
    `**この1日に拒否されたプロンプト${number(tries)}件**（停止の判断に使用）：鍵付きハッシュと時刻。`,
  pause: (at) =>
    `画像作成の**停止**（終了は${at}）。ユーザーIDの代わりに鍵付きハッシュで保存しています。`,
  acts: (acts) => `**モデレーション記録${number(acts)}件**。`,
  ofOthers: (requests) =>
    `**自分の画像を使おうとした、または自分がキャンセルした他のメンバーの依頼${number(requests)}件**。`,
  questions: (questions) =>
    `**メッセージの画像を使ってよいかの質問${number(questions)}件**（した側または受けた側）：約1時間保存し、拒否の回答はずっと保存します。`,
  choices: (commands) =>
    commands === 0
      ? '`/settings`の内容。変更または削除するまで保存します。'
      : `\`/settings\`の内容と、**${number(commands)}個のコマンド**の既定値。変更または削除するまで保存します。`,
  presets: (presets) => `**プリセット${number(presets)}件**。自分で削除するまで保存します。`,
  serverPresets: (presets) =>
    `**サーバー用に作ったプリセット${number(presets)}件**。サーバーのものなので、すべて削除しても残ります。`,
  private:
    '非公開画像は自分だけに表示されます。サーバーのモデレーターはプロンプト付きの一覧を見て、削除できます。',
  name: '保存しているのはDiscordのユーザーIDで、名前ではありません。',
  cut: 'ここで数えるのをやめました。*データを書き出す*にはすべて含まれます。',
  policy: (url) => `誰が見られるかなどの詳細：[プライバシーポリシー](${url})。`,
  copy: '保存している情報はこれですべてです。',
  withdrawn: ({ consents, statements }) =>
    [
      `${japanese.list([
        ...(consents > 0 || statements === 0
          ? [consents <= 1 ? '同意' : `同意${number(consents)}件`]
          : []),
        ...(statements > 0 ? [statements === 1 ? '申告' : `申告${number(statements)}件`] : []),
      ])}を取り消しました。`,
      '送信した画像のうち人物が写っている可能性のあるものを使うジョブは止まります。すでに作った画像は削除するまで残りますが、もう使えません。同意にもとづいて他の人が作った画像は削除されます。',
    ].join(''),
  eraseQuestion: [
    '**保存している情報をすべて削除しますか？** 元に戻せません。',
    '進行中のジョブはキャンセルされます。すべてのサーバーのプロンプト、画像、同意、報告、設定、プリセットを消去し、画像のあるメッセージも削除します。',
  ],
  kept: '何も削除していません。',
  nothingToErase: '削除する依頼はありませんでした。設定とプリセットは削除しました。',
  erased: (requests, messages) =>
    `依頼${number(requests)}件のプロンプト、設定、画像、同意と、/settingsの内容、プリセットを削除しました。メッセージ${number(messages)}件を削除しました。`,
  notYetDeleted: (messages) =>
    `メッセージ${number(messages)}件はまだ削除できていません。引き続き試します。`,
  mayNotDelete: (messages) =>
    `メッセージ${number(messages)}件は削除する権限がもうありません。そこのモデレーターに頼んでください：`,
  underReport: (requests) =>
    `報告が未判断の依頼${number(requests)}件は、モデレーターの判断後に削除します。`,
  staying:
    'モデレーターやボットの運営者によるブロックは残り、停止も終わるまで続きます。回数制限のため、この1日の依頼数を、ユーザーIDの代わりに鍵付きハッシュで1日だけ保存します。',
};

export const consent: Catalogue['consent'] = {
  face: {
    wording: '本人です、または本人の許可を得ています',
    question: [
      'この写真の人物は自分ですか？または本人から使う許可を得ていますか？',
      '写真は確認のあとにだけダウンロードし、使い終えたら削除します。',
    ],
  },
  pictures: {
    wording: '写っている人は全員、自分か同意した人です',
    question: [
      '誰かが写っていますか？写っている場合、自分か、この使い方に同意した人ですか？',
      '回答があるまで何もダウンロードせず、使い終えたらすべて削除します。',
    ],
  },
  nobody: {
    wording: '誰も写っていません',
  },
};

export const posterConsent: Catalogue['posterConsent'] = {
  wording: 'はい。写っている人は全員、自分か同意した人です',
  nobody: {
    wording: 'はい。誰も写っていません',
  },
};
