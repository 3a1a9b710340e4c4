import type { Catalogue } from '../say.ts';
import { japanese, someOf } from './formats.ts';

export const moderation: Catalogue['moderation'] = {
  description: 'このサーバーでの画像の報告、モデレーター、ブロック',
  channel: '画像の報告を送るチャンネルを選びます',
  channelForReports: 'モデレーターだけが見られるチャンネル',
  role: 'モデレーターのロールを選びます。空欄ならサーバー管理者のみ',
  roleOfModerators: 'このロールのメンバーは報告の確認と判断、ブロックができます',
  spoilers: 'このサーバーの画像をすべてスポイラーで投稿します',
  spoilersOn: 'オンならすべての画像、オフなら各メンバーの選択',
  language: 'このサーバーの全員に見えるメッセージの言語を選びます',
  languageOfServer: '空欄ならDiscordのサーバー設定の言語',
  private: 'このサーバーで作られた非公開画像の一覧と削除',
  blocks: 'ここでブロックされているメンバー',
  block: 'メンバーがここで画像を作成・報告できないようにします',
  personToBlock: 'ブロックするメンバー',
  unblock: 'メンバーのブロックを解除します',
  personToUnblock: 'ブロックを解除するメンバー',

  managersOnly: '今後はこのサーバーを管理するメンバーだけが報告を判断します。',
  roleChosen: (role) => [
    `今後は${role}と、このサーバーを管理するメンバーが報告を判断します。`,
    'このロールに`/moderation`も使わせるには、サーバー設定＞連携サービスで許可してください。',
  ],
  channelChosen: (where) => `今後の報告は${where}に届きます。`,
  cannotPost: (where, permissions) =>
    `${where}に投稿できません。${japanese.list(permissions.map((one) => `**${one}**`))}の権限を付けてから、もう一度選んでください。`,
  greeting: '画像の報告はこのチャンネルに、判断用のボタン付きで届きます。',
  privateTitle: 'このサーバーの非公開画像',
  noPrivate: '保存されている非公開画像はありません。',
  choosePrivate: '画像を削除する',
  removePrivate: (job) => [
    `ジョブ${job}の非公開画像を削除しますか？`,
    '元に戻せません。この画像から作られたものもすべて削除されます。依頼した人のメッセージをまだ編集できる場合は、モデレーターが削除したと表示します。',
  ],
  privateButtons: { remove: '完全に削除', back: '戻る' },
  covered: '今後、このサーバーの新しい画像はスポイラーで投稿されます。',
  uncovered: '今後、画像をスポイラーにするかは各メンバーが選びます。',
  languageChosen: (language) =>
    `このサーバーの全員に見えるメッセージは、今後この言語になります：${language}。`,
  languageOfDiscord: (language) =>
    `このサーバーの全員に見えるメッセージは、今後Discordの設定に従います：${language}。`,
  blocked: (who) => `${who}はここで画像を作成・報告できなくなりました。`,
  blockedFromReport: (who) =>
    `${japanese.list(who)}はここで画像を作成・報告できなくなりました。元に戻すには\`/moderation unblock\`を使ってください。`,
  alreadyBlocked: (who) => `${who}はすでにブロックされています。`,
  unblocked: (who) => `${who}はまた画像を作成・報告できます。`,
  notBlocked: (who) => `${who}はブロックされていません。`,
  nobodyBlocked: 'ここでブロックされている人はいません。',
  noReportChannel: [
    'このサーバーで画像が報告されましたが、投稿できる報告用チャンネルがありません。',
    'モデレーターだけが見られるチャンネルを`/moderation channel`で選んでください。報告はそこに届きます。',
  ],
};

export const reports: Catalogue['reports'] = {
  ask: 'この画像の何が問題ですか？報告したことは、サーバーのモデレーターには分かりますが、依頼した人には分かりません。',
  thanksFor: {
    hide: 'ありがとうございます。サーバーのモデレーターが判断するまで、画像を非表示にします。',
    cover: 'ありがとうございます。サーバーのモデレーターが判断するまで、画像をスポイラーにします。',
    none: 'ありがとうございます。サーバーのモデレーターが確認します。',
  },
  noReportChannel: (job) => [
    'このサーバーにはまだ報告用チャンネルがないため、次にここで使ったモデレーターに知らせます。',
    `急ぐ場合は、モデレーターかサーバーの所有者にジョブ${job}と伝えてください。`,
  ],
  reasons: {
    shows_me: {
      label: '自分が写っている',
      says: '報告者本人が写っている',
      hidden: 'メンバーから、この画像に自分が写っているという報告がありました。',
    },
    sexual: {
      label: '性的',
      says: '性的である',
      hidden: 'この画像は性的であると報告されました。',
    },
    minor: {
      label: '未成年',
      says: '未成年を不適切に描いている',
      hidden: 'この画像は未成年を描いていると報告されました。',
    },
    hateful: {
      label: '憎悪・差別',
      says: '憎悪や差別にあたる',
      hidden: 'この画像は憎悪や差別にあたると報告されました。',
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
      ? `${someOf(who)}がこの画像は**${says}**と報告しました（${when}）。`
      : `${someOf(who)}がこの画像は**${says}**と報告しました（最初は${when}）。`,
  madeFor: (who, where) => `依頼：${who}、${where}`,
  promptRefused: 'プロンプトはDiscordに拒否されました。',
  nothingLeft: 'この画像はもう保存されていません。',
  hidden: 'モデレーターが判断するまで非表示です。',
  covered: 'モデレーターが判断するまでスポイラーです。',
  shown: 'まだ表示されています。',
  erased: (when) => `依頼した人が削除しました（${when}）。`,
  followed: (when) => `元の画像とともに**削除**されました（${when}）。`,
  removed: (who, when) => `${who}が**削除**しました（${when}）。`,
  kept: (who, when) => `${who}が**残す**と判断しました（${when}）。`,
  unnamedMember: 'あるメンバー',
  look: (job) => `ジョブ${job}の報告された画像です。`,
  askToBlock: (who) =>
    `次のメンバーがここで画像を作成・報告できないようにしますか？${japanese.list(who)}`,
  buttons: {
    remove: '完全に削除',
    showAgain: '再表示',
    keep: '残す',
    look: '見る',
    blockRequester: '依頼者をブロック',
    blockReporter: '報告者をブロック',
    blockReporters: '報告者全員をブロック',
    blockAll: '全員をブロック',
  },
};

export const pause: Catalogue['pause'] = {
  appeal: '運営者に問い合わせる',
  formTitle: '運営者に問い合わせる',
  label: 'メッセージ（任意）',
  about: '運営者には、名前、停止の終了時刻、ここに書いた内容が届きます。',
  sent: '送信しました。運営者は停止を早く終わらせることができます。',
};
