import type { Catalogue } from '../say.ts';
import { japanese, someOf } from './formats.ts';

const { money, number } = japanese;

/** `1時間40分`, `45秒` */
function gpuTime(seconds: number): string {
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const parts = [
    ...(hours > 0 ? [`${number(hours)}時間`] : []),
    ...(minutes > 0 ? [`${minutes}分`] : []),
    ...(seconds % 60 > 0 || seconds === 0 ? [`${seconds % 60}秒`] : []),
  ];
  return parts.join('');
}

const allows: Catalogue['rules']['allows'] = {
  picturesADay: (most) => (most === 0 ? '画像の生成は不可' : `1日${number(most)}枚`),
  picturesAtOnce: (most) => (most === 0 ? '画像の生成は不可' : `同時に${number(most)}枚`),
  gpuSecondsADay: (most) => (most === 0 ? 'GPUの使用は不可' : `GPU時間は1日${gpuTime(most)}`),
  moneyADay: (most) => (most === 0 ? '費用のかかる生成は不可' : `1日${money(most)}`),
  longestSide: (most) => (most === 0 ? '画像の生成は不可' : `一辺${number(most)}ピクセルまで`),
  count: (most) => (most === 0 ? '画像の生成は不可' : `1回に${number(most)}枚まで`),
  commands: (names) => (names.length === 0 ? 'コマンドは不可' : `${someOf(names)}のみ`),
  channels: (where) => (where.length === 0 ? 'どのチャンネルでも不可' : `${someOf(where)}のみ`),
  private: (isAllowed) => (isAllowed ? '非公開画像は可' : '非公開画像は不可'),
  photos: (isAllowed) => (isAllowed ? 'アップロード画像は可' : 'アップロード画像は不可'),
  paused: () => '一時停止中',
};

