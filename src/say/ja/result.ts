import type { Catalogue } from '../say.ts';
import { japanese, someOf } from './formats.ts';

const { number } = japanese;

const lapses = (when: string) => `判断がなければ、${when}に完全に削除されます。`;

export const result: Catalogue['result'] = {
  took: (time) => `所要時間${time}`,
  tookOnGpu: (time, onGpu) => `所要時間${time}（うちGPU ${onGpu}）`,
  for: (who) => `依頼：${who}`,
  ignoredFlags: (flags) => `-# 無視したもの：${someOf(flags)}`,
  nearestFlags: (flags) => `-# 最も近い値にしたもの：${someOf(flags)}`,
  fewer: (pictures, asked) => `${number(asked)}枚中${number(pictures)}枚です。残りは失敗しました。`,
  smaller: '元の画像がDiscordには大きすぎるため、縮小して表示しています。',
  still: 'アニメーションがDiscordには大きすぎるため、静止画で表示しています。',
  picture: 'プロンプトなしで作られた画像',
  notTaken: [
    'Discordが画像を受け付けませんでした。',
    'しばらくの間は運営者が取り出せます。下のIDを伝えてください。',
  ],
  gone: ['この画像はもう保存されていません。', '*その他*にあるシードで作り直せます。'],
  promptRefused: 'プロンプトはここではDiscordに拒否されたため表示していません。',
  off: (name) => `${name}なし`,
  mayBeCharged: '前回の試行がGPUサービスに届き、課金された可能性があります。',
  cancelled: (who, time) => `${who}が${time}でキャンセルしました。`,
  cancelledByService: (time) => [
    `GPUサービスが${time}でキャンセルしました。`,
    '作るには、もう一度コマンドを実行してください。',
  ],
  unnamedMember: 'あるメンバー',
  operator: 'ボットの運営者',
  coveredByReport: '-# 報告されたため、モデレーターが判断するまでスポイラーです。',
  removed: 'このサーバーのモデレーターがこの画像を削除しました。',
  removedWith: 'モデレーターが元の画像を削除したため、この画像も削除されました。',
  consentTakenBack: '元の画像に写っている人が同意を取り消したため、この画像は削除されました。',
  hiddenWith: '元の画像が報告されたため、モデレーターが判断するまで非表示です。',
  hidden: 'このサーバーのモデレーターが判断するまで非表示です。',
  hiddenWithoutChannel: (when) => [
    '非表示です。このサーバーにはまだ報告用チャンネルがありません。サーバー管理者が`/moderation channel`で設定できます。',
    lapses(when),
  ],
  lapses,
  onlyYou:
    '自分だけに見えています。13分を過ぎるとDMで送るので、DMを受け取れるようにしておいてください。',
  onlyYouForLong:
    '自分だけに見えています。13分以上かかりそうなのでDMで送ります。DMを受け取れるようにしておいてください。',
  goesOnDirect: (link) => `続きはDMで：${link}`,
  cannotComeDirect: '非公開メッセージには時間がかかりすぎ、DMも送れないため、キャンセルしました。',
  askedFor: (who) => `依頼：${who}`,
  endReply: {
    ready: (who, pictures) =>
      pictures === 1
        ? `${who} 画像ができました。`
        : `${who} ${number(pictures)}枚の画像ができました。`,
    failed: (who) => `${who} 画像の作成に失敗しました。理由はメッセージにあります。`,
  },
  from: {
    again: (what) => `${what}をもう一度作成`,
    vary: (what) => `${what}のバリエーション`,
    upscale: (what) => `${what}を拡大`,
    edit: (what) => `${what}を変更`,
    other: (what) => `${what}から作成`,
  },
  that: (link) => `[この画像](${link})`,
  thatOf: (link, picture) => `[画像${number(picture)}](${link})`,
  anotherPicture: '別の画像',
  buttons: {
    cancel: 'キャンセル',
    retry: '再試行',
    again: 'もう一度',
    vary: '変化',
    upscale: '拡大',
    edit: '編集',
    more: 'その他',
    upscaleOne: (picture) => `拡大${picture}`,
    varyOne: (picture) => `変化${picture}`,
  },
};

