import type { Catalogue } from '../say.ts';
import { japanese } from './formats.ts';

export const commands: Catalogue['commands'] = {
  imagine: 'プロンプトから画像を生成します。顔写真も使えます',
  image: 'プロンプトに沿って画像を描き変えます',
  upscale: '画像を拡大し、細部を描き足します',
  jobs: '自分の画像と進行状況を一覧表示します',
  show: '自分の画像1件の進行状況と設定を表示します',
  help: 'このチャンネルでの画像の作り方を表示します',
  status: 'GPUワーカー、キュー、このボットのジョブの状況を表示します',
  settings: '自分のデフォルト、プライバシー、通知を設定します',
  inspect: '画像ファイルに含まれる設定を表示します',
  privacy: 'このボットに保存されている自分の情報を確認・書き出し・削除します',
};

export const publicEndpoints: Catalogue['publicEndpoints'] = {
  'flux-dev': '言葉から写真や文字入りの画像を生成します（FLUX.1 dev）',
  'flux-schnell': '言葉から数秒で画像を生成します（FLUX.1 schnell）',
  'z-image-turbo': '英語か中国語の言葉から画像を生成します（Z-Image-Turbo）',
};

export const optionNames: Catalogue['optionNames'] = {
  prompt: 'プロンプト',
  negative_prompt: 'ネガティブプロンプト',
  aspect_ratio: '縦横比',
  style: '品質',
  count: '枚数',
  steps: 'ステップ数',
  cfg: 'cfg',
  sampler: 'サンプラー',
  scheduler: 'スケジューラー',
  denoise: 'ノイズ除去強度',
  seed: 'シード',
  factor: '倍率',
  image: '画像',
  face: '顔写真',
  face_weight: '顔の強さ',
  faceid_weight: 'faceidの強さ',
  face_consent: '顔写真の同意',
  consent: '同意',
  preset: 'プリセット',
  private: '非公開',
  spoiler: 'スポイラー',
  name: '名前',
  before: '先頭に追加',
  after: '末尾に追加',
  from: 'コピー元',
  for_server: 'サーバーで共有',
  job: 'ジョブ',
  channel: 'チャンネル',
  role: 'ロール',
  on: 'オン',
  language: '言語',
  person: 'メンバー',
  file: 'ファイル',
  show: '表示内容',
  by: '集計単位',
  days: '期間',
  everywhere: '全サーバー',
};

export const options: Catalogue['options'] = {
  prompt: '画像に描くもの',
  negative_prompt: '画像に描かないもの',
  aspect_ratio: '画像の縦横比',
  steps: '多いほど細かくなりますが、時間がかかります',
  cfg: 'プロンプトにどれだけ忠実に描くか',
  sampler: 'ノイズから画像を生成するアルゴリズム',
  scheduler: '各ステップへのノイズの配分',
  denoise: '1のままにしてください。元画像がない場合、下げても品質が落ちるだけです',
  count: '一度に生成する枚数',
  style: '速さ優先か細かさ優先か。空欄のステップ数、cfg、サンプラー、スケジューラーも決まります',
  factor: '拡大する倍率。1メガピクセルを超える画像は、先に縮小します',
  seed: 'シードと設定が同じなら、同じ画像になります。-1でランダム',
  image: '元になる画像。10 MiB以下のJPEG、PNG、WebPを1枚',
  face: '顔が写った写真。10 MiB以下のJPEG、PNG、WebPを1枚',
  face_weight: '顔を写真にどれだけ似せるか',
  faceid_weight: 'FaceID Plus V2のモデルでのみ有効です',
  private: '自分だけに表示します。人物の画像では使えません',
  spoiler: '画像をスポイラーとして投稿します',
};

export const styles: Catalogue['styles'] = {
  draft: '下書き（最速）',
  fast: '速い',
  balanced: '標準',
  fine: '高精細（最も細かい）',
};

export const optionsWithPicture: Catalogue['optionsWithPicture'] = {
  denoise: 'どれだけ変えるか。0.3で手直し、0.6で描き直し、1でほぼ別の画像になります',
};

const { number } = japanese;

type Allowed = Parameters<Catalogue['help']['perPerson']>[0];

function allowed(whose: string, { atOnce, waiting = 0, hourly }: Allowed): string[] {
  if (atOnce + hourly === 0) return [];
  const parts = [
    ...(atOnce > 0 ? [`同時に${number(atOnce)}枚`] : []),
    ...(waiting > 0 ? [`順番待ち${number(waiting)}件`] : []),
    ...(hourly > 0 ? [`1時間に${number(hourly)}枚`] : []),
  ];
  return [`${whose}：${japanese.list(parts)}まで。`];
}

export const help: Catalogue['help'] = {
  title: '画像の作り方',
  start: (command) => [
    `1. ${command}と入力し、描きたいものを書いて送信します。`,
    '2. 返信に進行状況が表示され、完成すると画像に変わります。画像のボタンから続けて操作できます。',
    '3. `/jobs`で自分の画像を一覧表示できます。`/privacy`で保存されている情報を確認・削除できます。',
  ],
  command: (name, what) => `${name}：${what}`,
  notHere: (names) => `このチャンネルでは使えません：${japanese.list(names)}。`,
  noneHere:
    'このチャンネルでは画像を生成できません。別のチャンネルで試すか、ボットの運営者に問い合わせてください。',
  sections: {
    commands: 'コマンド',
    channel: 'このチャンネル',
    limits: '制限',
    photos: '写真',
  },
  back: '戻る',
  others: 'その他',
  inMenus: 'メッセージの「アプリ」メニュー',
  ageRestricted:
    '年齢制限チャンネルです。成人向けモデルを使えます。未成年の描写は一切認められません。',
  general: '年齢制限のないチャンネルです。全年齢向けモデルのみを使います。',
  model: (name) => `モデル：\`${name}\``,
  faces: [
    '自分の写真か、本人の同意を得たほかの人の写真を使えます。生成される画像は全年齢向けです。',
    '写真は、あなたが確認したあとにのみダウンロードし、使い終えたら削除します。',
    '同意は`/privacy`で取り消せます。',
  ],
  noFaces: ['人物の写真は受け付けていません。'],
  perPerson: (of) => allowed('あなた', of),
  perServer: (of) => allowed('このサーバー', of),
  actions: (count) => `コマンドとボタン操作は1分に${number(count)}回まで。`,
  gpuTime: (minutes) => `このサーバーのGPU時間は1日${number(minutes)}分まで。`,
  welcome: '-# はじめての方は、`/help`で使い方とこのチャンネルでできることを確認できます。',
};

export const form: Catalogue['form'] = {
  edit: '編集して再生成',
  again: '再生成',
  anew: '似た画像を生成',
  filledIn: '入力した内容：',
  start: 'この画像を使う',
  from: (min, max, what) => `${number(min)}〜${number(max)}${what === '' ? '' : `。${what}`}`,
  asBefore: (what) => (what === '' ? '空欄なら変更なし' : `${what}。空欄なら変更なし`),
};
