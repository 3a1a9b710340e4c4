import type { Catalogue } from '../say.ts';
import { japanese, someOf } from './formats.ts';

const { number } = japanese;

const lapses = (when: string) => `判断がない場合は、${when}に完全に削除されます。`;

export const result: Catalogue['result'] = {
  took: (time) => `所要時間 ${time}`,
  tookOnGpu: (time, onGpu) => `所要時間 ${time}（うちGPU ${onGpu}）`,
  for: (who) => `リクエスト：${who}`,
  ignoredFlags: (flags) => `-# 無視した指定：${someOf(flags)}`,
  nearestFlags: (flags) => `-# 最も近い値に変更：${someOf(flags)}`,
  fewer: (pictures, asked) =>
    `${number(asked)}枚中${number(pictures)}枚が完成し、残りは失敗しました。`,
  smaller: 'オリジナルがDiscordで送れるサイズを超えているため、縮小して表示しています。',
  still: 'アニメーションがDiscordで送れるサイズを超えているため、静止画で表示しています。',
  picture: 'プロンプトなしで生成された画像',
  notTaken: [
    'Discordが画像を受け付けませんでした。',
    'しばらくの間は、ボットの運営者が取り出せます。下のIDを伝えてください。',
  ],
  gone: ['この画像はもう保存されていません。', '「その他」にあるシードで生成し直せます。'],
  promptRefused: 'プロンプトは、Discordに拒否されたためここでは表示できません。',
  off: (name) => `${name}なし`,
  mayBeCharged: '以前の試行がGPUサービスに届き、課金された可能性があります。',
  cancelled: (who, time) => `${time}後に${who}がキャンセルしました。`,
  cancelledByService: (time) => [
    `${time}後にGPUサービスがキャンセルしました。`,
    '生成するには、もう一度コマンドを実行してください。',
  ],
  unnamedMember: 'あるメンバー',
  operator: 'ボットの運営者',
  coveredByReport: '-# 報告されたため、判断が出るまでスポイラーです。',
  removed: 'このサーバーのモデレーターがこの画像を削除しました。',
  removedWith: '元画像が削除されたため、この画像も削除されました。',
  consentTakenBack: '元画像に写っている人が同意を取り消したため、この画像は削除されました。',
  hiddenWith: '元画像が報告されたため、この画像も判断が出るまで非表示です。',
  hidden: 'このサーバーのモデレーターが判断するまで非表示です。',
  hiddenWithoutChannel: (when) => [
    '非表示です。このサーバーにはまだ報告用チャンネルがありません。サーバー管理者が`/moderation channel`で設定できます。',
    lapses(when),
  ],
  lapses,
  outside: {
    removed: 'ボットの運営者がこの画像を削除しました。',
    hidden: 'ボットの運営者が判断するまで非表示です。',
    hiddenForGood: (when) => [
      '非表示です。サーバー外からの報告は、ボットの運営者に届きません。',
      lapses(when),
    ],
  },
  staysUntilDismissed: 'メッセージはもう変更できないため、あなたが閉じるまで表示されたままです。',
  onlyYou:
    'あなただけに表示されています。13分を過ぎたらDMで送るので、DMを受け取れるようにしておいてください。',
  onlyYouForLong:
    'あなただけに表示されています。13分以上かかりそうなので、DMで送ります。DMを受け取れるようにしておいてください。',
  goesOnDirect: (link) => `続きはDMにあります：${link}`,
  cannotComeDirect: '非公開メッセージの時間制限を超え、DMも送れないため、キャンセルしました。',
  askedFor: (who) => `リクエスト：${who}`,
  endReply: {
    ready: (who, pictures) =>
      pictures === 1
        ? `${who} 画像が完成しました。`
        : `${who} 画像${number(pictures)}枚が完成しました。`,
    failed: (who) => `${who} 画像を生成できませんでした。理由はメッセージで確認できます。`,
  },
  from: {
    again: (what) => `${what}を再生成`,
    vary: (what) => `${what}のバリエーション`,
    upscale: (what) => `${what}を拡大`,
    edit: (what) => `${what}を編集`,
    other: (what) => `${what}から生成`,
  },
  that: (link) => `[元画像](${link})`,
  thatOf: (link, picture) => `[画像${number(picture)}](${link})`,
  anotherPicture: '別の画像',
  buttons: {
    cancel: 'キャンセル',
    retry: '再試行',
    again: '再生成',
    vary: 'バリエ',
    upscale: '拡大',
    edit: '編集',
    more: 'その他',
    upscaleOne: (picture) => `拡大${picture}`,
    varyOne: (picture) => `バリエ${picture}`,
  },
};

