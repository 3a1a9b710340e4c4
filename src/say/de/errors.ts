import type { Fact, Facts } from '../facts.ts';
import type { Catalogue } from '../say.ts';
import { optionNames } from './commands.ts';
import { permissionNames, problems, states } from './fact-words.ts';
import { fact } from './formats.ts';
import { ruleErrors, rules } from './rules.ts';

const MINUTES = { one: 'Minute', other: 'Minuten' };
const PICTURES = { one: 'Bild', other: 'Bilder' };
const REQUESTS = { one: 'Anfrage', other: 'Anfragen' };
const PRESETS = { one: 'Preset', other: 'Presets' };

/** Earlier versions stored the words themselves. */
function problemIn(facts: Facts): string {
  const problem = fact.text(facts.problem);
  const known = Object.entries(problems).find(([code]) => code === problem);
  return known ? known[1](facts) : problem;
}

/** `Dieser Server: höchstens 4 Bilder pro Anfrage.` Nothing for a limit that this version does not know. */
function ruleIn({ limit, whose, role, value }: Facts): readonly string[] {
  const words = { server: rules.thisServer, everyone: '@everyone', member: ruleErrors.you };
  const who = role === undefined ? fact.code(whose, words) : `<@&${fact.text(role)}>`;
  const [, allows] = Object.entries(rules.allows).find(([name]) => name === limit) ?? [];
  const said = (allows as ((value: unknown) => string) | undefined)?.(ruledValue(limit, value));
  return said === undefined ? [] : [`${rules.sentence(who, said)}.`];
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
  return pictures(whose, fact.amount(most, PICTURES), fact.number(left));
}

const LOGGED = 'Der Betreiber findet das im Log.';

