import type { Catalogue } from '../say.ts';
import { japanese } from './formats.ts';

export const settings: Catalogue['settings'] = {
  title: '自分の設定',
  notify: { on: '**通知**：オン（1分を過ぎたら）', off: '**通知**：オフ' },
  private: { on: '**はじめから非公開**：オン', off: '**はじめから非公開**：オフ' },
  spoiler: { on: '**スポイラー**：オン', off: '**スポイラー**：オフ（ここで必須の場合を除く）' },
  askable: { on: '**自分の投稿への質問**：オン', off: '**自分の投稿への質問**：オフ' },
  named: {
    on: '**管理者のグラフでの名前表示**：オン',
    off: '**管理者のグラフでの名前表示**：オフ',
  },
  defaults: (commands) => `**既定値**：${commands.length === 0 ? 'なし' : japanese.list(commands)}`,
  buttons: {
    notify: { on: '通知する', off: '通知しない' },
    private: { on: '非公開', off: '公開' },
    spoiler: { on: 'スポイラー', off: 'スポイラーなし' },
    askable: { on: '質問を許可', off: '質問を拒否' },
    named: { on: '名前を出す', off: '名前を出さない' },
    reset: 'リセット',
    resetNow: 'すべてリセット',
    keep: 'そのままにする',
    back: '戻る',
    forget: 'これらを消す',
  },
  chooseCommand: 'コマンドの既定オプション',
  resetQuestion: [
    '**すべての設定をリセットしますか？** 各コマンドの既定オプションも含みます。',
    'プリセットは残ります。',
  ],

  ofCommand: (command) => `/${command}の既定値`,
  whatHolds: 'オプションを空欄にしたときに使われます。プリセットが優先されます。',
  none: 'まだありません。',
  chooseOptions: 'オプションを5個まで選べます',
  option: (name, value) => `• ${name} ${value}`,
  noLongerFits: (option) => `${option}（もう使えないため無視されます）`,
  yes: 'はい',
  no: 'いいえ',
  takes: (min, max, otherwise) => `${min}〜${max}。空欄なら${otherwise}`,
  otherwise: (value) => (value === '' ? '空欄ならなし' : `空欄なら${value}`),
};

export const presets: Catalogue['presets'] = {
  option: '自分かこのサーバーのプリセット。/preset listで確認できます',
  description: 'プロンプトとオプションを保存して使い回します',
  save: 'プリセットを作成・変更します。省いたオプションはそのままです',
  list: '自分とこのサーバーのプリセット',
  delete: 'プリセットを削除します',
  name: 'プリセットの名前',
  before: 'プロンプトの前に付ける言葉',
  after: 'プロンプトの後に付ける言葉',
  negativePrompt: '画像に描いてほしくないもの',
  from: '自分のジョブのオプションをIDでコピーします',
  forServer: 'サーバー全体で共有します（モデレーターのみ）',

  saved: (name) => `**${name}**を保存しました。\`preset\`オプションで使えます。`,
  deleted: (name) => `**${name}**を削除しました。`,
  own: '自分のプリセット',
  ofServer: 'このサーバーのプリセット',
  none: 'まだありません。`/preset save`で作れます。',
  prompt: '…',
  onlyFor: (command) => `${command}専用`,
  forWorkflowGone: 'もう存在しないコマンド用',
  chooseCommand: 'コマンドのオプションを選ぶ',
  title: (name) => `${name}のオプション`,
  whatHolds: (command) => `${command}用です。`,
};
