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
  picturesADay: (most) => (most === 0 ? '画像は不可' : `1日${number(most)}枚`),
  picturesAtOnce: (most) => (most === 0 ? '画像は不可' : `同時に${number(most)}枚`),
  gpuSecondsADay: (most) => (most === 0 ? 'GPU時間は不可' : `GPU時間1日${gpuTime(most)}`),
  moneyADay: (most) => (most === 0 ? '支出は不可' : `1日${money(most)}`),
  longestSide: (most) => (most === 0 ? '画像は不可' : `一辺${number(most)}ピクセルまで`),
  count: (most) => (most === 0 ? '画像は不可' : `1回に${number(most)}枚まで`),
  commands: (names) => (names.length === 0 ? 'コマンドは不可' : `${someOf(names)}のみ`),
  channels: (where) => (where.length === 0 ? 'どのチャンネルでも不可' : `${someOf(where)}のみ`),
  private: (isAllowed) => (isAllowed ? '非公開画像は可' : '非公開画像は不可'),
  photos: (isAllowed) => (isAllowed ? '画像の送信は可' : '画像の送信は不可'),
  paused: () => '一時停止中',
};

export const rules: Catalogue['rules'] = {
  description: 'このサーバーのメンバーが作れるもの',
  list: 'このサーバーの制限の一覧',
  server: '管理者も含めてサーバー全体を制限します',
  role: 'ロールのメンバーを制限します',
  roleToLimit: '制限するロール。@everyoneはほかに制限のないメンバーに適用されます',
  member: 'ロールに関係なく1人のメンバーを制限します',
  memberToLimit: '制限するメンバー',
  pause: '新しい依頼を止め、順番待ちの依頼を保留します',
  resume: '一時停止を終えます。順番待ちの依頼の順番はそのままです',
  history: '誰がどの制限を変更したか',
  export: 'このサーバーの制限をファイルにします（編集して読み込めます）',
  import: 'このサーバーの制限をすべてファイルの内容に置き換えます',
  fileToImport: '/limits exportのファイル。確認するまで何も変わりません',
  quota: '今日あとどれだけ作れるか',

  title: 'このサーバーの制限',
  none: 'ボット自体の制限のほかに制限はありません。',
  howTheyApply:
    'まずメンバー本人の制限、次にロールの中で最もゆるい制限、最後に@everyoneの制限が適用されます。サーバーの制限は全員に適用されます。',
  of: (who) => `**${who}**`,
  thisServer: 'このサーバー',
  erased: '削除されたメンバー',
  allows,
  sentence: (who, what) => `${who}：${what}`,
  names: {
    picturesADay: '1日の枚数',
    picturesAtOnce: '同時に作る枚数',
    gpuSecondsADay: '1日のGPU秒数',
    moneyADay: '1日の米ドル',
    count: '1回の枚数',
    longestSide: '長辺のピクセル数',
    commands: 'コマンド',
    channels: 'チャンネル',
    private: '非公開画像',
    photos: '画像の送信',
    paused: '一時停止',
  },
  choose: '制限を設定または解除',
  open: '制限を変更する対象…',
  roleWith: (id) => `ロール ${id}`,
  memberWith: (id) => `メンバー ${id}`,
  formTitle: '制限の設定',
  takesMoney: (most) => `0〜${number(most)}（例：0.50）。空欄なら制限なし`,
  takesNumber: (most) => `0〜${number(most)}。空欄なら制限なし`,
  takesCommands: '名前をコンマで区切る。空欄なら制限なし、「none」なら全部不可',
  takesChannels: 'IDかメンションをコンマで区切る。空欄なら制限なし、「none」なら全部不可',
  allowed: '許可',
  forbidden: '不許可',
  back: 'すべての制限',
  full: (most) => `サーバーの制限は${number(most)}件までです。先にどれかを解除してください。`,
  unreadable: (name, takes) => `**${name}**には使えません：${takes}。何も変更していません。`,
  historyTitle: '制限の変更履歴',
  noHistory: 'まだありません。',
  changed: (when, by, difference) => `${when} ${by}：${difference}`,
  noLimit: '制限なし',
  paused:
    '一時停止しました。新しい依頼は受け付けず、順番待ちは保留し、作成中の画像は完成させます。',
  resumed: '再開しました。順番待ちの依頼の順番はそのままです。',

  exported:
    'このサーバーの制限です。このファイルは編集の有無にかかわらず`/limits import`で読み込めます。',
  importTitle: '制限を置き換えますか？',
  difference: (what, before, after) => `${what}：${before} → ${after}`,
  listDifference: (what, { added, removed }) => {
    const parts = [
      ...(added.length > 0 ? [`追加 ${japanese.list(added)}`] : []),
      ...(removed.length > 0 ? [`除外 ${japanese.list(removed)}`] : []),
    ];
    return `${what}：${parts.join('、')}`;
  },
  unchanged: 'ファイルの制限はこのサーバーと同じです。変更はありません。',
  rolesUnknown: 'このサーバーのロールをDiscordから取得できなかったため、確認していません。',
  rolesNotHere: (roles) =>
    `次のロールはこのサーバーにないため、その制限は誰にも適用されません：${someOf(roles)}。`,
  commandsNotHere: (names) => `次のコマンドはこのボットにありません：${someOf(names)}。`,
  replace: '制限を置き換える',
  cancel: 'キャンセル',
  replaced: '制限を置き換えました。',
  changedSince: 'その間に制限が変更されました。今の変更点はこちらです。',
  fileProblems: {
    no_json: 'そのファイルはJSONではありません。',
    too_large: 'そのファイルはサーバーの制限としては大きすぎます。',
    gone: 'そのファイルはもうありません。もう一度読み込んでください。',
    unreachable:
      'Discordからファイルを取得できませんでした。少し待ってからもう一度読み込んでください。',
    unreadable: (at) =>
      at === undefined
        ? 'そのファイルは`/limits export`のものではないか、制限が100件を超えています。'
        : `そのファイルの${number(at)}件目の制限を読み取れません。書き出したファイルと比べてください。`,
    twice: (at) => `そのファイルの${number(at)}件目の制限は前のものと重複しています。`,
    nothingChanged: (problem) => `${problem}何も変更していません。`,
  },

  quotaTitle: 'ここであとどれだけ作れるか',
  unlimited: 'このサーバーには1日の制限がありません。',
  left: {
    picturesADay: (left, most) => `${number(most)}枚中、残り${number(left)}枚`,
    gpuSecondsADay: (left, most) => `GPU時間${gpuTime(most)}中、残り${gpuTime(left)}`,
    moneyADay: (left, most) => `${money(most)}中、残り${money(left)}`,
  },
  yours: (left) => `**自分**：${left}`,
  ofServer: (left) => `**サーバー全体**：${left}`,
  moreFrom: (line, when) => `${line}（増えるのは${when}）`,
  alsoHere: (allowed) => `ここではほかに：${allowed}。`,
  pausedNow: 'このサーバーの管理者が画像の作成を一時停止しています。',
  day: '作った分は24時間数えられます。',
  premiumAdds: (what) => `プレミアムで${what}追加されます。`,
  premiumPictures: (left) =>
    `プレミアム画像が${number(left)}枚あり、1日の分を使い切ると使われます。`,
};

export const ruleErrors = {
  notAllowed: 'このサーバーでは許可されていません。',
  changed: '待っている間にサーバーの制限が変わり、許可されなくなりました。',
  you: '自分',
  dayUsedUp: {
    nothing: {
      member: 'ここでは画像を作れません。',
      server: 'このサーバーでは画像を作れません。',
    },
    pictures: (whose: 'member' | 'server', most: string, left: string) =>
      `${whose === 'server' ? 'このサーバーで' : 'ここで'}作れるのは1日${most}で、残りは${left}です。`,
    money: (whose: 'member' | 'server', most: number, left: number) =>
      `${whose === 'server' ? 'このサーバーで' : 'ここで'}使えるのは1日${money(most)}で、残りは${money(left)}です。`,
    gpuTime: (whose: 'member' | 'server', most: number, left: number) =>
      `${whose === 'server' ? 'このサーバーで' : 'ここで'}使えるGPU時間は1日${gpuTime(most)}で、残りは${gpuTime(left)}です。`,
  },
};