export const errors: Catalogue['errors'] = {
  bad_option: {
    what: (facts) => `\`${fact.code(facts.option, optionNames)}\` ${problemIn(facts)}.`,
    next: 'Ändere es und gib den Befehl noch mal ein.',
  },
  not_a_picture: {
    what: 'Die Datei ist kein Bild, das ich lesen kann.',
    next: 'Schick ein JPEG, PNG oder WebP bis 10 MiB.',
  },
  no_picture_there: {
    what: 'In der Nachricht ist kein Bild, das ich verwenden kann.',
    next: 'Nimm eine, an der ein JPEG, PNG oder WebP hängt.',
  },
  no_settings: {
    what: 'In der Datei dieses Bilds stecken keine Einstellungen.',
    next: 'PNGs aus ComfyUI und der Web-UI von AUTOMATIC1111 haben sie, wenn keine App sie entfernt hat.',
  },
  made_here: {
    what: 'Das Bild ist von mir.',
    next: 'Mach mit den Buttons darunter weiter: *Als Startbild* findest du unter *Mehr*.',
  },
  nobody_to_ask: {
    what: 'Das hat ein Bot oder Webhook gepostet, da kann ich niemanden fragen.',
    next: 'Wenn du das Bild verwenden darfst, häng es an einen Befehl an.',
  },
  asked_before: {
    what: 'Nach diesem Bild hast du schon gefragt, und die Antwort war Nein.',
    next: 'Nimm ein anderes Bild.',
  },
  asked_lately: {
    what: 'Wer das Bild gepostet hat, wurde erst vor Kurzem gefragt, und jede Frage ist ein Ping.',
    next: ({ at }) => `Du kannst ${fact.time(at)} fragen.`,
  },
  not_askable: {
    what: 'Wer das Bild gepostet hat, möchte nicht gefragt werden.',
    next: 'Nimm ein anderes Bild.',
  },
  open_from_menu: {
    what: 'Die Nachricht ist zu alt: Darin steht nicht, wem das Bild gehört.',
    next: 'Öffne das Menü der Nachricht mit dem Bild und wähl den Befehl noch mal.',
  },
  poster_blocked: {
    what: 'Wer das Bild gepostet hat, ist hier gesperrt, deshalb kann ich nicht fragen.',
    next: 'Nimm ein anderes Bild.',
  },
  poster_silent: {
    what: 'Wer das Bild gepostet hat, hat innerhalb einer Stunde nicht zugestimmt.',
    next: 'Sprecht euch erst ab und versuch es dann noch mal.',
  },
  picture_too_large: {
    what: 'Das Bild ist größer als 10 MiB.',
    next: 'Schick ein kleineres JPEG, PNG oder WebP.',
  },
  picture_too_many_pixels: {
    what: 'Das Bild hat mehr als 24 Millionen Pixel.',
    next: 'Mach es kleiner und schick es noch mal.',
  },
  picture_too_small: {
    what: 'Nach dem Skalieren ist das Bild weniger als 16 Pixel breit oder hoch.',
    next: 'Schick ein größeres oder weniger schmales.',
  },
  picture_moves: {
    what: 'Die Datei ist animiert oder enthält mehrere Bilder.',
    next: 'Schick ein JPEG, PNG oder WebP, das sich nicht bewegt.',
  },
  pictures_too_large: {
    what: 'Zusammen sind diese Bilder größer als die 7 MB, die der GPU-Dienst annimmt.',
    next: 'Schick kleinere, und ohne Transparenz, wenn du sie nicht brauchst.',
  },
  photo_gone: {
    what: 'Discord hat das Bild nicht mehr.',
    next: 'Häng es noch mal an und gib den Befehl noch mal ein.',
  },
  photo_needed_again: {
    what: 'Bilder, die du schickst, behalte ich nicht. Deshalb brauche ich sie noch mal.',
    next: 'Gib den Befehl mit demselben Prompt noch mal ein und häng alle Bilder wieder an.',
  },
  not_your_photo: {
    what: ({ who }) =>
      `Das ist aus einem Foto entstanden, deshalb kann nur ${fact.person(who)} damit weitermachen.`,
    next: 'Nimm ein anderes Bild oder häng ein eigenes an den Befehl an.',
  },
  not_your_picture: {
    what: ({ who }) => `Löschen kann das nur ${fact.person(who)} oder die Moderation.`,
    next: 'Frag nach oder melde das Bild.',
  },
  original_too_large: {
    what: 'Das Original ist hier zu groß für Discord.',
    next: 'Speicher die kleinere Version aus der Nachricht.',
  },
  original_gone: {
    what: 'Das Original ist nicht mehr gespeichert.',
    next: 'Aus der Nachricht kannst du das Bild noch speichern.',
  },
  messages_off: {
    what: 'Ich kann dir keine Direktnachricht schicken.',
    next: 'Lass Direktnachrichten von Mitgliedern dieses Servers zu und drück noch mal.',
  },
  private_person: {
    what: 'Bilder, auf denen jemand zu sehen sein kann, können nicht privat sein.',
    next: 'Schalte `private` aus, als Option oder in `/settings`.',
  },
  private_age_restricted: {
    what: 'Das Bild stammt aus einem Kanal mit Altersbeschränkung, deshalb kannst du es nicht privat verwenden.',
    next: 'Schalte `private` aus, als Option oder in `/settings`.',
  },
  source_withheld: {
    what: 'Das Bild wurde ausgeblendet oder entfernt, deshalb kannst du es nicht verwenden.',
    next: 'Nimm ein anderes Bild.',
  },
  consent_withdrawn: {
    what: 'Eine Person auf dem Ausgangsbild hat ihre Einwilligung widerrufen, deshalb kannst du es nicht verwenden.',
    next: 'Nimm ein anderes Bild.',
  },
  source_age_restricted: {
    what: 'Das Bild stammt aus einem Kanal mit Altersbeschränkung, deshalb kannst du es nur in solchen Kanälen verwenden.',
    next: 'Verwende es in einem Kanal mit Altersbeschränkung.',
  },
  source_gone: {
    what: 'Das Bild gibt es nicht mehr, weder bei mir noch in seiner Nachricht.',
    next: 'Erstell es mit demselben Seed neu und mach damit weiter.',
  },
  photo_refused: {
    what: 'Ich nehme nur Bilder an, die bei Discord hochgeladen sind.',
    next: 'Häng das Bild an den Befehl an.',
  },
  too_many_actions: {
    what: 'Nicht so schnell.',
    next: ({ at }) => `Versuch es ${fact.time(at)} noch mal.`,
  },
  export_too_soon: {
    what: 'Du hast deine Daten in der letzten Stunde schon exportiert.',
    next: ({ at }) => `Es geht ${fact.time(at)} wieder.`,
  },
  export_under_way: {
    what: 'Dein Export ist schon in Arbeit.',
    next: 'Sobald er fertig ist, schicke ich ihn dir.',
  },
  not_your_job: {
    what: ({ who }) => `Abbrechen kann das nur ${fact.person(who)} oder die Moderation.`,
    next: 'Frag nach.',
  },
  not_your_request: {
    what: ({ who }) => `Das kann nur ${fact.person(who)}.`,
    next: 'Gib den Befehl selbst ein, um dein eigenes Bild zu erstellen.',
  },
  already_over: {
    what: ({ state }) => `Zu spät: Dieser Job ist schon ${fact.code(state, states)}.`,
    next: 'Wie er ausging, steht in seiner Nachricht.',
  },
  already_confirmed: {
    what: 'Das hast du schon bestätigt.',
    next: 'Wie weit es ist, siehst du in der Nachricht in diesem Kanal.',
  },
  already_tried_again: {
    what: 'Dafür gibt es schon einen neuen Versuch.',
    next: ({ link, job }) =>
      `Siehe ${link === undefined ? `Job ${fact.text(job)}` : fact.text(link)}.`,
  },
  not_failed: {
    what: 'Noch mal versuchen kannst du nur, was fehlgeschlagen ist.',
    next: 'Wenn du noch ein Bild willst, gib den Befehl noch mal ein.',
  },
  consent_lapsed: {
    what: 'Die Frage war nur zehn Minuten offen.',
    next: 'Gib den Befehl noch mal ein und bestätige rechtzeitig.',
  },
  prompt_minor: {
    what: 'Dieses Bild kann ich nicht erstellen.',
    next: 'Versuch es mit einem anderen Prompt.',
  },
  prompt_face: {
    what: ({ term }) =>
      `Von echten Personen erstelle ich keine sexuellen oder freizügigen Bilder und keine Nacktbilder, und ich setze auch kein Gesicht auf einen fremden Körper. Dein Prompt verlangt das („${fact.text(term)}“).`,
    next: 'Ändere den Prompt oder lass das Bild weg.',
  },
  prompt_explicit: {
    what: ({ term }) =>
      `Explizite Bilder sind in diesem Kanal nicht erlaubt, und dein Prompt verlangt eins („${fact.text(term)}“).`,
    next: 'Ändere den Prompt oder nimm einen Kanal mit Altersbeschränkung.',
  },
  prompt_unreadable: {
    what: 'Diesen Prompt kann ich nicht lesen: Er mischt zu viele Sonderzeichen und Schreibweisen.',
    next: 'Schreib ihn einfacher, mit weniger Sonderzeichen.',
  },
  paused: {
    what: 'Du kannst gerade keine Bilder erstellen.',
    next: ({ at }) =>
      `Du kannst ${fact.time(at)} wieder Bilder erstellen. Wenn du das für einen Fehler hältst, frag den Betreiber dieses Bots.`,
  },
  not_paused: {
    what: 'Du kannst wieder Bilder erstellen.',
    next: 'Die Pause ist schon vorbei.',
  },
  already_appealed: {
    what: 'Du hast den Betreiber dieses Bots schon gefragt.',
    next: 'Warte auf die Antwort oder auf das Ende der Pause.',
  },
  no_appeals: {
    what: 'Von hier aus ist der Betreiber dieses Bots nicht zu erreichen.',
    next: 'Frag ihn direkt oder versuch es später noch mal.',
  },
  blocked: {
    what: 'Die Moderation dieses Servers hat dich gesperrt: Du kannst hier keine Bilder erstellen oder melden.',
    next: 'Wende dich an sie.',
  },
  moderators_only: {
    what: 'Das kann nur, wer diesen Server verwaltet oder seine Moderationsrolle hat.',
    next: 'Frag jemanden, der das darf.',
  },
  server_managers_only: {
    what: 'Das kann nur die Serververwaltung.',
    next: 'Wende dich an sie.',
  },
  operators_only: {
    what: 'Das kann nur der Betreiber dieses Bots.',
    next: 'Das ist die Person, der die App bei Discord gehört, oder jemand aus ihrem Team.',
  },
  command_forbidden: {
    what: ({ command }) =>
      `Dieser Server lässt dich \`${fact.text(command)}\` hier nicht verwenden.`,
    next: 'Probier einen anderen Kanal oder frag die Serververwaltung: Sie legt das unter Servereinstellungen > Integrationen fest.',
  },
  already_reported: {
    what: 'Dieses Bild hast du schon gemeldet.',
    next: 'Eine Meldung reicht.',
  },
  too_many_reports: {
    what: ({ count }) =>
      `Du hast das Limit für Meldungen pro Stunde erreicht (${fact.number(count)}).`,
    next: ({ at }) =>
      `Du kannst ${fact.time(at)} wieder etwas melden. Wenn es nicht warten kann, wende dich an die Moderation.`,
  },
  not_reportable: {
    what: 'In der Nachricht ist kein Bild von mir.',
    next: 'Nimm eine, in der eins zu sehen ist.',
  },
  already_decided: {
    what: 'Darüber wurde schon entschieden.',
    next: 'Wie, steht in der Nachricht.',
  },
  own_picture: {
    what: 'Das ist dein eigenes Bild.',
    next: 'Überlass es jemand anderem aus der Moderation oder entferne es.',
  },
  picture_not_here: {
    what: 'Das Bild ist nicht mehr gespeichert.',
    next: 'Vielleicht ist es in seiner Nachricht noch zu sehen.',
  },
  unknown_person: {
    what: 'Ich weiß nicht mehr, wer das war.',
    next: 'Wenn du den Namen kennst, nimm /moderation block.',
  },
  not_yours: {
    what: 'Den Befehl hat jemand anders eingegeben.',
    next: 'Gib ihn selbst ein.',
  },
  unknown_job: {
    what: 'Diesen Job habe ich nicht mehr.',
    next: 'Gib den Befehl noch mal ein, um ein neues Bild zu erstellen.',
  },
  no_such_job: {
    what: 'Dazu passt kein Job, oder du darfst ihn nicht sehen.',
    next: 'Wähl beim Tippen einen der Vorschläge.',
  },
  servers_only: {
    what: 'Ich arbeite nur auf Servern.',
    next: 'Benutz mich in einem Serverkanal.',
  },
  outside_person: {
    what: 'Bilder, auf denen jemand zu sehen sein kann, erstelle ich nur auf Servern, die mich hinzugefügt haben.',
    next: 'Benutz mich auf einem davon.',
  },
  outside_without_dm: {
    what: 'Dauert das länger als 13 Minuten, muss ich es dir als Direktnachricht schicken, aber Discord lässt mich mit dir keine öffnen.',
    next: 'Versuch es in ein paar Minuten noch mal oder benutz mich auf einem Server, der mich hinzugefügt hat.',
  },
  unknown_action: {
    what: 'Den Befehl oder Button kenne ich nicht.',
    next: 'Lade Discord neu und versuch es noch mal.',
  },
  too_many_waiting: {
    what: ({ count }) => `Du hast schon ${fact.amount(count, REQUESTS)} in der Warteschlange.`,
    next: 'Warte, bis eine davon startet, oder brich eine ab.',
  },
  too_many_an_hour: {
    what: ({ count }) =>
      `Du kannst ${fact.amount(count, PICTURES)} pro Stunde erstellen, und damit wären es mehr.`,
    next: ({ at }) => `Versuch es ${fact.time(at)} noch mal.`,
  },
  server_too_many_an_hour: {
    what: ({ count }) =>
      `Dieser Server kann ${fact.amount(count, PICTURES)} pro Stunde erstellen, und damit wären es mehr.`,
    next: ({ at }) => `Versuch es ${fact.time(at)} noch mal.`,
  },
  rule_forbids: {
    what: (facts) => [ruleErrors.notAllowed, ...ruleIn(facts)].join(' '),
    next: 'Ändere deine Anfrage oder sprich mit der Serververwaltung.',
  },
  day_used_up: {
    what: (facts) => dayUsedUp(facts),
    next: ({ left, at, whose }) => {
      const rather =
        Number(left) > 0 || whose === 'outside'
          ? 'Frag weniger an'
          : 'Bitte die Serververwaltung um mehr';
      return at === undefined
        ? `${rather}.`
        : `${rather} oder versuch es ${fact.time(at)} noch mal.`;
    },
  },
  server_paused: {
    what: 'Die Serververwaltung hat Bilder gerade pausiert.',
    next: 'Versuch es noch mal, wenn die Pause vorbei ist.',
  },
  rule_changed: {
    what: (facts) => [ruleErrors.changed, ...ruleIn(facts)].join(' '),
    next: 'Ändere deine Anfrage oder sprich mit der Serververwaltung.',
  },
  draining: {
    what: 'Ich werde gleich neu gestartet und nehme deshalb nichts Neues an.',
    next: 'Was du schon angefragt hast, wird noch fertig. Versuch es in ein paar Minuten noch mal.',
  },
  kept_out: {
    what: 'Der Betreiber dieses Bots hat dich gesperrt.',
    next: 'Du kannst weiterhin /privacy, /jobs und *Abbrechen* bei laufenden Jobs nutzen.',
  },
  server_kept_out: {
    what: 'Der Betreiber dieses Bots hat diesen Server gesperrt.',
    next: 'Du kannst weiterhin /privacy, /jobs und *Abbrechen* bei laufenden Jobs nutzen.',
  },
  not_for_this_server: {
    what: ({ owner }) =>
      `${owner === undefined ? 'Mein Betreiber' : `**${fact.text(owner)}**`} betreibt mich nur für andere Server.`,
    next: 'Bitte darum, diesen Server freizugeben, oder entfern mich von hier.',
  },
  adult_workflow: {
    what: 'Dieser Befehl geht nur in Kanälen mit Altersbeschränkung.',
    next: 'Gib ihn dort ein.',
  },
  preset_unknown: {
    what: 'Ein Preset mit diesem Namen hast weder du noch dieser Server.',
    next: 'Schau in `/preset list`.',
  },
  preset_of_another: {
    what: 'Das Preset ist für einen anderen Befehl.',
    next: 'Nimm es dort oder lass es weg.',
  },
  preset_unfit: {
    what: (facts) =>
      `Das Preset passt nicht zu diesem Befehl: \`${fact.code(facts.option, optionNames)}\` ${problemIn(facts)}.`,
    next: 'Lass es weg oder speicher es mit `/preset save` neu.',
  },
  presets_full: {
    what: ({ count }) => `Du hast das Limit von ${fact.amount(count, PRESETS)} erreicht.`,
    next: 'Lösch eins mit `/preset delete`.',
  },
  workflow_changed: {
    what: 'Dieser Befehl hat sich geändert und kennt die Optionen dieser Anfrage nicht mehr.',
    next: 'Gib ihn mit seinen aktuellen Optionen noch mal ein.',
  },
  workflow_gone: {
    what: 'Den Befehl hinter dieser Anfrage gibt es nicht mehr.',
    next: 'Probier einen der anderen Befehle.',
  },
  faces_off: {
    what: 'Dieser Bot nimmt keine Bilder an, auf denen jemand zu sehen sein kann.',
    next: 'Lass das Bild weg oder frag den Betreiber.',
  },
  ordinary_channels_off: {
    what: 'Dieser Bot erstellt Bilder nur in Kanälen mit Altersbeschränkung.',
    next: 'Nimm so einen oder bitte den Betreiber um ein jugendfreies Modell.',
  },
  permissions_missing: {
    what: ({ permissions }) =>
      `In diesem Kanal kann ich keine Bilder posten. Mir fehlt: ${fact.list(permissions, (code) => `**${fact.code(code, permissionNames)}**`)}.`,
    next: 'Bitte einen Admin des Servers, es zu erlauben.',
  },
  key_refused: {
    what: 'Der GPU-Dienst nimmt den Schlüssel des Bots nicht an.',
    next: `${LOGGED} Versuch es später noch mal.`,
  },
  endpoint_unknown: {
    what: 'Der GPU-Dienst kennt den Endpoint des Bots nicht.',
    next: `${LOGGED} Versuch es später noch mal.`,
  },
  request_refused: {
    what: 'Der GPU-Dienst hat diese Anfrage abgelehnt.',
    next: `${LOGGED} Vielleicht klappt es mit anderen Einstellungen.`,
  },
  storage_failed: {
    what: 'Das Bild ist entstanden, ließ sich aber nicht speichern.',
    next: `${LOGGED} Versuch es später noch mal.`,
  },
  storage_unwell: {
    what: 'Ich kann gerade keine Bilder speichern und nehme deshalb nichts an.',
    next: 'Der Betreiber weiß Bescheid. Versuch es in ein paar Minuten noch mal.',
  },
  log_unwritable: {
    what: 'Ich komme gerade nicht an meine Datenbank, deshalb ist nichts passiert.',
    next: `${LOGGED} Versuch es in ein paar Minuten noch mal.`,
  },
  outcome_unknown: {
    what: 'Beim Speichern ist mir die Datenbank weggebrochen. Ob es geklappt hat, weiß ich noch nicht.',
    next: 'Wenn ja, geht es von selbst weiter. Siehst du in ein paar Minuten nichts, versuch es noch mal.',
  },
  other_version: {
    what: 'Diese Anfrage stammt aus einer anderen Version des Bots.',
    next: 'Gib den Befehl noch mal ein.',
  },
  unexpected: {
    what: 'Bei mir ist etwas schiefgegangen.',
    next: `${LOGGED} Versuch es noch mal.`,
  },
  discord_refuses: {
    what: 'Discord hat zu viele meiner Aufrufe abgelehnt, deshalb pausiere ich einen Teil davon.',
    next: 'Versuch es in zehn Minuten noch mal.',
  },
  discord_busy: {
    what: 'Discord nimmt das gerade nicht an.',
    next: 'Versuch es in ein paar Minuten noch mal.',
  },
  photo_unreachable: {
    what: 'Ich konnte das Bild nicht von Discord herunterladen.',
    next: 'Versuch es in einer Minute noch mal.',
  },
  service_busy: {
    what: 'Der GPU-Dienst war zu ausgelastet für diesen Job.',
    next: 'Versuch es in ein paar Minuten noch mal.',
  },
  service_unreachable: {
    what: 'Ich erreiche den GPU-Dienst nicht.',
    next: 'Versuch es in ein paar Minuten noch mal.',
  },
  submission_lost: {
    what: 'Die Antworten des GPU-Dienstes sind verloren gegangen. Vielleicht hat er das trotzdem abgerechnet.',
    next: 'Versuch es in ein paar Minuten noch mal.',
  },
  result_lost: {
    what: 'Der GPU-Dienst hat diesen Job nicht mehr, das Bild ist verloren.',
    next: 'Versuch es noch mal.',
  },
  result_unreadable: {
    what: 'Ich konnte die Antwort des GPU-Dienstes nicht lesen, das Bild ist verloren.',
    next: `${LOGGED} Vielleicht klappt es mit einem kleineren Bild.`,
  },
  no_gpu_in_time: {
    what: ({ minutes }) =>
      `Keine GPU hat diesen Job innerhalb von ${fact.amount(minutes, MINUTES)} angenommen.`,
    next: 'Versuch es, wenn weniger los ist. Hilft das nicht, sag dem Betreiber Bescheid.',
  },
  no_turn_in_time: {
    what: ({ minutes }) =>
      `Die Warteschlange war zu lang: Auch nach ${fact.amount(minutes, MINUTES)} war dieses Bild nicht dran.`,
    next: 'Versuch es, wenn weniger los ist.',
  },
  gpu_time_spent: {
    what: 'Dieser Bot hat seine GPU-Zeit für heute aufgebraucht.',
    next: ({ at }) => `Versuch es ${fact.time(at)} noch mal.`,
  },
  server_gpu_time_spent: {
    what: 'Dieser Server hat seine GPU-Zeit für heute aufgebraucht.',
    next: ({ at }) => `Versuch es ${fact.time(at)} noch mal.`,
  },
  server_gpu_time_promised: {
    what: 'Die laufenden Bilder brauchen die restliche GPU-Zeit, die dieser Server heute hat.',
    next: 'Versuch es noch mal, wenn einige davon fertig sind.',
  },
  money_spent: {
    what: 'Dieser Bot hat sein Tagesbudget für solche Bilder aufgebraucht.',
    next: ({ at }) => `Versuch es ${fact.time(at)} noch mal.`,
  },
  money_promised: {
    what: 'Die laufenden Bilder brauchen den Rest des Tagesbudgets für solche Bilder.',
    next: 'Versuch es noch mal, wenn einige davon fertig sind.',
  },
  took_too_long: {
    what: ({ minutes }) =>
      `Auch nach ${fact.amount(minutes, MINUTES)} war das Bild nicht fertig, deshalb habe ich den Job gestoppt.`,
    next: 'Versuch es noch mal, möglichst mit weniger Steps.',
  },
  service_gave_up: {
    what: 'Der GPU-Dienst hat aufgegeben: Kein Worker hat den Job rechtzeitig angenommen, oder sein Worker ist verschwunden.',
    next: 'Versuch es noch mal.',
  },
  pictures_elsewhere: {
    what: 'Der Worker hat das Bild in einem Speicher abgelegt, den ich nicht lesen kann.',
    next: 'Der Betreiber findet das im Log und muss es beheben.',
  },
  pictures_unreachable: {
    what: 'Das Bild ist entstanden, aber den Speicher, in dem es liegt, erreiche ich nicht.',
    next: 'Versuch es noch mal.',
  },
  no_face: {
    what: 'Der Worker hat auf dem Foto kein Gesicht gefunden.',
    next: 'Schick eins mit einem einzigen Gesicht, von vorn und gut beleuchtet.',
  },
  model_missing: {
    what: 'Auf dem GPU-Worker fehlt eine Modelldatei.',
    next: 'Der Betreiber findet das im Log und muss es beheben.',
  },
  graph_refused: {
    what: 'ComfyUI auf dem GPU-Worker hat diese Anfrage abgelehnt.',
    next: `${LOGGED} Vielleicht klappt es mit anderen Einstellungen.`,
  },
  out_of_memory: {
    what: 'Der GPU ging der Speicher aus.',
    next: 'Versuch es noch mal oder mit einem kleineren Bild.',
  },
  no_pictures: {
    what: 'Der Worker ist ohne Bild fertig geworden.',
    next: 'Versuch es noch mal. Wenn das öfter passiert, sag dem Betreiber Bescheid.',
  },
  answer_too_large: {
    what: 'Das Ergebnis ist nie angekommen; vielleicht war es zu groß für den GPU-Dienst.',
    next: 'Probier weniger oder kleinere Bilder. Wenn das öfter passiert, sag dem Betreiber Bescheid.',
  },
  result_too_many_pixels: {
    what: 'Das Ergebnis hat mehr als 16.384 Pixel pro Seite oder mehr als 100 Megapixel.',
    next: 'Probier es kleiner oder mit einem kleineren Faktor.',
  },
  worker_timed_out: {
    what: 'Das Bild brauchte länger, als der Worker laufen darf.',
    next: 'Versuch es mit weniger Steps.',
  },
  worker_died: {
    what: 'Die GPU ist dabei abgestürzt.',
    next: 'Versuch es noch mal.',
  },
  worker_disk: {
    what: 'Der GPU-Worker konnte das Bild nicht speichern: Seine Festplatte ist voll oder defekt.',
    next: 'Versuch es noch mal, vielleicht bekommst du einen anderen Worker. Wenn das öfter passiert, sag dem Betreiber Bescheid.',
  },
  node_failed: {
    what: 'Auf dem GPU-Worker ist ein Schritt dieses Bilds fehlgeschlagen.',
    next: `${LOGGED} Vielleicht klappt es mit anderen Einstellungen.`,
  },
  worker_unknown: {
    what: 'Der GPU-Worker hat einen unbekannten Fehler gemeldet.',
    next: `${LOGGED} Versuch es noch mal.`,
  },
};
