import type { Catalogue } from '../say.ts';
import { japanese, someOf } from './formats.ts';

export const moderation: Catalogue['moderation'] = {
  description: 'このサーバーの画像の報告、モデレーター、ブロックを管理します',
  channel: '画像の報告を送るチャンネルを選びます',
  channelForReports: 'モデレーターだけが見られるチャンネル',
  role: 'モデレーターのロールを選びます。空欄ならサーバー管理者だけになります',
  roleOfModerators: 'このロールのメンバーは、報告の確認・判断とメンバーのブロックができます',
  spoilers: 'このサーバーの画像をすべてスポイラーとして投稿します',
  spoilersOn: 'オンならすべての画像、オフなら各メンバーの設定どおり',
  language: 'このサーバーの全員に表示されるメッセージの言語を選びます',
  languageOfServer: '空欄ならDiscordのサーバー設定の言語',
  private: 'このサーバーで生成された非公開画像を一覧表示・削除します',
  blocks: 'ここでブロックされているメンバーを表示します',
  block: 'メンバーをブロックし、ここで画像を生成・報告できないようにします',
  personToBlock: 'ブロックするメンバー',
  unblock: 'メンバーのブロックを解除します',
  personToUnblock: 'ブロックを解除するメンバー',

  managersOnly: '今後は、サーバー管理者だけが報告を判断します。',
  roleChosen: (role) => [
    `今後は、${role}とサーバー管理者が報告を判断します。`,
    'このロールで`/moderation`も使えるようにするには、「サーバー設定」の「連携サービス」で許可してください。',
  ],
  channelChosen: (where) => `今後の報告は${where}に届きます。`,
  cannotPost: (where, permissions) =>
    `${where}に投稿できません。このボットに${japanese.list(permissions.map((one) => `**${one}**`))}の権限を付けて、もう一度選んでください。`,
  greeting: '今後、画像の報告はこのチャンネルに投稿され、ボタンで判断できます。',
  privateTitle: 'このサーバーの非公開画像',
  noPrivate: '保存されている非公開画像はありません。',
  choosePrivate: '削除する画像を選択',
  removePrivate: (job) => [
    `ジョブ${job}の非公開画像を削除しますか？`,
    '元に戻せません。この画像から生成されたものもすべて削除されます。リクエストした人のメッセージをまだ編集できる場合は、モデレーターが削除したと表示します。',
  ],
  privateButtons: { remove: '完全に削除', back: '戻る' },
  covered: '今後、このサーバーの新しい画像はスポイラーとして投稿されます。',
  uncovered: '今後、画像をスポイラーにするかどうかは各メンバーが選びます。',
  languageChosen: (language) =>
    `今後、このサーバーの全員に表示されるメッセージの言語：${language}。`,
  languageOfDiscord: (language) =>
    `今後、このサーバーの全員に表示されるメッセージの言語は、Discordのサーバー設定に従います：${language}。`,
  blocked: (who) => `${who}をブロックしました。ここでは画像を生成・報告できません。`,
  blockedFromReport: (who) =>
    `${japanese.list(who)}をブロックしました。ここでは画像を生成・報告できません。元に戻すには\`/moderation unblock\`を使ってください。`,
  alreadyBlocked: (who) => `${who}はすでにブロックされています。`,
  unblocked: (who) => `${who}のブロックを解除しました。また画像を生成・報告できます。`,
  notBlocked: (who) => `${who}はブロックされていません。`,
  nobodyBlocked: 'ここでブロックされているメンバーはいません。',
  noReportChannel: [
    'このサーバーで画像が報告されましたが、このボットが投稿できる報告用チャンネルがありません。',
    'モデレーターだけが見られるチャンネルを`/moderation channel`で選んでください。報告はそこに投稿されます。',
  ],
};