const its = (pictures: number) => (pictures === 1 ? '元画像' : `元画像${number(pictures)}枚`);

export const panel: Catalogue['panel'] = {
  which: 'どの画像ですか？',
  older: 'ボットの以前のバージョンのボタンです。今できる操作は「その他」で確認できます。',
  otherVersion: 'ボットの別バージョンのボタンです。今できる操作はこちらです：',
  picture: (picture) => `画像${number(picture)}`,
  head: (job) => `ジョブ${job}：何をしますか？`,
  headOf: (job, picture, count) =>
    `ジョブ${job}、${number(count)}枚中の画像${number(picture)}：何をしますか？`,
  step: 'この画像から別のものを生成',
  optionsPage: (page) => `その他のオプション（${number(page)}）`,
  buttons: {
    details: '詳細',
    start: '元画像にする',
    original: 'ファイル',
    save: '保存',
    options: 'オプション',
    delete: '削除',
    deleteNow: '完全に削除',
    keep: '削除しない',
    report: '報告',
  },
  deleteQuestion: (pictures) => [
    `${pictures === 1 ? 'この画像' : `このジョブの画像${number(pictures)}枚すべて`}と、関連データをすべて削除しますか？`,
    'メッセージも削除されます。ほかのメンバーがここから生成した画像は残ります。',
  ],
  removeQuestion: (pictures) => [
    `このサーバーのモデレーターとして、${pictures === 1 ? 'この画像' : `このジョブの画像${number(pictures)}枚すべて`}を削除しますか？`,
    '元に戻せません。ここから生成されたものもすべて削除されます。',
  ],
  deleted: '削除しました。',
  removed: '削除しました。',
  saved: (link) => `DMに送りました：${link}`,
  originalHead: (job) => `ジョブ${job}のオリジナル：`,
  savedHead: (link) => `保存元：${link}`,
  details: {
    copy: (pictures, isDirect) =>
      `再生成するには、${isDirect ? 'サーバーで' : ''}${pictures === 0 ? '' : `${its(pictures)}を添付して`}次のコマンドを送信してください：`,
    inFile: (pictures) =>
      `長すぎるため、ここには表示できません。再生成用のコマンドは添付ファイルにあります${pictures === 0 ? '' : `（送信時に${its(pictures)}を添付）`}。`,
    checkpoint: (name) => `モデル：\`${name}\``,
    default: '自分のデフォルト',
    preset: (name) => `プリセット：${name}`,
    written: (prompt) => `入力されたプロンプト：\n${prompt}`,
    emptied: (option) => `**${option}** 空欄（コマンドには表示できません）`,
    made: 'この画像から生成されたもの：',
    cost: (dollars) => `費用：${japanese.money(dollars)}`,
  },
};

export const fromMessage: Catalogue['fromMessage'] = {
  inspected: 'ComfyUIかAUTOMATIC1111のWeb UIで生成されたPNG',
  which: 'どの画像を使いますか？',
  found:
    'ファイルに含まれていた設定です。コマンドをそのまま送信するか、フォームで編集してください：',
  left: (names) => `ここでは使えないため、デフォルトのままです：${japanese.series(names)}。`,
  isCut: 'プロンプトが長すぎたため、末尾を切り詰めました。',
  make: '生成',
  useOwn: (you) => `${you}さんの画像を使います。フォームを開いて、生成したいものを書いてください。`,
  useOthers: (poster) =>
    `フォームを開いて、生成したいものを書いてください。そのあと、${poster}さんにここで許可を求めます。`,
  form: 'フォームを開く',
  question: {
    face: (poster, asker, link) =>
      `${poster}さん、${asker}さんが[あなたの画像](${link})の顔を使って画像を生成したいそうです。`,
    pictures: (poster, asker, link) =>
      `${poster}さん、${asker}さんが[あなたの画像](${link})を使いたいそうです。`,
  },
  terms: [
    '画像は、あなたが同意した場合にのみダウンロードし、使い終えたら削除します。同意は`/privacy`で取り消せます。',
    '回答期限は1時間です。',
  ],
  no: 'いいえ',
  showPrompt: 'プロンプトを見る',
  from: (link) => `[この画像](${link})から生成`,
};
