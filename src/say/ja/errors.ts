import type { Fact, Facts } from '../facts.ts';
import type { Catalogue } from '../say.ts';
import { optionNames } from './commands.ts';
import { permissionNames, problems, states } from './fact-words.ts';
import { fact } from './formats.ts';
import { ruleErrors, rules } from './rules.ts';

/** Earlier versions stored the words themselves. */
function problemIn(facts: Facts): string {
  const problem = fact.text(facts.problem);
  const known = Object.entries(problems).find(([code]) => code === problem);
  return known ? known[1](facts) : problem;
}

function ruleIn({ limit, whose, role, value }: Facts): readonly string[] {
  const words = { server: rules.thisServer, everyone: '@everyone', member: ruleErrors.you };
  const who = role === undefined ? fact.code(whose, words) : `<@&${fact.text(role)}>`;
  const [, allows] = Object.entries(rules.allows).find(([name]) => name === limit) ?? [];
  const said = (allows as ((value: unknown) => string) | undefined)?.(ruledValue(limit, value));
  return said === undefined ? [] : [`${rules.sentence(who, said)}。`];
}

/** A switch is off, or it would forbid nothing. */
function ruledValue(limit: Fact, value: Fact): unknown {
  if (typeof value !== 'object') return value ?? false;
  return value.map((one) => (limit === 'channels' ? `<#${one}>` : `\`/${one}\``));
}

function dayUsedUp({ limit, whose: by, most, left }: Facts): string {
  const whose = by === 'server' ? 'server' : 'member';
  const { nothing, pictures, gpuTime, money } = ruleErrors.dayUsedUp;
  if (most === 0) return nothing[whose];
  if (limit === 'moneyADay') return money(whose, Number(most), Number(left));
  if (limit === 'gpuSecondsADay') return gpuTime(whose, Number(most), Number(left));
  return pictures(whose, `${fact.number(most)}枚`, `${fact.number(left)}枚`);
}

/** An option's name as Discord shows it in Japanese, if it is one that every workflow has. */
const option = (facts: Facts) => `「${fact.code(facts.option, optionNames)}」`;

const LOGGED = 'ボットの運営者が確認できるよう、ログに残しました。';
const RUN_AGAIN = 'もう一度コマンドを実行してください。';
const TRY_AGAIN = 'もう一度お試しください。';
const IN_MINUTES = `数分後に${TRY_AGAIN}`;
const OTHER_SETTINGS = '別の設定ならうまくいくかもしれません。';
const IF_IT_KEEPS = '何度も起きる場合は、ボットの運営者に伝えてください。';

const tryAgainAt = ({ at }: Facts) => `${fact.time(at)}に${TRY_AGAIN}`;

