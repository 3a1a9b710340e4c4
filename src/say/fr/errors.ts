import type { Fact, Facts } from '../facts.ts';
import type { Catalogue } from '../say.ts';
import { optionNames } from './commands.ts';
import { permissionNames, problems, states } from './fact-words.ts';
import { fact } from './formats.ts';
import { ruleErrors, rules } from './rules.ts';

const MINUTES = { one: 'minute', other: 'minutes' };
const PICTURES = { one: 'image', other: 'images' };
const REQUESTS = { one: 'demande', other: 'demandes' };
const REPORTS = { one: 'signalement', other: 'signalements' };
const PRESETS = { one: 'preset', other: 'presets' };

/** Earlier versions stored the words themselves. */
function problemIn(facts: Facts): string {
  const problem = fact.text(facts.problem);
  const known = Object.entries(problems).find(([code]) => code === problem);
  return known ? known[1](facts) : problem;
}

/** `Ce serveur : 4 images par demande au maximum.` Nothing for a limit that this version does not know. */
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

const LOGGED = 'Les responsables du bot le verront dans le journal.';
const OTHER_PICTURE = 'Choisis une autre image.';

export const errors: Catalogue['errors'] = {
  bad_option: {
    what: (facts) => `\`${fact.code(facts.option, optionNames)}\` ${problemIn(facts)}.`,
    next: 'Corrige ça et relance la commande.',
  },
  not_a_picture: {
    what: 'Ce fichier n’est pas une image que je sais lire.',
    next: 'Envoie un JPEG, PNG ou WebP de 10\u00a0Mio maximum.',
  },
  no_picture_there: {
    what: 'Ce message ne contient aucune image que je peux utiliser.',
    next: 'Choisis-en un avec un JPEG, PNG ou WebP en pièce jointe.',
  },
  no_settings: {
    what: 'Le fichier de cette image ne contient aucun réglage.',
    next: 'Les PNG de ComfyUI et de l’interface web d’AUTOMATIC1111 en contiennent, sauf si une application les a retirés.',
  },
  made_here: {
    what: 'Cette image, c’est moi qui l’ai créée.',
    next: 'Utilise les boutons en dessous\u00a0: *Image de départ* se trouve sous *Plus*.',
  },
  nobody_to_ask: {
    what: 'Ce message vient d’un bot ou d’un webhook, il n’y a donc personne à qui demander.',
    next: 'Si tu as le droit d’utiliser l’image, joins-la à une commande.',
  },
  asked_before: {
    what: 'Tu as déjà demandé à utiliser cette image, et la réponse était non.',
    next: OTHER_PICTURE,
  },
  asked_lately: {
    what: 'La personne qui a publié cette image a été sollicitée récemment, et chaque question la mentionne.',
    next: ({ at }) => `Tu pourras lui demander ${fact.time(at)}.`,
  },
  not_askable: {
    what: 'La personne qui a publié cette image n’accepte pas ces questions.',
    next: OTHER_PICTURE,
  },
  open_from_menu: {
    what: 'Ce message est trop ancien\u00a0: il n’indique pas à qui est l’image.',
    next: 'Ouvre le menu du message avec l’image et choisis de nouveau la commande.',
  },
  poster_blocked: {
    what: 'La personne qui a publié cette image est bloquée ici, je ne peux donc rien lui demander.',
    next: OTHER_PICTURE,
  },
  poster_silent: {
    what: 'La personne qui a publié cette image n’a pas donné son accord en une heure.',
    next: 'Parle-lui d’abord, puis réessaie.',
  },
  picture_too_large: {
    what: 'Cette image dépasse 10\u00a0Mio.',
    next: 'Envoie un JPEG, PNG ou WebP plus léger.',
  },
  picture_too_many_pixels: {
    what: 'Cette image dépasse 24 millions de pixels.',
    next: 'Réduis-la et renvoie-la.',
  },
  picture_too_small: {
    what: 'Une fois redimensionnée, cette image fait moins de 16 pixels de large ou de haut.',
    next: 'Envoies-en une plus grande ou moins étroite.',
  },
  picture_moves: {
    what: 'Ce fichier est animé ou contient plusieurs images.',
    next: 'Envoie un JPEG, PNG ou WebP fixe.',
  },
  pictures_too_large: {
    what: 'Ensemble, ces images dépassent les 7\u00a0Mo que le service GPU accepte.',
    next: 'Envoies-en de plus légères, sans transparence si tu n’en as pas besoin.',
  },
  photo_gone: {
    what: 'Discord n’a plus cette image.',
    next: 'Joins-la de nouveau et relance la commande.',
  },
  photo_needed_again: {
    what: 'Je ne garde pas les images que tu envoies, il me les faut donc de nouveau.',
    next: 'Relance la commande avec le même prompt, et joins de nouveau chaque image.',
  },
  not_your_photo: {
    what: ({ who }) =>
      `Cette image vient d’une photo\u00a0: la suite est réservée à ${fact.person(who)}.`,
    next: 'Utilise une autre image, ou joins la tienne à la commande.',
  },
  not_your_picture: {
    what: ({ who }) =>
      `Il n’y a que ${fact.person(who)} et la modération qui peuvent supprimer ça.`,
    next: 'Demande-leur, ou signale l’image.',
  },
  original_too_large: {
    what: 'L’original est trop lourd pour Discord ici.',
    next: 'Enregistre la version plus petite depuis son message.',
  },
  original_gone: {
    what: 'L’original n’est plus conservé.',
    next: 'Tu peux encore enregistrer l’image depuis son message.',
  },
  messages_off: {
    what: 'Je ne peux pas t’envoyer de message privé.',
    next: 'Autorise les messages privés des membres de ce serveur, puis appuie de nouveau.',
  },
  private_person: {
    what: 'Une image qui peut montrer une personne ne peut pas être privée.',
    next: 'Désactive `privé`, dans la commande ou dans `/settings`.',
  },
  private_age_restricted: {
    what: 'Cette image vient d’un salon soumis à une limite d’âge, elle ne peut donc pas servir en privé.',
    next: 'Désactive `privé`, dans la commande ou dans `/settings`.',
  },
  source_withheld: {
    what: 'Cette image a été masquée ou retirée, elle ne peut donc pas servir.',
    next: 'Utilise une autre image.',
  },
  consent_withdrawn: {
    what: 'Une personne visible sur l’image d’origine a retiré son accord\u00a0: cette image ne peut plus servir.',
    next: 'Utilise une autre image.',
  },
  source_age_restricted: {
    what: 'Cette image vient d’un salon soumis à une limite d’âge et ne peut servir que dans un tel salon.',
    next: 'Utilise-la dans un salon soumis à une limite d’âge.',
  },
  source_gone: {
    what: 'Cette image n’existe plus, ni chez moi ni dans son message.',
    next: 'Recrée-la avec le même seed et continue à partir de là.',
  },
  photo_refused: {
    what: 'Je n’accepte que les images importées sur Discord.',
    next: 'Joins l’image à la commande.',
  },
  too_many_actions: {
    what: 'Tu vas trop vite.',
    next: ({ at }) => `Réessaie ${fact.time(at)}.`,
  },
  export_too_soon: {
    what: 'Tu as déjà exporté tes données il y a moins d’une heure.',
    next: ({ at }) => `Tu pourras recommencer ${fact.time(at)}.`,
  },
  export_under_way: {
    what: 'Ton export est déjà en préparation.',
    next: 'Je te l’envoie dès qu’il est prêt.',
  },
  not_your_job: {
    what: ({ who }) => `Il n’y a que ${fact.person(who)} et la modération qui peuvent annuler ça.`,
    next: 'Demande-leur.',
  },
  not_your_request: {
    what: ({ who }) => `Il n’y a que ${fact.person(who)} qui peut faire ça.`,
    next: 'Lance la commande toi-même pour créer ta propre image.',
  },
  already_over: {
    what: ({ state }) => `Trop tard\u00a0: cette génération est déjà ${fact.code(state, states)}.`,
    next: 'Son message montre comment elle s’est terminée.',
  },
  already_confirmed: {
    what: 'Tu as déjà confirmé.',
    next: 'L’avancement est visible dans le message, dans ce salon.',
  },
  already_tried_again: {
    what: 'Une nouvelle tentative a déjà été lancée.',
    next: ({ link, job }) =>
      `Elle est ici\u00a0: ${link === undefined ? `génération ${fact.text(job)}` : fact.text(link)}.`,
  },
  not_failed: {
    what: 'Seules les générations échouées peuvent être retentées.',
    next: 'Relance la commande pour une autre image.',
  },
  consent_lapsed: {
    what: 'Cette question s’est fermée au bout de dix minutes.',
    next: 'Relance la commande et confirme à temps.',
  },
  prompt_minor: {
    what: 'Je ne peux pas créer cette image.',
    next: 'Essaie un autre prompt.',
  },
  prompt_face: {
    what: ({ term }) =>
      `Je ne crée pas d’images sexuelles, dénudées ou suggestives de personnes réelles, et je ne mets pas le visage de quelqu’un sur le corps de quelqu’un d’autre. C’est ce que demande ton prompt («\u00a0${fact.text(term)}\u00a0»).`,
    next: 'Change le prompt, ou enlève l’image.',
  },
  prompt_explicit: {
    what: ({ term }) =>
      `Les images explicites ne sont pas autorisées dans ce salon, et ton prompt en demande une («\u00a0${fact.text(term)}\u00a0»).`,
    next: 'Change le prompt, ou va dans un salon soumis à une limite d’âge.',
  },
  prompt_unreadable: {
    what: 'Je n’arrive pas à lire ce prompt\u00a0: il mélange trop de caractères spéciaux et de graphies.',
    next: 'Écris plus simplement, avec moins de caractères spéciaux.',
  },
  paused: {
    what: 'Tu ne peux pas créer d’images pour le moment.',
    next: ({ at }) =>
      `Tu pourras de nouveau en créer ${fact.time(at)}. Si tu penses que c’est une erreur, écris aux responsables de ce bot.`,
  },
  not_paused: {
    what: 'Tu peux de nouveau créer des images.',
    next: 'Il n’y a plus de pause à contester.',
  },
  already_appealed: {
    what: 'Tu as déjà écrit aux responsables de ce bot.',
    next: 'Attends leur réponse, ou la fin de la pause.',
  },
  no_appeals: {
    what: 'Les responsables de ce bot ne sont pas joignables d’ici.',
    next: 'Contacte-les directement, ou réessaie plus tard.',
  },
  blocked: {
    what: 'La modération de ce serveur t’a retiré le droit de créer et de signaler des images.',
    next: 'Adresse-toi à elle.',
  },
  moderators_only: {
    what: 'C’est réservé aux membres qui gèrent ce serveur ou qui ont son rôle de modération.',
    next: 'Demande-leur.',
  },
  server_managers_only: {
    what: 'C’est réservé aux membres qui gèrent ce serveur.',
    next: 'Demande-leur.',
  },
  operators_only: {
    what: 'C’est réservé aux responsables de ce bot.',
    next: 'Il s’agit du propriétaire de son application Discord, ou des membres de son équipe.',
  },
  already_reported: {
    what: 'Tu as déjà signalé cette image.',
    next: 'Un signalement suffit.',
  },
  too_many_reports: {
    what: ({ count }) => `Tu as atteint la limite de ${fact.amount(count, REPORTS)} par heure.`,
    next: ({ at }) =>
      `Tu pourras de nouveau signaler ${fact.time(at)}. Si ça ne peut pas attendre, contacte la modération.`,
  },
  not_reportable: {
    what: 'Ce message ne contient aucune de mes images.',
    next: 'Choisis-en un qui en contient une.',
  },
  already_decided: {
    what: 'La décision est déjà prise.',
    next: 'Elle est indiquée dans le message.',
  },
  own_picture: {
    what: 'C’est ta propre image.',
    next: 'Laisse quelqu’un d’autre de la modération s’en charger, ou retire-la.',
  },
  picture_not_here: {
    what: 'L’image n’est plus conservée.',
    next: 'Son message la montre peut-être encore.',
  },
  unknown_person: {
    what: 'Je ne sais plus qui c’était.',
    next: 'Si tu connais le nom, utilise /moderation block.',
  },
  not_yours: {
    what: 'Quelqu’un d’autre a lancé cette commande.',
    next: 'Lance-la toi-même.',
  },
  unknown_job: {
    what: 'Je n’ai plus cette génération.',
    next: 'Relance la commande pour une nouvelle image.',
  },
  no_such_job: {
    what: 'Aucune génération ne correspond, ou tu n’as pas le droit de la consulter.',
    next: 'Choisis l’une des suggestions pendant la saisie.',
  },
  servers_only: {
    what: 'Je ne fonctionne que sur des serveurs.',
    next: 'Utilise-moi dans un salon de serveur.',
  },
  outside_person: {
    what: 'Je ne crée des images qui peuvent montrer une personne que sur les serveurs qui m’ont ajouté.',
    next: 'Utilise-moi sur l’un d’eux.',
  },
  outside_without_dm: {
    what: 'Si ça prend plus de 13 minutes, je dois te l’envoyer en message privé, mais Discord ne me laisse pas en ouvrir avec toi.',
    next: 'Réessaie dans quelques minutes, ou utilise-moi sur un serveur qui m’a ajouté.',
  },
  unknown_action: {
    what: 'Je ne connais pas cette commande, ni ce bouton.',
    next: 'Recharge Discord et réessaie.',
  },
  too_many_waiting: {
    what: ({ count }) => `Tu as déjà ${fact.amount(count, REQUESTS)} en attente.`,
    next: 'Attends que l’une d’elles démarre, ou annules-en une.',
  },
  too_many_an_hour: {
    what: ({ count }) =>
      `Tu peux créer ${fact.amount(count, PICTURES)} par heure, et ça dépasserait.`,
    next: ({ at }) => `Réessaie ${fact.time(at)}.`,
  },
  server_too_many_an_hour: {
    what: ({ count }) =>
      `Ce serveur peut créer ${fact.amount(count, PICTURES)} par heure, et ça dépasserait.`,
    next: ({ at }) => `Réessaie ${fact.time(at)}.`,
  },
  command_forbidden: {
    what: ({ command }) => `Ce serveur ne te permet pas d’utiliser \`${fact.text(command)}\` ici.`,
    next: 'Essaie un autre salon, ou demande à un membre qui gère le serveur\u00a0: ça se règle dans Paramètres du serveur > Intégrations.',
  },
  server_paused: {
    what: 'Les gestionnaires de ce serveur ont mis les images en pause.',
    next: 'Réessaie à la reprise.',
  },
  rule_forbids: {
    what: (facts) => [ruleErrors.notAllowed, ...ruleIn(facts)].join(' '),
    next: 'Change ta demande, ou parles-en à un membre qui gère le serveur.',
  },
  rule_changed: {
    what: (facts) => [ruleErrors.changed, ...ruleIn(facts)].join(' '),
    next: 'Change ta demande, ou parles-en à un membre qui gère le serveur.',
  },
  day_used_up: {
    what: (facts) => dayUsedUp(facts),
    next: ({ left, at, whose }) => {
      const rather =
        Number(left) > 0 || whose === 'outside'
          ? 'Demande moins'
          : 'Demande-en plus à un membre qui gère le serveur';
      return at === undefined ? `${rather}.` : `${rather}, ou réessaie ${fact.time(at)}.`;
    },
  },
  draining: {
    what: 'Je vais bientôt redémarrer, donc je ne prends pas de nouvelles demandes.',
    next: 'Celles que tu as déjà faites iront jusqu’au bout. Réessaie dans quelques minutes.',
  },
  kept_out: {
    what: 'Les responsables de ce bot t’en ont retiré l’accès.',
    next: 'Tu peux encore utiliser /privacy, /jobs, et *Annuler* sur les générations en cours.',
  },
  server_kept_out: {
    what: 'Les responsables de ce bot ont bloqué ce serveur.',
    next: 'Tu peux encore utiliser /privacy, /jobs, et *Annuler* sur les générations en cours.',
  },
  not_for_this_server: {
    what: ({ owner }) =>
      owner === undefined
        ? 'Mes responsables me réservent à d’autres serveurs.'
        : `**${fact.text(owner)}** me réserve à d’autres serveurs.`,
    next: 'Demande un accès pour ce serveur, ou retire-moi d’ici.',
  },
  adult_workflow: {
    what: 'Cette commande ne fonctionne que dans les salons soumis à une limite d’âge.',
    next: 'Utilise-la dans l’un d’eux.',
  },
  preset_unknown: {
    what: 'Ni toi ni ce serveur n’avez de preset de ce nom.',
    next: 'Regarde dans `/preset list`.',
  },
  preset_of_another: {
    what: 'Ce preset est fait pour une autre commande.',
    next: 'Utilise-le avec elle, ou enlève-le.',
  },
  preset_unfit: {
    what: (facts) =>
      `Ce preset ne va pas avec cette commande\u00a0: \`${fact.code(facts.option, optionNames)}\` ${problemIn(facts)}.`,
    next: 'Enlève-le, ou enregistre-le de nouveau avec `/preset save`.',
  },
  presets_full: {
    what: ({ count }) => `Tu as atteint la limite de ${fact.amount(count, PRESETS)}.`,
    next: 'Supprimes-en un avec `/preset delete`.',
  },
  workflow_changed: {
    what: 'Cette commande a changé et n’accepte plus les options de cette demande.',
    next: 'Relance-la avec ses options actuelles.',
  },
  workflow_gone: {
    what: 'La commande de cette demande n’existe plus.',
    next: 'Essaie l’une des autres commandes.',
  },
  faces_off: {
    what: 'Ce bot n’accepte pas les images qui peuvent montrer une personne.',
    next: 'Enlève l’image, ou demande aux responsables du bot.',
  },
  ordinary_channels_off: {
    what: 'Ce bot ne crée des images que dans les salons soumis à une limite d’âge.',
    next: 'Utilise-le dans l’un d’eux, ou demande à ses responsables de choisir un modèle tout public.',
  },
  permissions_missing: {
    what: ({ permissions }) =>
      `Je ne peux pas publier d’images dans ce salon\u00a0: il me manque ${fact.list(permissions, (code) => `**${fact.code(code, permissionNames)}**`)}.`,
    next: 'Demande à l’administration du serveur de l’autoriser.',
  },
  key_refused: {
    what: 'Le service GPU a refusé la clé du bot.',
    next: `${LOGGED} Réessaie plus tard.`,
  },
  endpoint_unknown: {
    what: 'Le service GPU ne reconnaît pas l’endpoint du bot.',
    next: `${LOGGED} Réessaie plus tard.`,
  },
  request_refused: {
    what: 'Le service GPU a refusé cette demande.',
    next: `${LOGGED} D’autres réglages peuvent marcher.`,
  },
  storage_failed: {
    what: 'L’image a été créée, mais elle n’a pas pu être enregistrée.',
    next: `${LOGGED} Réessaie plus tard.`,
  },
  storage_unwell: {
    what: 'Je ne peux pas enregistrer d’images pour le moment, donc je ne prends pas de demandes.',
    next: 'J’ai prévenu les responsables du bot. Réessaie dans quelques minutes.',
  },
  log_unwritable: {
    what: 'Ma base de données est inaccessible pour le moment, donc je n’ai rien fait.',
    next: `${LOGGED} Réessaie dans quelques minutes.`,
  },
  outcome_unknown: {
    what: 'Ma base de données a lâché pendant l’enregistrement, donc je ne sais pas encore si ça a marché.',
    next: 'Si oui, ça continue tout seul. Si rien n’apparaît d’ici quelques minutes, réessaie.',
  },
  other_version: {
    what: 'Cette demande vient d’une autre version du bot.',
    next: 'Relance la commande.',
  },
  unexpected: {
    what: 'Quelque chose s’est mal passé de mon côté.',
    next: `${LOGGED} Réessaie.`,
  },
  discord_refuses: {
    what: 'Discord a refusé trop de mes appels, j’en suspends donc une partie.',
    next: 'Réessaie dans dix minutes.',
  },
  discord_busy: {
    what: 'Discord n’accepte pas ça pour le moment.',
    next: 'Réessaie dans quelques minutes.',
  },
  photo_unreachable: {
    what: 'Je n’ai pas réussi à télécharger cette image depuis Discord.',
    next: 'Réessaie dans une minute.',
  },
  service_busy: {
    what: 'Le service GPU était trop occupé pour prendre cette génération.',
    next: 'Réessaie dans quelques minutes.',
  },
  service_unreachable: {
    what: 'Je n’arrive pas à joindre le service GPU.',
    next: 'Réessaie dans quelques minutes.',
  },
  submission_lost: {
    what: 'Les réponses du service GPU se sont perdues, il a donc peut-être facturé cette tentative.',
    next: 'Réessaie dans quelques minutes.',
  },
  result_lost: {
    what: 'Le service GPU n’a plus cette génération, son image est donc perdue.',
    next: 'Réessaie.',
  },
  result_unreadable: {
    what: 'Je n’ai pas pu lire la réponse du service GPU, l’image est donc perdue.',
    next: `${LOGGED} Une image plus petite peut marcher.`,
  },
  no_gpu_in_time: {
    what: ({ minutes }) =>
      `Aucun GPU n’a pris cette génération en ${fact.amount(minutes, MINUTES)}.`,
    next: 'Réessaie quand ce sera plus calme. Si ça ne suffit pas, préviens les responsables du bot.',
  },
  no_turn_in_time: {
    what: ({ minutes }) =>
      `La file était trop longue\u00a0: le tour de cette image n’est pas venu en ${fact.amount(minutes, MINUTES)}.`,
    next: 'Réessaie quand ce sera plus calme.',
  },
  gpu_time_spent: {
    what: 'Ce bot a épuisé son temps GPU de la journée.',
    next: ({ at }) => `Réessaie ${fact.time(at)}.`,
  },
  server_gpu_time_spent: {
    what: 'Ce serveur a épuisé son temps GPU de la journée.',
    next: ({ at }) => `Réessaie ${fact.time(at)}.`,
  },
  server_gpu_time_promised: {
    what: 'Les images en cours ont besoin de ce qui reste du temps GPU de ce serveur pour la journée.',
    next: 'Réessaie quand certaines seront terminées.',
  },
  money_spent: {
    what: 'Ce bot a épuisé son budget du jour pour ce genre d’images.',
    next: ({ at }) => `Réessaie ${fact.time(at)}.`,
  },
  money_promised: {
    what: 'Les images en cours ont besoin de ce qui reste du budget du jour pour ce genre d’images.',
    next: 'Réessaie quand certaines seront terminées.',
  },
  took_too_long: {
    what: ({ minutes }) =>
      `L’image n’était pas prête au bout de ${fact.amount(minutes, MINUTES)}, j’ai donc arrêté la génération.`,
    next: 'Réessaie, avec moins d’étapes si possible.',
  },
  service_gave_up: {
    what: 'Le service GPU a abandonné cette génération\u00a0: aucun worker ne l’a prise à temps, ou son worker a disparu.',
    next: 'Réessaie.',
  },
  pictures_elsewhere: {
    what: 'Le worker a enregistré l’image dans un espace de stockage que je ne peux pas lire.',
    next: `${LOGGED} C’est à eux de le corriger.`,
  },
  pictures_unreachable: {
    what: 'L’image a été créée, mais je n’arrive pas à joindre l’espace de stockage où elle se trouve.',
    next: 'Réessaie.',
  },
  no_face: {
    what: 'Le worker n’a trouvé aucun visage sur cette photo.',
    next: 'Envoies-en une avec un seul visage, de face et bien éclairé.',
  },
  model_missing: {
    what: 'Il manque un fichier de modèle sur le worker GPU.',
    next: `${LOGGED} C’est à eux de le corriger.`,
  },
  graph_refused: {
    what: 'ComfyUI a refusé cette demande sur le worker GPU.',
    next: `${LOGGED} D’autres réglages peuvent marcher.`,
  },
  out_of_memory: {
    what: 'Le GPU a manqué de mémoire.',
    next: 'Réessaie, ou demande une image plus petite.',
  },
  no_pictures: {
    what: 'Le worker a terminé sans produire d’image.',
    next: 'Réessaie. Si ça se répète, préviens les responsables du bot.',
  },
  answer_too_large: {
    what: 'Le résultat n’est jamais arrivé\u202f; il était peut-être trop lourd pour le service GPU.',
    next: 'Essaie avec moins d’images, ou plus petites. Si ça se répète, préviens les responsables du bot.',
  },
  result_too_many_pixels: {
    what: 'Le résultat dépasse 16\u202f384 pixels de côté ou 100 mégapixels.',
    next: 'Essaie une taille ou un facteur plus petit.',
  },
  worker_timed_out: {
    what: 'L’image a dépassé le temps limite du worker.',
    next: 'Réessaie avec moins d’étapes.',
  },
  worker_died: {
    what: 'Le GPU a planté sur cette image.',
    next: 'Réessaie.',
  },
  worker_disk: {
    what: 'Le worker GPU n’a pas pu enregistrer l’image\u00a0: son disque est plein ou défaillant.',
    next: 'Réessaie\u00a0: tu tomberas peut-être sur un autre worker. Si ça se répète, préviens les responsables du bot.',
  },
  node_failed: {
    what: 'Une étape de cette image a échoué sur le worker GPU.',
    next: `${LOGGED} D’autres réglages peuvent marcher.`,
  },
  worker_unknown: {
    what: 'Le worker GPU a signalé une erreur inconnue.',
    next: `${LOGGED} Réessaie.`,
  },
};