export const reports: Catalogue['reports'] = {
  ask: 'この画像の何が問題ですか？誰が報告したかはサーバーのモデレーターには表示されますが、リクエストした人には表示されません。',
  thanksFor: {
    hide: 'ありがとうございます。サーバーのモデレーターが判断するまで、画像は非表示になります。',
    cover:
      'ありがとうございます。サーバーのモデレーターが判断するまで、画像はスポイラーになります。',
    none: 'ありがとうございます。サーバーのモデレーターが確認します。',
  },
  noReportChannel: (job) => [
    'このサーバーにはまだ報告用チャンネルがないため、ここで次にこのボットを使ったモデレーターに知らせます。',
    `急ぐ場合は、モデレーターかサーバーの所有者に「ジョブ${job}」と伝えてください。`,
  ],
  outside: {
    ask: 'この画像の何が問題ですか？誰が報告したかは、ボットの運営者に表示されます。',
    thanksFor: {
      hide: 'ありがとうございます。ボットの運営者が判断するまで、画像は非表示になります。',
      cover: 'ありがとうございます。ボットの運営者が判断するまで、画像はスポイラーになります。',
      none: 'ありがとうございます。ボットの運営者が確認します。',
    },
    unread: {
      ask: 'この画像の何が問題ですか？サーバー外からの報告はボットの運営者に届きませんが、理由によっては画像が非表示になります。',
      thanksFor: {
        hide: 'ありがとうございます。画像を非表示にしました。',
        cover: 'ありがとうございます。画像をスポイラーにしました。',
        none: 'ありがとうございます。画像を消すには、*その他*の*削除*を使ってください。',
      },
    },
  },
  reasons: {
    shows_me: {
      label: '自分が写っている',
      says: '報告者本人が写っている',
      hidden: 'この画像は、あるメンバーから「自分が写っている」と報告されました。',
    },
    sexual: {
      label: '性的',
      says: '性的である',
      hidden: 'この画像は「性的」と報告されました。',
    },
    minor: {
      label: '未成年',
      says: '未成年を不適切に描いている',
      hidden: 'この画像は「未成年が描かれている」と報告されました。',
    },
    hateful: {
      label: '憎悪・差別',
      says: '憎悪・差別にあたる',
      hidden: 'この画像は「憎悪・差別」と報告されました。',
    },
    other: {
      label: 'その他',
      says: 'ここにふさわしくない',
      hidden: 'この画像は報告されました。',
    },
  },

  title: '報告された画像',
  reported: (who, when, says) =>
    who.length === 1
      ? `${someOf(who)}が「**${says}**」と報告しました（${when}）。`
      : `${someOf(who)}が「**${says}**」と報告しました（最初の報告は${when}）。`,
  madeFor: (who, where) => `リクエスト：${who} · ${where}`,
  promptRefused: 'プロンプトは、Discordに拒否されたため表示できません。',
  nothingLeft: 'この画像はもう保存されていません。',
  hidden: 'モデレーターが判断するまで非表示です。',
  covered: 'モデレーターが判断するまでスポイラーです。',
  shown: 'まだ表示されています。',
  erased: (when) => `リクエストした人が削除しました（${when}）。`,
  followed: (when) => `元画像とともに**削除**されました（${when}）。`,
  removed: (who, when) => `${who}が**削除**しました（${when}）。`,
  kept: (who, when) => `${who}が**残す**と判断しました（${when}）。`,
  unnamedMember: 'あるメンバー',
  look: (job) => `報告された画像です（ジョブ${job}）。`,
  askToBlock: (who) =>
    `次のメンバーをブロックし、ここで画像を生成・報告できないようにしますか？ ${japanese.list(who)}`,
  buttons: {
    remove: '完全に削除',
    showAgain: '再表示',
    keep: '残す',
    look: '画像を見る',
    blockRequester: 'リクエスト者をブロック',
    blockReporter: '報告者をブロック',
    blockReporters: '報告者全員をブロック',
    blockAll: '全員をブロック',
  },
};

export const pause: Catalogue['pause'] = {
  appeal: '運営者に問い合わせる',
  formTitle: '運営者に問い合わせる',
  label: 'メッセージ（任意）',
  about: '運営者には、あなたの名前、一時停止の終了時刻、ここに書いた内容が届きます。',
  sent: '送信しました。一時停止は、運営者の判断で早く解除されることがあります。',
};
