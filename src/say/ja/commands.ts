import type { Catalogue } from '../say.ts';
import { japanese } from './formats.ts';

export const commands: Catalogue['commands'] = {
  imagine: 'プロンプトから画像を作ります。写真の顔も使えます',
  image: 'プロンプトで画像を描き変えます',
  upscale: '画像を大きくして細部を描き足します',
  jobs: '自分の画像と進み具合',
  show: '自分の画像1件の進み具合と設定',
  help: 'このチャンネルでの画像の作り方',
  status: 'GPUワーカー、待ち行列、このボットのジョブ',
  settings: '既定値、プライバシー、通知の設定',
  inspect: '画像ファイルに入っている設定',
  privacy: 'このボットが保存している自分の情報の確認・書き出し・削除',
};

export const publicEndpoints: Catalogue['publicEndpoints'] = {
  'flux-dev': '言葉から写真や文字入りの画像を作ります（FLUX.1 dev）',
  'flux-schnell': '言葉から数秒で画像を作ります（FLUX.1 schnell）',
  'z-image-turbo': '英語か中国語の言葉から画像を作ります（Z-Image-Turbo）',
};

export const optionNames: Catalogue['optionNames'] = {
  prompt: 'プロンプト',
  negative_prompt: 'ネガティブプロンプト',
  aspect_ratio: '縦横比',
  style: '仕上がり',
  count: '枚数',
  steps: 'ステップ数',
  cfg: 'cfg',
  sampler: 'サンプラー',
  scheduler: 'スケジューラー',
  denoise: 'ノイズ除去',
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
  before: '前に付ける言葉',
  after: '後に付ける言葉',
  from: '元のジョブ',
  for_server: 'サーバー用',
  job: 'ジョブ',
  channel: 'チャンネル',
  role: 'ロール',
  on: 'オン',
  language: '言語',
  person: 'メンバー',
  file: 'ファイル',
  show: '表示',
  by: 'まとめ方',
  days: '期間',
  everywhere: '全サーバー',
};

export const options: Catalogue['options'] = {
  prompt: '画像に描くもの',
  negative_prompt: '画像に描いてほしくないもの',
  aspect_ratio: '画像の縦横比',
  steps: '多いほど時間がかかり、細かくなります',
  cfg: 'プロンプトにどれだけ忠実に描くか',
  sampler: 'ノイズから画像を作る計算方法',
  scheduler: 'ノイズを各ステップにどう配分するか',
  denoise: '1のままにしてください。元画像がないときに下げると仕上がりが悪くなるだけです',
  count: '一度に作る枚数',
  style: '速さか細かさか。空欄のsteps、cfg、sampler、schedulerが決まります',
  factor: '拡大の倍率。1メガピクセルを超える画像は先に縮小します',
  seed: '同じシードと設定なら同じ画像になります。-1ならランダム',
  image: '元にする画像。10 MiBまでのJPEG、PNG、WebPを1枚',
  face: '顔の写真。10 MiBまでのJPEG、PNG、WebPを1枚',
  face_weight: '顔を写真にどれだけ似せるか',
  faceid_weight: 'FaceID Plus V2のモデルだけに効きます',
  private: '自分だけに表示します。人物の画像では使えません',
  spoiler: '画像をスポイラーとして投稿します',
};

export const styles: Catalogue['styles'] = {
  draft: '下書き：いちばん速い',
  fast: '速い',
  balanced: '標準',
  fine: '精細：いちばん細かい',
};

export const optionsWithPicture: Catalogue['optionsWithPicture'] = {
  denoise: 'どれだけ変えるか。0.3で手直し、0.6で描き直し、1でほぼ別の画像',
};

const { number } = japanese;

type Allowed = Parameters<Catalogue['help']['perPerson']>[0];

function allowed(whose: string, { atOnce, waiting = 0, hourly }: Allowed): string[] {
  if (atOnce + hourly === 0) return [];
  const parts = [
    ...(atOnce > 0 ? [`同時に${number(atOnce)}枚`] : []),
    ...(waiting > 0 ? [`待機は${number(waiting)}件`] : []),
    ...(hourly > 0 ? [`1時間に${number(hourly)}枚`] : []),
  ];
  return [`${whose}：${japanese.list(parts)}まで。`];
}

export const help: Catalogue['help'] = {
  title: '画像の作り方',
  start: (command) => [
    `1. ${command}と入力し、見たいものを書いて送信します。`,
    '2. 返信に進み具合が表示され、そのまま画像になります。続きは画像のボタンから。',
    '3. `/jobs`で自分の画像を一覧できます。`/privacy`で保存されている情報を確認・削除できます。',
  ],
  command: (name, what) => `${name}：${what}`,
  notHere: (names) => `このチャンネルでは使えません：${japanese.list(names)}。`,
  noneHere:
    'このチャンネルでは画像を作れません。別のチャンネルで試すか、ボットの運営者に聞いてください。',
  sections: {
    commands: 'コマンド',
    channel: 'このチャンネル',
    limits: '制限',
    photos: '写真',
  },
  back: '戻る',
  others: 'ほかに',
  inMenus: 'メッセージのメニューの「アプリ」から',
  ageRestricted:
    '年齢制限チャンネルです。成人向けモデルが使えます。未成年を描くことは決してできません。',
  general: '年齢制限のないチャンネルです。全年齢向けモデルだけを使います。',
  model: (name) => `モデル：\`${name}\``,
  faces: [
    '自分の写真か、本人が同意した人の写真を使えます。結果は全年齢向けになります。',
    '写真は確認のあとにだけダウンロードし、使い終えたら削除します。',
    '同意は`/privacy`で取り消せます。',
  ],
  noFaces: ['人物の写真は受け付けていません。'],
  perPerson: (of) => allowed('自分', of),
  perServer: (of) => allowed('このサーバー', of),
  actions: (count) => `コマンドとクリックは1分に${number(count)}回まで。`,
  gpuTime: (minutes) => `このサーバーのGPU時間は1日${number(minutes)}分まで。`,
  welcome: '-# はじめてですか？`/help`で使い方とこのチャンネルでできることを確認できます。',
};

export const form: Catalogue['form'] = {
  edit: '編集して作り直す',
  again: 'もう一度作る',
  anew: '似たものを作る',
  filledIn: '入力した内容：',
  start: 'この画像を使う',
  from: (min, max, what) => `${number(min)}〜${number(max)}${what === '' ? '' : `。${what}`}`,
  asBefore: (what) => (what === '' ? '空欄なら変更なし' : `${what}。空欄なら変更なし`),
};