const its = (pictures: number) => (pictures === 1 ? '元の画像' : `元の画像${number(pictures)}枚`);

export const panel: Catalogue['panel'] = {
  which: 'どの画像ですか？',
  older: 'そのボタンは以前のバージョンのものです。今できることは*その他*にあります。',
  otherVersion: 'そのボタンは別のバージョンのものです。今できることはこちらです：',
  picture: (picture) => `画像${number(picture)}`,
  head: (job) => `ジョブ${job}：何をしますか？`,
  headOf: (job, picture, count) =>
    `ジョブ${job}、${number(count)}枚中の画像${number(picture)}：何をしますか？`,
  step: 'この画像から別のものを作る',
  optionsPage: (page) => `その他のオプション（${number(page)}）`,
  buttons: {
    details: '詳細',
    start: '元画像にする',
    original: 'ファイル',
    save: '保存',
    options: 'オプション',
    delete: '削除',
    deleteNow: '完全に削除',
    keep: '残しておく',
    report: '報告',
  },
  deleteQuestion: (pictures) => [
    `${pictures === 1 ? 'この画像' : `このジョブの画像${number(pictures)}枚すべて`}と関連データを削除しますか？`,
    'メッセージも削除されます。他の人がこの画像から作ったものは残ります。',
  ],
  removeQuestion: (pictures) => [
    `このサーバーのモデレーターとして、${pictures === 1 ? 'この画像' : `このジョブの画像${number(pictures)}枚すべて`}を削除しますか？`,
    '元に戻せません。ここから作られたものもすべて削除されます。',
  ],
  deleted: '削除しました。',
  removed: '取り除きました。',
  saved: (link) => `DMに送りました：${link}`,
  originalHead: (job) => `ジョブ${job}の元ファイル：`,
  savedHead: (link) => `${link}から保存した画像です`,
  details: {
    copy: (pictures, isDirect) =>
      `もう一度作るには${isDirect ? 'サーバーで' : ''}${pictures === 0 ? '' : `${its(pictures)}を添付して`}これを送信してください：`,
    inFile: (pictures) =>
      `長すぎてここには表示できません。もう一度作るためのコマンドは添付ファイルにあります${pictures === 0 ? '' : `（${its(pictures)}を添付してください）`}。`,
    checkpoint: (name) => `使用モデル：\`${name}\``,
    default: '自分の既定値',
    preset: (name) => `プリセット${name}`,
    written: (prompt) => `入力されたプロンプト：\n${prompt}`,
    emptied: (option) => `**${option}**は空欄（コマンドに表示できないため）`,
    made: 'この画像から作られたもの：',
    cost: (dollars) => `費用：${japanese.money(dollars)}`,
  },
};

export const fromMessage: Catalogue['fromMessage'] = {
  inspected: 'ComfyUIかAUTOMATIC1111のWeb UIで作られたPNG',
  which: 'どの画像を使いますか？',
  found:
    'ファイルに次の設定が入っていました。コマンドをそのまま送るか、フォームで編集してください：',
  left: (names) => `ここでは使えないため既定値のままです：${names}。`,
  isCut: 'プロンプトが長すぎたため、終わりを切りました。',
  make: '作る',
  useOwn: (you) => `${you}、自分の画像を使います。フォームを開いて、作りたいものを書いてください。`,
  useOthers: (poster) =>
    `フォームを開いて、作りたいものを書いてください。そのあと${poster}にここで許可を求めます。`,
  form: 'フォームを開く',
  question: {
    face: (poster, asker, link) =>
      `${poster}、${asker}が[投稿された画像](${link})の顔を使って画像を作りたいそうです。`,
    pictures: (poster, asker, link) =>
      `${poster}、${asker}が[投稿された画像](${link})を使いたいそうです。`,
  },
  terms: [
    '許可があった場合にだけダウンロードし、使い終えたら削除します。許可は`/privacy`で取り消せます。',
    'この質問は1時間で締め切られます。',
  ],
  no: 'いいえ',
  showPrompt: 'プロンプトを見る',
  from: (link) => `[この画像](${link})から作成`,
};