export const rules: Catalogue['rules'] = {
  description: 'このサーバーのメンバーが生成できるものを制限します',
  list: 'このサーバーの制限を一覧表示します',
  server: 'サーバー管理者も含め、サーバー全体を制限します',
  role: 'ロールを持つメンバーを制限します',
  roleToLimit: '制限するロール。@everyoneはほかに制限のないメンバーに適用されます',
  member: 'ロールに関係なく、特定のメンバーを制限します',
  memberToLimit: '制限するメンバー',
  pause: '新しいリクエストの受付を止め、順番待ちのリクエストを保留します',
  resume: '一時停止を解除します。順番待ちの順番はそのままです',
  history: '誰がどの制限を変更したかを表示します',
  export: 'このサーバーの制限をファイルに書き出します。編集して読み込めます',
  import: 'ファイルを読み込み、このサーバーの制限をすべて置き換えます',
  fileToImport: '/limits exportのファイル。確認するまで何も変わりません',
  quota: '今日の残りの利用枠を表示します',

  title: 'このサーバーの制限',
  none: 'ボット自体の制限以外に、制限はありません。',
  howTheyApply:
    'メンバー個別の制限、ロールの制限のうち最もゆるいもの、@everyoneの制限の順に優先されます。サーバーの制限は全員に適用されます。',
  of: (who) => `**${who}**`,
  thisServer: 'このサーバー',
  erased: 'データを削除したメンバー',
  allows,
  sentence: (who, what) => `${who}：${what}`,
  names: {
    picturesADay: '1日の枚数',
    picturesAtOnce: '同時に生成する枚数',
    gpuSecondsADay: '1日のGPU時間（秒）',
    moneyADay: '1日の費用（米ドル）',
    count: '1回の枚数',
    longestSide: '長辺の長さ（ピクセル）',
    commands: 'コマンド',
    channels: 'チャンネル',
    private: '非公開画像',
    photos: 'アップロード画像',
    paused: '一時停止',
  },
  choose: '設定・解除する制限を選択',
  open: '制限を変更する対象を選択',
  roleWith: (id) => `ロール ${id}`,
  memberWith: (id) => `メンバー ${id}`,
  formTitle: '制限の設定',
  takesMoney: (most) => `0〜${number(most)}（例：0.50）。空欄なら制限なし`,
  takesNumber: (most) => `0〜${number(most)}。空欄なら制限なし`,
  takesCommands: '名前をコンマ区切りで入力。空欄なら制限なし、「none」ならすべて不可',
  takesChannels: 'IDかメンションをコンマ区切りで入力。空欄なら制限なし、「none」ならすべて不可',
  allowed: '許可',
  forbidden: '不許可',
  back: 'すべての制限',
  full: (most) => `サーバーの制限は${number(most)}件までです。先にどれかを解除してください。`,
  unreadable: (name, takes) => `**${name}**に使えない値です：${takes}。何も変更していません。`,
  historyTitle: '制限の変更履歴',
  noHistory: 'まだありません。',
  changed: (when, by, difference) => `${when} ${by}：${difference}`,
  noLimit: '制限なし',
  paused:
    '一時停止しました。新しいリクエストは受け付けず、順番待ちは保留し、生成中の画像は完成させます。',
  resumed: '再開しました。順番待ちの順番はそのままです。',

  exported:
    'このサーバーの制限です。ファイルは、そのままでも編集しても`/limits import`で読み込めます。',
  importTitle: '制限を置き換えますか？',
  limitOf: (who, limit) => `${who}、${limit}`,
  difference: (what, before, after) => `${what}：${before} → ${after}`,
  listDifference: (what, { added, removed }) => {
    const parts = [
      ...(added.length > 0 ? [`${japanese.list(added)}を追加`] : []),
      ...(removed.length > 0 ? [`${japanese.list(removed)}を除外`] : []),
    ];
    return `${what}：${parts.join('、')}`;
  },
  unchanged: 'ファイルの制限は、このサーバーの制限と同じです。変更はありません。',
  rolesUnknown: 'このサーバーのロールをDiscordから取得できなかったため、ロールは確認していません。',
  rolesNotHere: (roles) =>
    `次のロールはこのサーバーにないため、その制限は誰にも適用されません：${someOf(roles)}。`,
  commandsNotHere: (names) => `次のコマンドはこのボットにありません：${someOf(names)}。`,
  replace: '制限を置き換える',
  cancel: 'キャンセル',
  replaced: '制限を置き換えました。',
  changedSince: 'その間に制限が変更されたため、現在の変更内容を表示しています。',
  fileProblems: {
    no_json: 'JSONファイルではありません。',
    too_large: 'ファイルが大きすぎます。サーバーの制限のファイルではないようです。',
    gone: 'ファイルがもうありません。もう一度読み込んでください。',
    unreachable:
      'Discordからファイルを取得できませんでした。少し待ってからもう一度読み込んでください。',
    unreadable: (at) =>
      at === undefined
        ? '`/limits export`のファイルではないか、制限が100件を超えています。'
        : `ファイルの${number(at)}件目の制限を読み取れません。書き出したファイルと比べてください。`,
    twice: (at) => `ファイルの${number(at)}件目の制限は、それより前の制限と重複しています。`,
    noPrice: (at) =>
      `ファイルの${number(at)}件目の制限は費用に関するものですが、ボットの運営者がGPU時間の料金を設定していません。`,
    nothingChanged: (problem) => `${problem}何も変更していません。`,
  },

  quotaTitle: 'ここでの残りの利用枠',
  refusedNow: '今リクエストすると、次の理由で断られます：',
  unlimited: 'このサーバーでは、あなたに1日の制限はありません。',
  left: {
    picturesADay: (left, most) => `残り${number(left)}枚 / ${number(most)}枚`,
    gpuSecondsADay: (left, most) => `GPU時間の残り${gpuTime(left)} / ${gpuTime(most)}`,
    moneyADay: (left, most) => `残り${money(left)} / ${money(most)}`,
  },
  yours: (left) => `**あなた**：${left}`,
  ofServer: (left) => `**サーバー全体**：${left}`,
  moreFrom: (line, when) => `${line}（${when}に増えます）`,
  alsoHere: (allowed) => `このほかの制限：${allowed}。`,
  pausedNow: 'サーバー管理者が画像の生成を一時停止しています。',
  day: '生成した分は、24時間カウントされます。',
  premiumAdds: (what) => `プレミアムによる追加：${what}。`,
  premiumPictures: (left) =>
    `プレミアム画像の残りは${number(left)}枚です。1日の枚数を使い切ると、こちらから使われます。`,
};

export const ruleErrors = {
  notAllowed: 'このサーバーでは許可されていません。',
  changed: '順番待ちの間にサーバーの制限が変わり、許可されなくなりました。',
  you: 'あなた',
  dayUsedUp: {
    nothing: {
      member: 'ここでは画像を生成できません。',
      server: 'このサーバーでは画像を生成できません。',
    },
    pictures: (whose: 'member' | 'server', most: string, left: string) =>
      `${whose === 'server' ? 'このサーバーで' : 'あなたがここで'}生成できるのは1日${most}までで、残りは${left}です。`,
    money: (whose: 'member' | 'server', most: number, left: number) =>
      `${whose === 'server' ? 'このサーバーで' : 'あなたがここで'}使える費用は1日${money(most)}までで、残りは${money(left)}です。`,
    gpuTime: (whose: 'member' | 'server', most: number, left: number) =>
      `${whose === 'server' ? 'このサーバーで' : 'あなたがここで'}使えるGPU時間は1日${gpuTime(most)}までで、残りは${gpuTime(left)}です。`,
  },
};
