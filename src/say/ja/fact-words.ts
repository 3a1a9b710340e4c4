import type { Catalogue } from '../say.ts';
import { fact, japanese } from './formats.ts';

export const problems: Catalogue['problems'] = {
  missing: () => 'が指定されていません',
  unknown_option: () => 'はこのコマンドのオプションではありません',
  number: ({ min, max }) => `は${fact.text(min)}〜${fact.text(max)}の数で指定してください`,
  whole_number: ({ min, max }) => `は${fact.text(min)}〜${fact.text(max)}の整数で指定してください`,
  length: ({ min, max }) =>
    min === 0
      ? `は${fact.number(max)}文字以内で入力してください`
      : `は${fact.number(min)}〜${fact.number(max)}文字で入力してください`,
  yes_or_no: () => 'は「はい」か「いいえ」で指定してください',
  choice: ({ choices }) =>
    `は次の中から選んでください：${typeof choices === 'object' ? japanese.series(choices) : fact.text(choices)}`,
  no_such_file: () =>
    'には、GPUワーカーにあるファイルを指定してください。入力中に表示される候補から選べます',
  files_unknown: () =>
    'はまだ使えません。GPUワーカーが一度動作するまで、どのファイルがあるか分かりません',
  no_file: () => 'にはファイルを指定してください',
  no_text_channel: () => 'にはこのサーバーのテキストチャンネルを指定してください',
  role_of_everybody: () => 'に@everyoneは指定できません',
  unguided_face: ({ min }) =>
    `は、写真を使う場合は${fact.number(min)}以上にしてください。それより低いと、安全対策のプロンプトが効きません`,
  unguided: ({ min }) =>
    `は、このチャンネルでは${fact.number(min)}以上にしてください。それより低いと、安全対策のプロンプトが効きません`,
};

export const states: Catalogue['states'] = {
  awaiting_consent: '同意待ち',
  accepted: '受付済み',
  preparing: '準備中',
  ready: '送信待ち',
  submitting: '送信中',
  queued: '順番待ち',
  running: '生成中',
  completed: '完了',
  failed: '失敗',
  cancelled: 'キャンセル済み',
  expired: '期限切れ',
  gone: '削除済み',
};

export const permissionNames: Catalogue['permissionNames'] = {
  ViewChannel: 'チャンネルを見る',
  ReadMessageHistory: 'メッセージ履歴を読む',
  AttachFiles: 'ファイルを添付',
  EmbedLinks: '埋め込みリンク',
  SendMessages: 'メッセージを送信',
  SendMessagesInThreads: 'スレッドでメッセージを送信',
};
