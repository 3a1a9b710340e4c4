import type { Catalogue } from '../say.ts';
import { japanese } from './formats.ts';

export const settings: Catalogue['settings'] = {
  title: '自分の設定',
  notify: { on: '**通知**：オン（1分を超えた場合）', off: '**通知**：オフ' },
  private: { on: '**デフォルトで非公開**：オン', off: '**デフォルトで非公開**：オフ' },
  spoiler: { on: '**スポイラー**：オン', off: '**スポイラー**：オフ（ここで必須の場合を除く）' },
  askable: { on: '**投稿画像の使用許可の質問**：オン', off: '**投稿画像の使用許可の質問**：オフ' },
  named: {
    on: '**管理者のグラフに名前を表示**：オン',
    off: '**管理者のグラフに名前を表示**：オフ',
  },
  defaults: (commands) =>
    `**デフォルト**：${commands.length === 0 ? 'なし' : japanese.list(commands)}`,
  buttons: {
    notify: { on: '通知する', off: '通知しない' },
    private: { on: '非公開', off: '公開' },
    spoiler: { on: 'スポイラー', off: 'スポイラーなし' },
    askable: { on: '質問を受ける', off: '質問を受けない' },
    named: { on: '名前を表示', off: '名前を非表示' },
    reset: 'リセット',
    resetNow: 'すべてリセット',
    keep: 'リセットしない',
    back: '戻る',
    forget: 'デフォルトを消去',
  },
  chooseCommand: 'デフォルトを設定するコマンドを選択',
  resetQuestion: [
    '**すべての設定をリセットしますか？** すべてのコマンドのデフォルトも含みます。',
    'プリセットは残ります。',
  ],

  ofCommand: (command) => `/${command}のデフォルト`,
  whatHolds: 'オプションが空欄のときに使われます。プリセットがある場合は、そちらが優先されます。',
  none: 'まだありません。',
  chooseOptions: 'オプションを5個まで選択',
  option: (name, value) => `• ${name} ${value}`,
  noLongerFits: (option) => `${option}（使えなくなったため無視されます）`,
  yes: 'はい',
  no: 'いいえ',
  takes: (min, max, otherwise) => `${min}〜${max}。空欄の場合：${otherwise}`,
  otherwise: (value) => (value === '' ? '空欄の場合：なし' : `空欄の場合：${value}`),
};

export const presets: Catalogue['presets'] = {
  option: '自分またはこのサーバーのプリセット。/preset listで確認できます',
  description: 'プロンプトとオプションを保存して再利用します',
  save: 'プリセットを作成・変更します。省略したオプションはそのままです',
  list: '自分とこのサーバーのプリセットを表示します',
  delete: 'プリセットを削除します',
  name: 'プリセットの名前',
  before: 'すべてのプロンプトの先頭に追加する言葉',
  after: 'すべてのプロンプトの末尾に追加する言葉',
  negativePrompt: '画像に描かないもの',
  from: 'オプションのコピー元になる自分のジョブのID',
  forServer: 'サーバー全体で共有します（モデレーターのみ）',

  saved: (name) => `**${name}**を保存しました。「プリセット」オプションで使えます。`,
  deleted: (name) => `**${name}**を削除しました。`,
  own: '自分のプリセット',
  ofServer: 'このサーバーのプリセット',
  none: 'まだありません。`/preset save`で作成できます。',
  prompt: '…',
  options: (parts) => japanese.series(parts),
  onlyFor: (command) => `${command}専用`,
  forWorkflowGone: 'もうないコマンド用',
  chooseCommand: 'オプションを設定するコマンドを選択',
  title: (name) => `${name}のオプション`,
  whatHolds: (command) => `${command}用です。`,
};
