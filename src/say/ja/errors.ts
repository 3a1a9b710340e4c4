import type { Fact, Facts } from '../facts.ts';
import type { Catalogue } from '../say.ts';
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

export const errors: Catalogue['errors'] = {
  bad_option: {
    what: (facts) => `\`${fact.text(facts.option)}\`${problemIn(facts)}。`,
    next: '直してからもう一度コマンドを実行してください。',
  },
  not_a_picture: {
    what: 'そのファイルを画像として読み取れません。',
    next: '10 MiBまでのJPEG、PNG、WebPを送ってください。',
  },
  no_picture_there: {
    what: 'そのメッセージには使える画像がありません。',
    next: 'JPEG、PNG、WebPが添付されたメッセージを選んでください。',
  },
  no_settings: {
    what: 'その画像のファイルには設定が入っていません。',
    next: 'ComfyUIとAUTOMATIC1111のWeb UIのPNGには入っています（アプリが取り除いた場合を除く）。',
  },
  made_here: {
    what: 'その画像はこのボットが作ったものです。',
    next: '画像の下のボタンを使ってください。*元画像にする*は*その他*にあります。',
  },
  nobody_to_ask: {
    what: 'ボットかWebhookが投稿したものなので、許可を求める相手がいません。',
    next: '使ってよい画像なら、コマンドに添付してください。',
  },
  asked_before: {
    what: 'その画像については以前に尋ねて、投稿者に断られています。',
    next: '別の画像を選んでください。',
  },
  asked_lately: {
    what: 'その画像の投稿者には最近質問したばかりで、質問のたびに通知が届きます。',
    next: ({ at }) => `次に尋ねられるのは${fact.time(at)}です。`,
  },
  not_askable: {
    what: 'その画像の投稿者はこの質問を受け取らない設定にしています。',
    next: '別の画像を選んでください。',
  },
  open_from_menu: {
    what: 'そのメッセージは古く、誰の画像か分かりません。',
    next: '画像のメッセージのメニューから、もう一度コマンドを選んでください。',
  },
  poster_blocked: {
    what: 'その画像の投稿者はここでブロックされているため、尋ねられません。',
    next: '別の画像を選んでください。',
  },
  poster_silent: {
    what: 'その画像の投稿者から1時間以内に同意が得られませんでした。',
    next: '先に話をしてから、もう一度試してください。',
  },
  picture_too_large: {
    what: 'その画像は10 MiBを超えています。',
    next: 'もっと小さいJPEG、PNG、WebPを送ってください。',
  },
  picture_too_many_pixels: {
    what: 'その画像は2400万ピクセル（24 MP）を超えています。',
    next: '小さくしてから、もう一度送ってください。',
  },
  picture_too_small: {
    what: '縮小すると、その画像の幅か高さが16ピクセル未満になります。',
    next: 'もっと大きいか、細長くない画像を送ってください。',
  },
  picture_moves: {
    what: 'そのファイルはアニメーションか、複数の画像を含んでいます。',
    next: '静止画のJPEG、PNG、WebPを送ってください。',
  },
  pictures_too_large: {
    what: '画像の合計が、GPUサービスの受け付ける7 MBを超えています。',
    next: 'もっと小さい画像を送ってください。透明部分が不要なら、ないものにしてください。',
  },
  photo_gone: {
    what: 'その画像はもうDiscordにありません。',
    next: 'もう一度添付して、コマンドを実行してください。',
  },
  photo_needed_again: {
    what: '送られた画像は保存しないため、もう一度必要です。',
    next: '同じプロンプトでコマンドを実行し、すべての画像をもう一度添付してください。',
  },
  not_your_photo: {
    what: ({ who }) => `これは写真から作られたため、続きを作れるのは${fact.person(who)}だけです。`,
    next: '別の画像を使うか、自分の画像をコマンドに添付してください。',
  },
  not_your_picture: {
    what: ({ who }) => `これを削除できるのは${fact.person(who)}かモデレーターだけです。`,
    next: '頼むか、報告してください。',
  },
  original_too_large: {
    what: '元ファイルはここのDiscordには大きすぎます。',
    next: 'メッセージから縮小版を保存してください。',
  },
  original_gone: {
    what: '元ファイルはもう保存されていません。',
    next: 'メッセージからはまだ画像を保存できます。',
  },
  messages_off: {
    what: 'DMを送れません。',
    next: 'このサーバーのメンバーからのDMを許可してから、もう一度押してください。',
  },
  private_person: {
    what: '人物が写っている可能性のある画像は非公開にできません。',
    next: 'オプションか`/settings`で`private`をオフにしてください。',
  },
  private_age_restricted: {
    what: 'その画像は年齢制限チャンネルのものなので、非公開では使えません。',
    next: 'オプションか`/settings`で`private`をオフにしてください。',
  },
  source_withheld: {
    what: 'その画像は非表示か削除されたため、使えません。',
    next: '別の画像を使ってください。',
  },
  consent_withdrawn: {
    what: '元の画像に写っている人が同意を取り消したため、使えません。',
    next: '別の画像を使ってください。',
  },
  source_age_restricted: {
    what: 'その画像は年齢制限チャンネルのものなので、年齢制限チャンネルでしか使えません。',
    next: '年齢制限チャンネルで使ってください。',
  },
  source_gone: {
    what: 'その画像は保存先からもメッセージからもなくなりました。',
    next: '同じシードで作り直して、そこから続けてください。',
  },
  photo_refused: {
    what: 'Discordにアップロードされた画像だけを受け付けています。',
    next: '画像をコマンドに添付してください。',
  },
  too_many_actions: {
    what: '操作が速すぎます。',
    next: ({ at }) => `${fact.time(at)}にもう一度試してください。`,
  },
  export_too_soon: {
    what: 'この1時間以内にデータを書き出しています。',
    next: ({ at }) => `次に書き出せるのは${fact.time(at)}です。`,
  },
  export_under_way: {
    what: '書き出しはすでに準備中です。',
    next: 'できしだい送ります。',
  },
  not_your_job: {
    what: ({ who }) => `これをキャンセルできるのは${fact.person(who)}かモデレーターだけです。`,
    next: '頼んでください。',
  },
  not_your_request: {
    what: ({ who }) => `これができるのは${fact.person(who)}だけです。`,
    next: '自分の画像を作るには、自分でコマンドを実行してください。',
  },
  already_over: {
    what: ({ state }) => `間に合いませんでした。このジョブの状態：${fact.code(state, states)}。`,
    next: '結果はメッセージで確認できます。',
  },
  already_confirmed: {
    what: 'すでに確認済みです。',
    next: '進み具合はこのチャンネルのメッセージで確認できます。',
  },
  already_tried_again: {
    what: 'すでに再試行されています。',
    next: ({ link, job }) =>
      `${link === undefined ? `ジョブ${fact.text(job)}` : fact.text(link)}を見てください。`,
  },
  not_failed: {
    what: '再試行できるのは失敗したジョブだけです。',
    next: '別の画像を作るには、もう一度コマンドを実行してください。',
  },
  consent_lapsed: {
    what: 'その質問は10分で締め切られました。',
    next: 'もう一度コマンドを実行して、時間内に確認してください。',
  },
  prompt_minor: {
    what: 'この画像は作れません。',
    next: '別のプロンプトを試してください。',
  },
  prompt_face: {
    what: ({ term }) =>
      `実在の人物の性的な画像、裸や露出の多い画像、顔を別の人の体に付けた画像は作りません。プロンプトに含まれています（“${fact.text(term)}”）。`,
    next: 'プロンプトを変えるか、画像を使わないでください。',
  },
  prompt_explicit: {
    what: ({ term }) =>
      `このチャンネルでは露骨な画像は作れません。プロンプトに含まれています（“${fact.text(term)}”）。`,
    next: 'プロンプトを変えるか、年齢制限チャンネルを使ってください。',
  },
  prompt_unreadable: {
    what: 'このプロンプトは特殊文字や表記が混ざりすぎていて読み取れません。',
    next: '特殊文字を減らして、普通の文章で書いてください。',
  },
  paused: {
    what: '今は画像を作れません。',
    next: ({ at }) =>
      `また作れるようになるのは${fact.time(at)}です。間違いだと思う場合は、ボットの運営者に問い合わせてください。`,
  },
  not_paused: {
    what: 'また画像を作れます。',
    next: '問い合わせる停止はありません。',
  },
  already_appealed: {
    what: 'ボットの運営者にはすでに問い合わせています。',
    next: '返事か、停止が終わるのを待ってください。',
  },
  no_appeals: {
    what: 'ここからはボットの運営者に連絡できません。',
    next: '直接連絡するか、あとでもう一度試してください。',
  },
  blocked: {
    what: 'このサーバーのモデレーターにより、画像の作成と報告ができなくなっています。',
    next: 'モデレーターに聞いてください。',
  },
  moderators_only: {
    what: 'これができるのは、このサーバーを管理するメンバーかモデレーターのロールを持つメンバーだけです。',
    next: '頼んでください。',
  },
  server_managers_only: {
    what: 'これができるのは、このサーバーを管理するメンバーだけです。',
    next: '頼んでください。',
  },
  operators_only: {
    what: 'これができるのはボットの運営者だけです。',
    next: '運営者とは、Discordのアプリの所有者か、所有チームのメンバーです。',
  },
  already_reported: {
    what: 'この画像はすでに報告済みです。',
    next: '報告は1回で十分です。',
  },
  too_many_reports: {
    what: ({ count }) => `1時間の報告の上限（${fact.number(count)}件）に達しました。`,
    next: ({ at }) =>
      `次に報告できるのは${fact.time(at)}です。急ぐ場合はモデレーターに伝えてください。`,
  },
  not_reportable: {
    what: 'そのメッセージにはこのボットの画像がありません。',
    next: '画像のあるメッセージで使ってください。',
  },
  already_decided: {
    what: 'すでに判断されています。',
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
    next: '名前が分かる場合は/moderation blockを使ってください。',
  },
  not_yours: {
    what: 'そのコマンドは別の人が実行したものです。',
    next: '自分で実行してください。',
  },
  unknown_job: {
    what: 'そのジョブはもうありません。',
    next: '新しい画像を作るには、もう一度コマンドを実行してください。',
  },
  no_such_job: {
    what: '該当するジョブがないか、見る権限がありません。',
    next: '入力中に出る候補から選んでください。',
  },
  servers_only: {
    what: 'サーバーでのみ使えます。',
    next: 'サーバーのチャンネルで使ってください。',
  },
  outside_person: {
    what: '人物が写っている可能性のある画像は、自分が参加しているサーバーでのみ作成できます。',
    next: 'このボットを追加したサーバーで使ってください。',
  },
  outside_without_dm: {
    what: '13分を超えるとDMで送る必要がありますが、DiscordがあなたとのDMを開かせてくれません。',
    next: '数分後にもう一度試すか、このボットを追加したサーバーで使ってください。',
  },
  unknown_action: {
    what: 'そのコマンドやボタンは分かりません。',
    next: 'Discordを再読み込みしてから、もう一度試してください。',
  },
  too_many_waiting: {
    what: ({ count }) => `すでに${fact.number(count)}件が順番待ちです。`,
    next: 'どれかが始まるのを待つか、キャンセルしてください。',
  },
  too_many_an_hour: {
    what: ({ count }) => `作れるのは1時間に${fact.number(count)}枚までで、これを超えてしまいます。`,
    next: ({ at }) => `${fact.time(at)}にもう一度試してください。`,
  },
  server_too_many_an_hour: {
    what: ({ count }) =>
      `このサーバーで作れるのは1時間に${fact.number(count)}枚までで、これを超えてしまいます。`,
    next: ({ at }) => `${fact.time(at)}にもう一度試してください。`,
  },
  command_forbidden: {
    what: ({ command }) => `このサーバーのここでは\`${fact.text(command)}\`を使えません。`,
    next: '別のチャンネルで試すか、サーバー管理者に聞いてください。サーバー設定の「連携サービス」で決められています。',
  },
  server_paused: {
    what: 'このサーバーの管理者が画像の作成を一時停止しています。',
    next: '再開されたら、もう一度試してください。',
  },
  rule_forbids: {
    what: (facts) => [ruleErrors.notAllowed, ...ruleIn(facts)].join(''),
    next: '依頼の内容を変えるか、サーバー管理者に相談してください。',
  },
  rule_changed: {
    what: (facts) => [ruleErrors.changed, ...ruleIn(facts)].join(''),
    next: '依頼の内容を変えるか、サーバー管理者に相談してください。',
  },
  day_used_up: {
    what: (facts) => dayUsedUp(facts),
    next: ({ left, at, whose }) => {
      const rather =
        Number(left) > 0 || whose === 'outside'
          ? '枚数や量を減らして'
          : 'サーバー管理者に増やしてもらって';
      const again = at === undefined ? '' : `または、${fact.time(at)}にもう一度試してください。`;
      return `${rather}ください。${again}`;
    },
  },
  draining: {
    what: 'まもなく再起動するため、新しい依頼は受け付けていません。',
    next: '受け付け済みの依頼は最後まで処理します。数分後にもう一度試してください。',
  },
  kept_out: {
    what: 'ボットの運営者にブロックされています。',
    next: '/privacy、/jobs、進行中のジョブの*キャンセル*は使えます。',
  },
  server_kept_out: {
    what: 'このサーバーはボットの運営者にブロックされています。',
    next: '/privacy、/jobs、進行中のジョブの*キャンセル*は使えます。',
  },
  not_for_this_server: {
    what: ({ owner }) =>
      `${owner === undefined ? '運営者' : `**${fact.text(owner)}**`}はこのボットを別のサーバー用に動かしています。`,
    next: 'このサーバーを許可してもらうか、ボットをサーバーから外してください。',
  },
  adult_workflow: {
    what: 'このコマンドは年齢制限チャンネルでのみ使えます。',
    next: '年齢制限チャンネルで使ってください。',
  },
  preset_unknown: {
    what: '自分にもこのサーバーにも、その名前のプリセットはありません。',
    next: '`/preset list`を見てください。',
  },
  preset_of_another: {
    what: 'そのプリセットは別のコマンド用です。',
    next: 'そのコマンドで使うか、プリセットを外してください。',
  },
  preset_unfit: {
    what: (facts) =>
      `そのプリセットはこのコマンドに合いません。\`${fact.text(facts.option)}\`${problemIn(facts)}。`,
    next: 'プリセットを外すか、`/preset save`で保存し直してください。',
  },
  presets_full: {
    what: ({ count }) => `プリセットの上限（${fact.number(count)}件）に達しました。`,
    next: '`/preset delete`でどれかを削除してください。',
  },
  workflow_changed: {
    what: 'このコマンドは変更され、この依頼のオプションを使えなくなりました。',
    next: '今のオプションでもう一度実行してください。',
  },
  workflow_gone: {
    what: 'この依頼のコマンドはもうありません。',
    next: '別のコマンドを試してください。',
  },
  faces_off: {
    what: 'このボットは人物が写っている可能性のある画像を受け付けていません。',
    next: '画像を外すか、運営者に聞いてください。',
  },
  ordinary_channels_off: {
    what: 'このボットは年齢制限チャンネルでのみ画像を作ります。',
    next: '年齢制限チャンネルで使うか、全年齢向けのcheckpointを運営者に頼んでください。',
  },
  permissions_missing: {
    what: ({ permissions }) =>
      `このチャンネルに画像を投稿できません。足りない権限：${fact.list(permissions, (code) => `**${fact.code(code, permissionNames)}**`)}。`,
    next: 'サーバーの管理者に許可を頼んでください。',
  },
  key_refused: {
    what: 'GPUサービスがボットのキーを拒否しました。',
    next: '運営者向けに記録しました。あとでもう一度試してください。',
  },
  endpoint_unknown: {
    what: 'GPUサービスがボットのエンドポイントを認識しません。',
    next: '運営者向けに記録しました。あとでもう一度試してください。',
  },
  request_refused: {
    what: 'GPUサービスがこの依頼を拒否しました。',
    next: '運営者向けに記録しました。別の設定ならうまくいくかもしれません。',
  },
  storage_failed: {
    what: '画像はできましたが、保存できませんでした。',
    next: '運営者向けに記録しました。あとでもう一度試してください。',
  },
  storage_unwell: {
    what: '今は画像を保存できないため、依頼を受け付けていません。',
    next: '運営者に通知済みです。数分後にもう一度試してください。',
  },
  log_unwritable: {
    what: '今はデータベースを使えないため、実行しませんでした。',
    next: '運営者向けに記録しました。数分後にもう一度試してください。',
  },
  outcome_unknown: {
    what: '保存中にデータベースとの接続が切れ、保存できたかまだ分かりません。',
    next: '保存できていれば自動で続きます。数分待っても何も表示されなければ、もう一度試してください。',
  },
  other_version: {
    what: 'この依頼はボットの別のバージョンのものです。',
    next: 'もう一度コマンドを実行してください。',
  },
  unexpected: {
    what: 'ボット側で問題が起きました。',
    next: '運営者向けに記録しました。もう一度試してください。',
  },
  discord_refuses: {
    what: 'Discordへの呼び出しが拒否され続けたため、一部を休止しています。',
    next: '10分後にもう一度試してください。',
  },
  discord_busy: {
    what: 'Discordが今は受け付けていません。',
    next: '数分後にもう一度試してください。',
  },
  photo_unreachable: {
    what: 'その画像をDiscordからダウンロードできませんでした。',
    next: '1分後にもう一度試してください。',
  },
  service_busy: {
    what: 'GPUサービスが混み合っていて、このジョブを受け付けられませんでした。',
    next: '数分後にもう一度試してください。',
  },
  service_unreachable: {
    what: 'GPUサービスに接続できません。',
    next: '数分後にもう一度試してください。',
  },
  submission_lost: {
    what: 'GPUサービスの応答が失われたため、課金された可能性があります。',
    next: '数分後にもう一度試してください。',
  },
  result_lost: {
    what: 'GPUサービスにこのジョブがもうないため、画像は失われました。',
    next: 'もう一度試してください。',
  },
  result_unreadable: {
    what: 'GPUサービスの応答を読み取れなかったため、画像は失われました。',
    next: '運営者向けに記録しました。もっと小さい画像ならうまくいくかもしれません。',
  },
  no_gpu_in_time: {
    what: ({ minutes }) => `${fact.number(minutes)}分以内にGPUがこのジョブを引き受けませんでした。`,
    next: '空いているときにもう一度試してください。だめなら運営者に伝えてください。',
  },
  no_turn_in_time: {
    what: ({ minutes }) =>
      `待ち行列が長く、${fact.number(minutes)}分以内にこの画像の順番が来ませんでした。`,
    next: '空いているときにもう一度試してください。',
  },
  gpu_time_spent: {
    what: 'このボットの今日のGPU時間を使い切りました。',
    next: ({ at }) => `${fact.time(at)}にもう一度試してください。`,
  },
  server_gpu_time_spent: {
    what: 'このサーバーの今日のGPU時間を使い切りました。',
    next: ({ at }) => `${fact.time(at)}にもう一度試してください。`,
  },
  server_gpu_time_promised: {
    what: 'このサーバーの今日の残りのGPU時間は、作成中の画像に必要です。',
    next: 'いくつか終わってから、もう一度試してください。',
  },
  money_spent: {
    what: 'この種類の画像に使える今日の予算を使い切りました。',
    next: ({ at }) => `${fact.time(at)}にもう一度試してください。`,
  },
  money_promised: {
    what: 'この種類の画像に使える今日の残りの予算は、作成中の画像に必要です。',
    next: 'いくつか終わってから、もう一度試してください。',
  },
  took_too_long: {
    what: ({ minutes }) =>
      `画像が${fact.number(minutes)}分以内にできなかったため、ジョブを止めました。`,
    next: 'できればステップ数を減らして、もう一度試してください。',
  },
  service_gave_up: {
    what: 'GPUサービスがこのジョブをあきらめました（時間内に引き受けるワーカーがないか、ワーカーが消えました）。',
    next: 'もう一度試してください。',
  },
  pictures_elsewhere: {
    what: 'ワーカーが画像を、読み取れないストレージに保存しました。',
    next: '運営者向けに記録しました。運営者の対応が必要です。',
  },
  pictures_unreachable: {
    what: '画像はできましたが、保存先のストレージに接続できません。',
    next: 'もう一度試してください。',
  },
  no_face: {
    what: 'その写真から顔が見つかりませんでした。',
    next: '正面から明るく撮った、顔が1つだけの写真を送ってください。',
  },
  model_missing: {
    what: 'GPUワーカーにモデルファイルがありません。',
    next: '運営者向けに記録しました。運営者の対応が必要です。',
  },
  graph_refused: {
    what: 'GPUワーカーのComfyUIがこの依頼を拒否しました。',
    next: '運営者向けに記録しました。別の設定ならうまくいくかもしれません。',
  },
  out_of_memory: {
    what: 'GPUのメモリが足りませんでした。',
    next: 'もう一度試すか、もっと小さい画像にしてください。',
  },
  no_pictures: {
    what: 'ワーカーが画像なしで終了しました。',
    next: 'もう一度試してください。繰り返す場合は運営者に伝えてください。',
  },
  answer_too_large: {
    what: '結果が届きませんでした。GPUサービスには大きすぎたのかもしれません。',
    next: '枚数を減らすか、小さい画像にしてください。繰り返す場合は運営者に伝えてください。',
  },
  result_too_many_pixels: {
    what: '結果が一辺16,384ピクセルか100メガピクセルを超えています。',
    next: 'サイズか倍率を小さくしてください。',
  },
  worker_timed_out: {
    what: '画像の作成がワーカーの制限時間を超えました。',
    next: 'ステップ数を減らして、もう一度試してください。',
  },
  worker_died: {
    what: 'この画像の途中でGPUがクラッシュしました。',
    next: 'もう一度試してください。',
  },
  worker_disk: {
    what: 'GPUワーカーが画像を保存できませんでした（ディスクがいっぱいか故障しています）。',
    next: 'もう一度試すと別のワーカーになるかもしれません。繰り返す場合は運営者に伝えてください。',
  },
  node_failed: {
    what: 'GPUワーカーで、この画像の工程の1つが失敗しました。',
    next: '運営者向けに記録しました。別の設定ならうまくいくかもしれません。',
  },
  worker_unknown: {
    what: 'GPUワーカーから不明なエラーが届きました。',
    next: '運営者向けに記録しました。もう一度試してください。',
  },
};