export const errors: Catalogue['errors'] = {
  bad_option: {
    what: (facts) => `${option(facts)}${problemIn(facts)}。`,
    next: '修正して、もう一度コマンドを実行してください。',
  },
  not_a_picture: {
    what: 'このファイルは画像として読み込めません。',
    next: '10 MiB以下のJPEG、PNG、WebPを送ってください。',
  },
  no_picture_there: {
    what: 'そのメッセージには、使える画像がありません。',
    next: 'JPEG、PNG、WebPが添付されたメッセージを選んでください。',
  },
  no_settings: {
    what: 'この画像ファイルには設定が含まれていません。',
    next: 'ComfyUIやAUTOMATIC1111のWeb UIのPNGには、アプリに削除されていなければ含まれています。',
  },
  made_here: {
    what: 'これはこのボットが生成した画像です。',
    next: '画像の下のボタンを使ってください。「元画像にする」は「その他」にあります。',
  },
  nobody_to_ask: {
    what: 'ボットかWebhookの投稿なので、許可を求める相手がいません。',
    next: '使ってよい画像であれば、コマンドに添付してください。',
  },
  asked_before: {
    what: 'その画像については、すでに投稿者に断られています。',
    next: '別の画像を選んでください。',
  },
  asked_lately: {
    what: 'その画像の投稿者には最近質問が届いたばかりです。質問のたびに通知が送られます。',
    next: ({ at }) => `次に質問できるのは${fact.time(at)}です。`,
  },
  not_askable: {
    what: 'その画像の投稿者は、使用許可の質問を受け取らない設定にしています。',
    next: '別の画像を選んでください。',
  },
  open_from_menu: {
    what: 'メッセージが古く、誰の画像か分かりません。',
    next: '画像のメッセージのメニューを開き、もう一度コマンドを選んでください。',
  },
  poster_blocked: {
    what: 'その画像の投稿者はここでブロックされているため、質問できません。',
    next: '別の画像を選んでください。',
  },
  poster_silent: {
    what: 'その画像の投稿者から、1時間以内に許可が得られませんでした。',
    next: '先に本人と話してから、もう一度お試しください。',
  },
  picture_too_large: {
    what: '画像が10 MiBを超えています。',
    next: 'もっと小さいJPEG、PNG、WebPを送ってください。',
  },
  picture_too_many_pixels: {
    what: '画像が2400万ピクセルを超えています。',
    next: '縮小して、もう一度送ってください。',
  },
  picture_too_small: {
    what: 'サイズ調整後の画像の幅または高さが、16ピクセル未満になります。',
    next: 'もっと大きい画像か、細長くない画像を送ってください。',
  },
  picture_moves: {
    what: 'アニメーションか、複数の画像を含むファイルです。',
    next: '静止画のJPEG、PNG、WebPを送ってください。',
  },
  pictures_too_large: {
    what: '画像の合計サイズが、GPUサービスの上限（7 MB）を超えています。',
    next: 'もっと小さい画像を送ってください。透明部分が不要なら、なしにしてください。',
  },
  photo_gone: {
    what: 'その画像はもうDiscordにありません。',
    next: 'もう一度添付して、コマンドを実行してください。',
  },
  photo_needed_again: {
    what: '送られた画像は保存しないため、もう一度必要です。',
    next: '同じプロンプトでコマンドを実行し、すべての画像を添付し直してください。',
  },
  not_your_photo: {
    what: ({ who }) =>
      `写真から生成された画像のため、続きを生成できるのは${fact.person(who)}だけです。`,
    next: '別の画像を使うか、自分の画像をコマンドに添付してください。',
  },
  not_your_picture: {
    what: ({ who }) => `これを削除できるのは、${fact.person(who)}かモデレーターだけです。`,
    next: '削除を頼むか、報告してください。',
  },
  original_too_large: {
    what: 'オリジナルは、ここのDiscordで送れるサイズを超えています。',
    next: 'メッセージから縮小版を保存してください。',
  },
  original_gone: {
    what: 'オリジナルはもう保存されていません。',
    next: '画像はメッセージから保存できます。',
  },
  messages_off: {
    what: 'あなたにDMを送れません。',
    next: 'このサーバーのメンバーからのDMを許可して、もう一度押してください。',
  },
  private_person: {
    what: '人物が写っている可能性のある画像は、非公開にできません。',
    next: 'コマンドのオプションか`/settings`で、「非公開」をオフにしてください。',
  },
  private_age_restricted: {
    what: '年齢制限チャンネルの画像のため、非公開では使えません。',
    next: 'コマンドのオプションか`/settings`で、「非公開」をオフにしてください。',
  },
  source_withheld: {
    what: 'その画像は非表示になったか削除されたため、使えません。',
    next: '別の画像を使ってください。',
  },
  consent_withdrawn: {
    what: '元画像に写っている人が同意を取り消したため、使えません。',
    next: '別の画像を使ってください。',
  },
  source_age_restricted: {
    what: '年齢制限チャンネルの画像のため、年齢制限チャンネルでしか使えません。',
    next: '年齢制限チャンネルで使ってください。',
  },
  source_gone: {
    what: 'その画像は、保存先にもメッセージにも残っていません。',
    next: '同じシードで生成し直して、その画像から続けてください。',
  },
  photo_refused: {
    what: '受け付けているのは、Discordにアップロードされた画像だけです。',
    next: '画像をコマンドに添付してください。',
  },
  too_many_actions: {
    what: '操作が速すぎます。',
    next: tryAgainAt,
  },
  export_too_soon: {
    what: '1時間以内にデータを書き出したばかりです。',
    next: ({ at }) => `次に書き出せるのは${fact.time(at)}です。`,
  },
  export_under_way: {
    what: 'データの書き出しはすでに準備中です。',
    next: '準備ができしだい送ります。',
  },
  not_your_job: {
    what: ({ who }) => `これをキャンセルできるのは、${fact.person(who)}かモデレーターだけです。`,
    next: 'キャンセルを頼んでください。',
  },
  not_your_request: {
    what: ({ who }) => `この操作ができるのは${fact.person(who)}だけです。`,
    next: '自分の画像を生成するには、自分でコマンドを実行してください。',
  },
  already_over: {
    what: ({ state }) =>
      `間に合いませんでした。このジョブはすでに「${fact.code(state, states)}」です。`,
    next: '結果はジョブのメッセージで確認できます。',
  },
  already_confirmed: {
    what: 'すでに確認済みです。',
    next: '進行状況は、このチャンネルのメッセージで確認できます。',
  },
  already_tried_again: {
    what: 'すでに再試行されています。',
    next: ({ link, job }) =>
      link === undefined
        ? `ジョブ${fact.text(job)}を確認してください。`
        : `こちらを確認してください：${fact.text(link)}`,
  },
  not_failed: {
    what: '再試行できるのは、失敗したジョブだけです。',
    next: '別の画像を生成するには、もう一度コマンドを実行してください。',
  },
  consent_lapsed: {
    what: '質問の回答期限（10分）を過ぎました。',
    next: 'もう一度コマンドを実行し、期限内に回答してください。',
  },
  prompt_minor: {
    what: 'この画像は生成できません。',
    next: '別のプロンプトをお試しください。',
  },
  prompt_face: {
    what: ({ term }) =>
      `実在の人物の性的な画像、裸や露出の多い画像、ある人の顔を別の人の体に付けた画像は生成しません。プロンプトがこれを求めています（「${fact.text(term)}」）。`,
    next: 'プロンプトを変えるか、画像を使わずに生成してください。',
  },
  prompt_explicit: {
    what: ({ term }) =>
      `このチャンネルでは露骨な画像を生成できません。プロンプトがこれを求めています（「${fact.text(term)}」）。`,
    next: 'プロンプトを変えるか、年齢制限チャンネルを使ってください。',
  },
  prompt_unreadable: {
    what: '特殊文字や異なる表記が混ざりすぎていて、プロンプトを読み取れません。',
    next: '特殊文字を減らし、普通の文章で書いてください。',
  },
  paused: {
    what: '今は画像を生成できません。',
    next: ({ at }) =>
      `次に生成できるのは${fact.time(at)}です。間違いだと思う場合は、ボットの運営者に問い合わせてください。`,
  },
  not_paused: {
    what: 'すでに画像を生成できる状態に戻っています。',
    next: '一時停止中ではないため、問い合わせは不要です。',
  },
  already_appealed: {
    what: 'ボットの運営者には、すでに問い合わせています。',
    next: '返事があるか、一時停止が終わるまでお待ちください。',
  },
  no_appeals: {
    what: 'ここからはボットの運営者に連絡できません。',
    next: '直接連絡するか、あとでもう一度お試しください。',
  },
  blocked: {
    what: 'このサーバーのモデレーターにブロックされているため、画像の生成と報告ができません。',
    next: 'モデレーターに問い合わせてください。',
  },
  moderators_only: {
    what: 'この操作ができるのは、サーバー管理者と、モデレーターのロールを持つメンバーだけです。',
    next: '該当するメンバーに頼んでください。',
  },
  server_managers_only: {
    what: 'この操作ができるのは、サーバー管理者だけです。',
    next: 'サーバー管理者に頼んでください。',
  },
  operators_only: {
    what: 'この操作ができるのは、ボットの運営者だけです。',
    next: '運営者とは、このボットのDiscordアプリの所有者か、所有チームのメンバーです。',
  },
  already_reported: {
    what: 'この画像はすでに報告済みです。',
    next: '報告は1回で十分です。',
  },
  too_many_reports: {
    what: ({ count }) => `1時間に報告できる上限（${fact.number(count)}件）に達しました。`,
    next: ({ at }) =>
      `次に報告できるのは${fact.time(at)}です。急ぐ場合は、モデレーターに伝えてください。`,
  },
  not_reportable: {
    what: 'そのメッセージには、このボットの画像がありません。',
    next: 'このボットの画像があるメッセージで使ってください。',
  },
  already_decided: {
    what: 'すでに判断済みです。',
    next: '結果はメッセージで確認できます。',
  },
  own_picture: {
    what: 'これは自分の画像です。',
    next: '別のモデレーターに任せるか、削除してください。',
  },
  picture_not_here: {
    what: 'この画像はもう保存されていません。',
    next: 'メッセージにはまだ表示されているかもしれません。',
  },
  unknown_person: {
    what: '誰だったのか、もう分かりません。',
    next: '名前が分かる場合は、/moderation blockを使ってください。',
  },
  not_yours: {
    what: 'ほかの人が実行したコマンドです。',
    next: '自分でコマンドを実行してください。',
  },
  unknown_job: {
    what: 'そのジョブはもうありません。',
    next: '新しい画像を生成するには、もう一度コマンドを実行してください。',
  },
  no_such_job: {
    what: '該当するジョブがないか、見る権限がありません。',
    next: '入力中に表示される候補から選んでください。',
  },
  servers_only: {
    what: 'サーバーでのみ使えます。',
    next: 'サーバーのチャンネルで使ってください。',
  },
  outside_person: {
    what: '人物が写っている可能性のある画像は、このボットが追加されたサーバーの外では生成しません。',
    next: 'このボットが追加されたサーバーで使ってください。',
  },
  outside_without_dm: {
    what: '生成が13分を超えた場合はDMで送りますが、Discordの制限により、あなたとのDMを開けません。',
    next: '数分後にもう一度試すか、このボットが追加されたサーバーで使ってください。',
  },
  unknown_action: {
    what: '不明なコマンドまたはボタンです。',
    next: 'Discordを再読み込みして、もう一度お試しください。',
  },
  too_many_waiting: {
    what: ({ count }) => `すでに${fact.number(count)}件のリクエストが順番待ちです。`,
    next: 'どれかが始まるのを待つか、キャンセルしてください。',
  },
  too_many_an_hour: {
    what: ({ count }) =>
      `生成できるのは1時間に${fact.number(count)}枚までで、このリクエストで上限を超えます。`,
    next: tryAgainAt,
  },
  server_too_many_an_hour: {
    what: ({ count }) =>
      `このサーバーで生成できるのは1時間に${fact.number(count)}枚までで、このリクエストで上限を超えます。`,
    next: tryAgainAt,
  },
  command_forbidden: {
    what: ({ command }) =>
      `このサーバーの設定により、ここでは\`${fact.text(command)}\`を使えません。`,
    next: '別のチャンネルで試すか、サーバー管理者に問い合わせてください。「サーバー設定」の「連携サービス」で設定されています。',
  },
  server_paused: {
    what: 'サーバー管理者が画像の生成を一時停止しています。',
    next: '再開されてから、もう一度お試しください。',
  },
  rule_forbids: {
    what: (facts) => [ruleErrors.notAllowed, ...ruleIn(facts)].join(''),
    next: '内容を変えるか、サーバー管理者に相談してください。',
  },
  rule_changed: {
    what: (facts) => [ruleErrors.changed, ...ruleIn(facts)].join(''),
    next: '内容を変えるか、サーバー管理者に相談してください。',
  },
  day_used_up: {
    what: (facts) => dayUsedUp(facts),
    next: ({ left, at, whose }) => {
      const [alone, or] =
        Number(left) > 0 || whose === 'outside'
          ? ['枚数などを減らしてください。', '枚数などを減らすか、']
          : [
              'サーバー管理者に上限の引き上げを頼んでください。',
              'サーバー管理者に上限の引き上げを頼むか、',
            ];
      return at === undefined ? alone : `${or}${tryAgainAt({ at })}`;
    },
  },
  draining: {
    what: 'まもなく再起動するため、新しいリクエストを受け付けていません。',
    next: `受付済みのリクエストは最後まで処理します。${IN_MINUTES}`,
  },
  kept_out: {
    what: 'ボットの運営者にブロックされています。',
    next: '/privacy、/jobs、進行中のジョブの「キャンセル」は引き続き使えます。',
  },
  server_kept_out: {
    what: 'このサーバーは、ボットの運営者にブロックされています。',
    next: '/privacy、/jobs、進行中のジョブの「キャンセル」は引き続き使えます。',
  },
  not_for_this_server: {
    what: ({ owner }) =>
      `このボットは、${owner === undefined ? '運営者' : `**${fact.text(owner)}**`}がほかのサーバー専用に運営しています。`,
    next: 'このサーバーでの利用を許可してもらうか、ボットをサーバーから削除してください。',
  },
  adult_workflow: {
    what: 'このコマンドは、年齢制限チャンネルでのみ使えます。',
    next: '年齢制限チャンネルで使ってください。',
  },
  preset_unknown: {
    what: 'その名前のプリセットは、自分にもこのサーバーにもありません。',
    next: '`/preset list`で確認してください。',
  },
  preset_of_another: {
    what: 'ほかのコマンド用のプリセットです。',
    next: 'そのコマンドで使うか、プリセットなしで実行してください。',
  },
  preset_unfit: {
    what: (facts) =>
      `このコマンドでは使えないプリセットです。${option(facts)}${problemIn(facts)}。`,
    next: 'プリセットなしで実行するか、`/preset save`で保存し直してください。',
  },
  presets_full: {
    what: ({ count }) => `プリセットの上限（${fact.number(count)}件）に達しました。`,
    next: '`/preset delete`でどれかを削除してください。',
  },
  workflow_changed: {
    what: 'コマンドが変更され、このリクエストのオプションは使えなくなりました。',
    next: '現在のオプションで、もう一度実行してください。',
  },
  workflow_gone: {
    what: 'このリクエストのコマンドは、もうありません。',
    next: '別のコマンドをお試しください。',
  },
  faces_off: {
    what: 'このボットは、人物が写っている可能性のある画像を受け付けていません。',
    next: '画像なしで実行するか、ボットの運営者に問い合わせてください。',
  },
  ordinary_channels_off: {
    what: 'このボットは、年齢制限チャンネルでのみ画像を生成します。',
    next: '年齢制限チャンネルで使うか、全年齢向けのチェックポイントの設定をボットの運営者に頼んでください。',
  },
  permissions_missing: {
    what: ({ permissions }) =>
      `このチャンネルに画像を投稿できません。足りない権限：${fact.list(permissions, (code) => `**${fact.code(code, permissionNames)}**`)}。`,
    next: 'サーバー管理者に許可を頼んでください。',
  },
  key_refused: {
    what: 'GPUサービスがボットのAPIキーを拒否しました。',
    next: `${LOGGED}あとで${TRY_AGAIN}`,
  },
  endpoint_unknown: {
    what: 'GPUサービスがボットのエンドポイントを認識しません。',
    next: `${LOGGED}あとで${TRY_AGAIN}`,
  },
  request_refused: {
    what: 'GPUサービスがこのリクエストを拒否しました。',
    next: `${LOGGED}${OTHER_SETTINGS}`,
  },
  storage_failed: {
    what: '画像は完成しましたが、保存できませんでした。',
    next: `${LOGGED}あとで${TRY_AGAIN}`,
  },
  storage_unwell: {
    what: '今は画像を保存できないため、リクエストを受け付けていません。',
    next: `ボットの運営者に通知済みです。${IN_MINUTES}`,
  },
  log_unwritable: {
    what: '今はデータベースを使えないため、実行しませんでした。',
    next: `${LOGGED}${IN_MINUTES}`,
  },
  outcome_unknown: {
    what: '保存中にデータベースとの接続が切れ、保存できたかどうかまだ分かりません。',
    next: '保存できていれば、自動で続行します。数分たっても何も表示されなければ、もう一度お試しください。',
  },
  other_version: {
    what: 'ボットの別バージョンへのリクエストです。',
    next: RUN_AGAIN,
  },
  unexpected: {
    what: 'ボット側で問題が発生しました。',
    next: `${LOGGED}${TRY_AGAIN}`,
  },
  discord_refuses: {
    what: 'Discord APIの呼び出しが何度も拒否されたため、一部を休止しています。',
    next: `10分後に${TRY_AGAIN}`,
  },
  discord_busy: {
    what: '今はDiscordがこの操作を受け付けていません。',
    next: IN_MINUTES,
  },
  photo_unreachable: {
    what: 'Discordから画像をダウンロードできませんでした。',
    next: `1分後に${TRY_AGAIN}`,
  },
  service_busy: {
    what: 'GPUサービスが混み合っているため、このジョブを受け付けられませんでした。',
    next: IN_MINUTES,
  },
  service_unreachable: {
    what: 'GPUサービスに接続できません。',
    next: IN_MINUTES,
  },
  submission_lost: {
    what: 'GPUサービスからの応答が失われました。課金された可能性があります。',
    next: IN_MINUTES,
  },
  result_lost: {
    what: 'GPUサービスにこのジョブが残っていないため、画像は失われました。',
    next: TRY_AGAIN,
  },
  result_unreadable: {
    what: 'GPUサービスからの応答を読み取れなかったため、画像は失われました。',
    next: `${LOGGED}もっと小さい画像ならうまくいくかもしれません。`,
  },
  no_gpu_in_time: {
    what: ({ minutes }) =>
      `${fact.number(minutes)}分以内にこのジョブを引き受けるGPUがありませんでした。`,
    next: '空いているときにもう一度お試しください。それでもだめなら、ボットの運営者に伝えてください。',
  },
  no_turn_in_time: {
    what: ({ minutes }) =>
      `混み合っているため、${fact.number(minutes)}分以内に順番が来ませんでした。`,
    next: '空いているときにもう一度お試しください。',
  },
  gpu_time_spent: {
    what: 'このボットの今日のGPU時間を使い切りました。',
    next: tryAgainAt,
  },
  server_gpu_time_spent: {
    what: 'このサーバーの今日のGPU時間を使い切りました。',
    next: tryAgainAt,
  },
  server_gpu_time_promised: {
    what: 'このサーバーの今日の残りのGPU時間は、生成中の画像で使い切る見込みです。',
    next: 'いくつか完了してから、もう一度お試しください。',
  },
  money_spent: {
    what: 'この種類の画像に使える今日の予算を使い切りました。',
    next: tryAgainAt,
  },
  money_promised: {
    what: 'この種類の画像に使える今日の残りの予算は、生成中の画像で使い切る見込みです。',
    next: 'いくつか完了してから、もう一度お試しください。',
  },
  took_too_long: {
    what: ({ minutes }) =>
      `画像が${fact.number(minutes)}分以内に完成しなかったため、ジョブを停止しました。`,
    next: 'できればステップ数を減らして、もう一度お試しください。',
  },
  service_gave_up: {
    what: 'GPUサービスがこのジョブを打ち切りました。時間内に引き受けるワーカーがなかったか、ワーカーがなくなりました。',
    next: TRY_AGAIN,
  },
  pictures_elsewhere: {
    what: 'ワーカーが、ボットから読み取れないストレージに画像を保存しました。',
    next: `${LOGGED}運営者の対応が必要です。`,
  },
  pictures_unreachable: {
    what: '画像は完成しましたが、保存先のストレージに接続できません。',
    next: TRY_AGAIN,
  },
  no_face: {
    what: '写真から顔を検出できませんでした。',
    next: '正面から明るく撮った、顔が1つだけの写真を送ってください。',
  },
  model_missing: {
    what: 'GPUワーカーにモデルファイルがありません。',
    next: `${LOGGED}運営者の対応が必要です。`,
  },
  graph_refused: {
    what: 'GPUワーカーのComfyUIがこのリクエストを拒否しました。',
    next: `${LOGGED}${OTHER_SETTINGS}`,
  },
  out_of_memory: {
    what: 'GPUのメモリが足りませんでした。',
    next: 'もう一度試すか、画像を小さくしてください。',
  },
  no_pictures: {
    what: 'ワーカーの処理は終わりましたが、画像がありませんでした。',
    next: `${TRY_AGAIN}${IF_IT_KEEPS}`,
  },
  answer_too_large: {
    what: '結果が届きませんでした。GPUサービスで扱えるサイズを超えたのかもしれません。',
    next: `枚数を減らすか、画像を小さくしてください。${IF_IT_KEEPS}`,
  },
  result_too_many_pixels: {
    what: '結果が、一辺16,384ピクセルまたは100メガピクセルを超えています。',
    next: 'サイズか倍率を小さくしてください。',
  },
  worker_timed_out: {
    what: '画像の生成がワーカーの制限時間を超えました。',
    next: 'ステップ数を減らして、もう一度お試しください。',
  },
  worker_died: {
    what: '生成中にGPUがクラッシュしました。',
    next: TRY_AGAIN,
  },
  worker_disk: {
    what: 'ディスクの空き不足か故障のため、GPUワーカーが画像を保存できませんでした。',
    next: `もう一度試すと、別のワーカーで生成されるかもしれません。${IF_IT_KEEPS}`,
  },
  node_failed: {
    what: 'GPUワーカーで、生成工程の1つが失敗しました。',
    next: `${LOGGED}${OTHER_SETTINGS}`,
  },
  worker_unknown: {
    what: 'GPUワーカーから不明なエラーが返されました。',
    next: `${LOGGED}${TRY_AGAIN}`,
  },
};
