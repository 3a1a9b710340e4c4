import type { Fact, Facts } from '../facts.ts';
import type { Catalogue } from '../say.ts';
import { permissionNames, problems, states } from './fact-words.ts';
import { fact } from './formats.ts';
import { ruleErrors, rules } from './rules.ts';

const MINUTES = { one: 'minute', other: 'minutes' };
const PICTURES = { one: 'image', other: 'images' };
const REQUESTS = { one: 'demande', other: 'demandes' };

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

export const errors: Catalogue['errors'] = {
  bad_option: {
    what: (facts) => `\`${fact.text(facts.option)}\` ${problemIn(facts)}.`,
    next: 'Corrige-la et relance la commande.',
  },
  not_a_picture: {
    what: "Je n'arrive pas à lire ce fichier comme une image.",
    next: 'Envoie un JPEG, PNG ou WebP de 10 Mio au plus.',
  },
  no_picture_there: {
    what: "Ce message n'a pas d'image que je puisse utiliser.",
    next: 'Choisis-en un avec un JPEG, PNG ou WebP en pièce jointe.',
  },
  no_settings: {
    what: 'Le fichier de cette image ne contient aucun réglage.',
    next: "Les PNG de ComfyUI et de l'interface web d'AUTOMATIC1111 en contiennent, sauf si une application les a effacés.",
  },
  made_here: {
    what: "J'ai créé cette image moi-même.",
    next: 'Utilise ses boutons : *Comme départ* se trouve sous *Plus*.',
  },
  nobody_to_ask: {
    what: "C'est un bot ou un webhook qui l'a publiée : il n'y a personne à qui demander.",
    next: "Si tu as le droit d'utiliser cette image, joins-la à une commande.",
  },
  asked_before: {
    what: 'Tu as déjà demandé pour cette image, et son auteur a dit non.',
    next: 'Choisis une autre image.',
  },
  asked_lately: {
    what: "On a posé la question récemment à l'auteur de cette image, et chaque question le mentionne.",
    next: ({ at }) => `Tu pourras lui demander ${fact.time(at)}.`,
  },
  not_askable: {
    what: "L'auteur de cette image a désactivé ces questions.",
    next: 'Choisis une autre image.',
  },
  open_from_menu: {
    what: 'Ce message est trop ancien : il ne dit pas de qui vient cette image.',
    next: "Ouvre le menu du message de l'image et choisis de nouveau la commande.",
  },
  poster_blocked: {
    what: "L'auteur de cette image est bloqué ici, donc je ne peux pas lui demander.",
    next: 'Choisis une autre image.',
  },
  poster_silent: {
    what: "L'auteur de cette image n'a pas accepté dans l'heure.",
    next: "Parle-lui d'abord, puis réessaie.",
  },
  picture_too_large: {
    what: 'Cette image dépasse 10 Mio.',
    next: 'Envoie un JPEG, PNG ou WebP plus léger.',
  },
  picture_too_many_pixels: {
    what: 'Cette image a plus de 24 millions de pixels.',
    next: 'Réduis-la et envoie-la de nouveau.',
  },
  picture_too_small: {
    what: 'Une fois mise à l’échelle, cette image fait moins de 16 pixels de large ou de haut.',
    next: 'Envoies-en une plus grande ou moins étroite.',
  },
  picture_moves: {
    what: 'Ce fichier est animé ou contient plusieurs images.',
    next: 'Envoie un JPEG, PNG ou WebP fixe.',
  },
  pictures_too_large: {
    what: 'Ensemble, ces images dépassent les 7 Mo que le service GPU accepte.',
    next: 'Envoies-en de plus légères, sans transparence si tu peux t’en passer.',
  },
  photo_gone: {
    what: "Discord n'a plus cette image.",
    next: 'Joins-la de nouveau et relance la commande.',
  },
  photo_needed_again: {
    what: 'Je ne garde pas les images que tu envoies, donc il me les faut de nouveau.',
    next: 'Relance la commande avec le même prompt, et joins de nouveau chaque image.',
  },
  not_your_photo: {
    what: ({ who }) =>
      `Ceci vient d'une photo, donc seul ${fact.person(who)} peut continuer à partir de là.`,
    next: 'Utilise une autre image, ou joins la tienne à la commande.',
  },
  not_your_picture: {
    what: ({ who }) => `Seuls ${fact.person(who)} ou la modération peuvent supprimer ceci.`,
    next: 'Demande-leur, ou signale l’image.',
  },
  original_too_large: {
    what: "L'original est trop lourd pour Discord ici.",
    next: 'Enregistre la version réduite depuis son message.',
  },
  original_gone: {
    what: "L'original n'est plus enregistré.",
    next: "Tu peux encore enregistrer l'image depuis son message.",
  },
  messages_off: {
    what: "Je ne peux pas t'écrire en message privé.",
    next: 'Autorise les messages privés des membres de ce serveur, puis appuie de nouveau.',
  },
  private_person: {
    what: "Les images pouvant montrer quelqu'un ne peuvent pas être privées.",
    next: 'Désactive `private`, en option ou dans `/settings`.',
  },
  private_age_restricted: {
    what: "Cette image vient d'un salon avec limite d'âge, donc elle ne peut pas servir en privé.",
    next: 'Désactive `private`, en option ou dans `/settings`.',
  },
  source_withheld: {
    what: 'Cette image a été masquée ou retirée, donc elle ne peut pas servir.',
    next: 'Utilise une autre image.',
  },
  consent_withdrawn: {
    what: "Une personne de l'image d'origine a retiré son accord, donc elle ne peut pas servir.",
    next: 'Utilise une autre image.',
  },
  source_age_restricted: {
    what: "Cette image vient d'un salon avec limite d'âge, donc elle ne peut servir que dans un tel salon.",
    next: "Utilise-la dans un salon avec limite d'âge.",
  },
  source_gone: {
    what: 'Cette image a disparu, de mon stockage comme de son message.',
    next: 'Recrée-la avec le même seed et repars de là.',
  },
  photo_refused: {
    what: "Je n'accepte que les images envoyées sur Discord.",
    next: "Joins l'image à la commande.",
  },
  too_many_actions: {
    what: 'Tu vas trop vite.',
    next: ({ at }) => `Réessaie ${fact.time(at)}.`,
  },
  export_too_soon: {
    what: "Tu as exporté tes données il y a moins d'une heure.",
    next: ({ at }) => `Tu pourras de nouveau exporter ${fact.time(at)}.`,
  },
  export_under_way: {
    what: 'Ton export est déjà en préparation.',
    next: "Je l'envoie dès qu'il est prêt.",
  },
  not_your_job: {
    what: ({ who }) => `Seuls ${fact.person(who)} ou la modération peuvent annuler ceci.`,
    next: 'Demande-leur.',
  },
  not_your_request: {
    what: ({ who }) => `Seul ${fact.person(who)} peut faire ça.`,
    next: 'Lance la commande toi-même pour créer ta propre image.',
  },
  already_over: {
    what: ({ state }) => `Trop tard : état de cette tâche : ${fact.code(state, states)}.`,
    next: "Son message montre comment elle s'est terminée.",
  },
  already_confirmed: {
    what: 'Tu as déjà confirmé.',
    next: "Son message dans ce salon montre l'avancement.",
  },
  already_tried_again: {
    what: 'Une nouvelle tentative a déjà eu lieu.',
    next: ({ link, job }) =>
      `Regarde ${link === undefined ? `la tâche ${fact.text(job)}` : fact.text(link)}.`,
  },
  not_failed: {
    what: 'Seules les tâches en échec peuvent être retentées.',
    next: 'Relance la commande pour une autre image.',
  },
  consent_lapsed: {
    what: "Cette question s'est fermée au bout de dix minutes.",
    next: 'Relance la commande et confirme à temps.',
  },
  prompt_minor: {
    what: 'Je ne peux pas créer cette image.',
    next: 'Essaie un autre prompt.',
  },
  prompt_face: {
    what: ({ term }) =>
      `Je ne crée pas d'images sexuelles, nues ou suggestives de vraies personnes, et je ne mets pas le visage de quelqu'un sur le corps d'un autre. Ton prompt le demande (« ${fact.text(term)} »).`,
    next: "Change le prompt, ou laisse l'image de côté.",
  },
  prompt_explicit: {
    what: ({ term }) =>
      `Les images explicites ne sont pas permises dans ce salon, et ton prompt en demande une (« ${fact.text(term)} »).`,
    next: "Change le prompt, ou utilise un salon avec limite d'âge.",
  },
  prompt_unreadable: {
    what: "Je n'arrive pas à lire ce prompt : il mélange trop de caractères spéciaux et de graphies.",
    next: 'Écris simplement, avec moins de caractères spéciaux.',
  },
  paused: {
    what: "Tu ne peux pas créer d'images en ce moment.",
    next: ({ at }) =>
      `Tu pourras de nouveau en créer ${fact.time(at)}. Si tu penses que c'est une erreur, demande à l'opérateur de ce bot.`,
  },
  not_paused: {
    what: 'Tu peux de nouveau créer des images.',
    next: "Il n'y a plus de pause à contester.",
  },
  already_appealed: {
    what: "Tu as déjà écrit à l'opérateur de ce bot.",
    next: 'Attends sa réponse, ou la fin de la pause.',
  },
  no_appeals: {
    what: "L'opérateur de ce bot n'est pas joignable d'ici.",
    next: 'Contacte-le directement, ou réessaie plus tard.',
  },
  blocked: {
    what: "La modération de ce serveur t'a retiré la création et le signalement d'images.",
    next: 'Parles-en avec elle.',
  },
  moderators_only: {
    what: 'Seuls les membres qui gèrent ce serveur ou ont son rôle de modération peuvent faire ça.',
    next: "Demande à l'un d'eux.",
  },
  server_managers_only: {
    what: 'Seuls les membres qui gèrent ce serveur peuvent faire ça.',
    next: "Demande à l'un d'eux.",
  },
  operators_only: {
    what: "Seul l'opérateur de ce bot peut faire ça.",
    next: "C'est le propriétaire de son application chez Discord, ou un membre de l'équipe propriétaire.",
  },
  already_reported: {
    what: 'Tu as déjà signalé cette image.',
    next: 'Un signalement suffit.',
  },
  too_many_reports: {
    what: ({ count }) =>
      `Tu as atteint la limite de signalements par heure (${fact.number(count)}).`,
    next: ({ at }) =>
      `Tu pourras de nouveau signaler ${fact.time(at)}. Si ça ne peut pas attendre, écris à la modération.`,
  },
  not_reportable: {
    what: "Ce message n'a aucune de mes images.",
    next: 'Choisis un message qui en a une.',
  },
  already_decided: {
    what: "C'est déjà tranché.",
    next: 'Le message montre la décision.',
  },
  own_picture: {
    what: "C'est ta propre image.",
    next: 'Laisse trancher quelqu’un d’autre de la modération, ou retire-la.',
  },
  picture_not_here: {
    what: "L'image n'est plus enregistrée.",
    next: 'Son message la montre peut-être encore.',
  },
  unknown_person: {
    what: 'Je ne sais plus de qui il s’agissait.',
    next: 'Si tu connais son nom, utilise /moderation block.',
  },
  not_yours: {
    what: "C'est quelqu'un d'autre qui a lancé cette commande.",
    next: 'Lance-la toi-même.',
  },
  unknown_job: {
    what: "Je n'ai plus cette tâche.",
    next: 'Relance la commande pour une nouvelle image.',
  },
  no_such_job: {
    what: "Aucune tâche ne correspond, ou tu n'as pas le droit de la consulter.",
    next: "Choisis l'une des suggestions pendant la saisie.",
  },
  servers_only: {
    what: 'Je ne fonctionne que sur des serveurs.',
    next: 'Utilise-moi dans le salon d’un serveur.',
  },
  unknown_action: {
    what: 'Je ne connais pas cette commande ou ce bouton.',
    next: 'Recharge Discord et réessaie.',
  },
  too_many_waiting: {
    what: ({ count }) => `Tu as déjà ${fact.amount(count, REQUESTS)} en attente.`,
    next: "Attends que l'une commence, ou annules-en une.",
  },
  too_many_an_hour: {
    what: ({ count }) =>
      `Tu peux créer ${fact.amount(count, PICTURES)} par heure, et ceci dépasserait la limite.`,
    next: ({ at }) => `Réessaie ${fact.time(at)}.`,
  },
  server_too_many_an_hour: {
    what: ({ count }) =>
      `Ce serveur peut créer ${fact.amount(count, PICTURES)} par heure, et ceci dépasserait la limite.`,
    next: ({ at }) => `Réessaie ${fact.time(at)}.`,
  },
  command_forbidden: {
    what: ({ command }) => `Ce serveur ne te laisse pas utiliser \`${fact.text(command)}\` ici.`,
    next: 'Essaie un autre salon, ou vois avec un gestionnaire du serveur : ça se règle dans Paramètres du serveur, Intégrations.',
  },
  server_paused: {
    what: 'Les gestionnaires de ce serveur ont suspendu les images.',
    next: 'Réessaie à la reprise.',
  },
  rule_forbids: {
    what: (facts) => [ruleErrors.notAllowed, ...ruleIn(facts)].join(' '),
    next: 'Change ta demande, ou vois avec un gestionnaire du serveur.',
  },
  rule_changed: {
    what: (facts) => [ruleErrors.changed, ...ruleIn(facts)].join(' '),
    next: 'Change ta demande, ou vois avec un gestionnaire du serveur.',
  },
  day_used_up: {
    what: (facts) => dayUsedUp(facts),
    next: ({ left, at }) => {
      const rather =
        Number(left) > 0 ? 'Demandes-en moins' : 'Demande davantage à un gestionnaire du serveur';
      return at === undefined ? `${rather}.` : `${rather}, ou réessaie ${fact.time(at)}.`;
    },
  },
  draining: {
    what: 'Je vais redémarrer, donc je ne prends plus de nouvelles demandes.',
    next: 'Tes demandes déjà faites iront au bout. Réessaie dans quelques minutes.',
  },
  kept_out: {
    what: "L'opérateur de ce bot t'a bloqué l'accès.",
    next: 'Tu peux encore utiliser /privacy, /jobs, et *Annuler* sur les tâches en cours.',
  },
  server_kept_out: {
    what: "L'opérateur de ce bot a bloqué ce serveur.",
    next: 'Tu peux encore utiliser /privacy, /jobs, et *Annuler* sur les tâches en cours.',
  },
  not_for_this_server: {
    what: ({ owner }) =>
      `${owner === undefined ? 'Mon opérateur' : `**${fact.text(owner)}**`} ne me fait tourner que pour d'autres serveurs.`,
    next: "Demande-lui d'autoriser ce serveur, ou retire-moi d'ici.",
  },
  adult_workflow: {
    what: "Cette commande ne marche que dans les salons avec limite d'âge.",
    next: 'Utilise-la dans un tel salon.',
  },
  preset_unknown: {
    what: 'Ni toi ni ce serveur n’avez de préréglage de ce nom.',
    next: 'Regarde `/preset list`.',
  },
  preset_of_another: {
    what: 'Ce préréglage est fait pour une autre commande.',
    next: 'Utilise-le là-bas, ou laisse-le de côté.',
  },
  preset_unfit: {
    what: (facts) =>
      `Ce préréglage ne va pas avec cette commande : \`${fact.text(facts.option)}\` ${problemIn(facts)}.`,
    next: 'Laisse-le de côté, ou enregistre-le de nouveau avec `/preset save`.',
  },
  presets_full: {
    what: ({ count }) => `Tu as atteint la limite de ${fact.number(count)} préréglages.`,
    next: 'Supprimes-en un avec `/preset delete`.',
  },
  workflow_changed: {
    what: "Cette commande a changé et n'accepte plus les options de cette demande.",
    next: 'Relance-la avec ses options actuelles.',
  },
  workflow_gone: {
    what: "La commande de cette demande n'existe plus.",
    next: "Essaie l'une des autres commandes.",
  },
  faces_off: {
    what: "Ce bot n'accepte pas les images pouvant montrer quelqu'un.",
    next: "Laisse l'image de côté, ou demande à l'opérateur.",
  },
  ordinary_channels_off: {
    what: "Ce bot ne crée des images que dans les salons avec limite d'âge.",
    next: 'Utilise-le dans un tel salon, ou demande à son opérateur un checkpoint tout public.',
  },
  permissions_missing: {
    what: ({ permissions }) =>
      `Je ne peux pas publier d'images dans ce salon : il me manque ${fact.list(permissions, (code) => `**${fact.code(code, permissionNames)}**`)}.`,
    next: "Demande à un administrateur du serveur de l'autoriser.",
  },
  key_refused: {
    what: 'Le service GPU a refusé la clé du bot.',
    next: "Je l'ai noté pour l'opérateur. Réessaie plus tard.",
  },
  endpoint_unknown: {
    what: "Le service GPU ne reconnaît pas l'endpoint du bot.",
    next: "Je l'ai noté pour l'opérateur. Réessaie plus tard.",
  },
  request_refused: {
    what: 'Le service GPU a refusé cette demande.',
    next: "Je l'ai noté pour l'opérateur. D'autres réglages marcheront peut-être.",
  },
  storage_failed: {
    what: "L'image a été créée, mais n'a pas pu être enregistrée.",
    next: "Je l'ai noté pour l'opérateur. Réessaie plus tard.",
  },
  storage_unwell: {
    what: "Je ne peux pas enregistrer d'images en ce moment, donc je ne prends pas de demandes.",
    next: "L'opérateur est prévenu. Réessaie dans quelques minutes.",
  },
  log_unwritable: {
    what: "Ma base de données est indisponible en ce moment, donc je n'ai rien fait.",
    next: "Je l'ai noté pour l'opérateur. Réessaie dans quelques minutes.",
  },
  outcome_unknown: {
    what: "J'ai perdu ma base de données en enregistrant, donc je ne sais pas encore si c'est fait.",
    next: 'Si oui, ça continue tout seul. Si tu ne vois rien dans quelques minutes, réessaie.',
  },
  other_version: {
    what: 'Cette demande vient d’une autre version du bot.',
    next: 'Relance la commande.',
  },
  unexpected: {
    what: "Quelque chose s'est mal passé de mon côté.",
    next: "Je l'ai noté pour l'opérateur. Réessaie.",
  },
  discord_refuses: {
    what: "Discord a refusé trop de mes appels, donc j'en suspends une partie.",
    next: 'Réessaie dans dix minutes.',
  },
  discord_busy: {
    what: "Discord n'accepte pas ça en ce moment.",
    next: 'Réessaie dans quelques minutes.',
  },
  photo_unreachable: {
    what: "Je n'ai pas pu télécharger cette image depuis Discord.",
    next: 'Réessaie dans une minute.',
  },
  service_busy: {
    what: 'Le service GPU était trop occupé pour prendre cette tâche.',
    next: 'Réessaie dans quelques minutes.',
  },
  service_unreachable: {
    what: "Je n'arrive pas à joindre le service GPU.",
    next: 'Réessaie dans quelques minutes.',
  },
  submission_lost: {
    what: 'Les réponses du service GPU se sont perdues, donc il a pu facturer ceci.',
    next: 'Réessaie dans quelques minutes.',
  },
  result_lost: {
    what: "Le service GPU n'a plus cette tâche, donc son image est perdue.",
    next: 'Réessaie.',
  },
  result_unreadable: {
    what: "Je n'ai pas pu lire la réponse du service GPU, donc l'image est perdue.",
    next: "Je l'ai noté pour l'opérateur. Une image plus petite marchera peut-être.",
  },
  no_gpu_in_time: {
    what: ({ minutes }) => `Aucun GPU n'a pris cette tâche en ${fact.amount(minutes, MINUTES)}.`,
    next: "Réessaie à une heure plus calme. Si ça n'aide pas, préviens l'opérateur.",
  },
  no_turn_in_time: {
    what: ({ minutes }) =>
      `La file était trop longue : le tour de cette image n'est pas venu en ${fact.amount(minutes, MINUTES)}.`,
    next: 'Réessaie à une heure plus calme.',
  },
  gpu_time_spent: {
    what: 'Ce bot a épuisé son temps GPU du jour.',
    next: ({ at }) => `Réessaie ${fact.time(at)}.`,
  },
  server_gpu_time_spent: {
    what: 'Ce serveur a épuisé son temps GPU du jour.',
    next: ({ at }) => `Réessaie ${fact.time(at)}.`,
  },
  server_gpu_time_promised: {
    what: 'Les images en cours ont besoin du reste du temps GPU de ce serveur pour la journée.',
    next: 'Réessaie quand certaines seront finies.',
  },
  money_spent: {
    what: "Ce bot a dépensé son budget du jour pour ce genre d'images.",
    next: ({ at }) => `Réessaie ${fact.time(at)}.`,
  },
  money_promised: {
    what: "Les images en cours ont besoin du reste du budget du jour pour ce genre d'images.",
    next: 'Réessaie quand certaines seront finies.',
  },
  took_too_long: {
    what: ({ minutes }) =>
      `L'image n'était pas prête en ${fact.amount(minutes, MINUTES)}, donc j'ai arrêté la tâche.`,
    next: "Réessaie, avec moins d'étapes si possible.",
  },
  service_gave_up: {
    what: "Le service GPU a abandonné cette tâche : aucun worker ne l'a prise à temps, ou le sien a disparu.",
    next: 'Réessaie.',
  },
  pictures_elsewhere: {
    what: "Le worker a enregistré l'image dans un espace de stockage que je ne peux pas lire.",
    next: "Je l'ai noté pour l'opérateur, qui doit y remédier.",
  },
  pictures_unreachable: {
    what: "L'image a été créée, mais je n'arrive pas à joindre l'espace de stockage où elle se trouve.",
    next: 'Réessaie.',
  },
  no_face: {
    what: "Le worker n'a pas trouvé de visage sur cette photo.",
    next: 'Envoies-en une avec un seul visage, de face et bien éclairé.',
  },
  model_missing: {
    what: 'Il manque un fichier de modèle sur le worker GPU.',
    next: "Je l'ai noté pour l'opérateur, qui doit y remédier.",
  },
  graph_refused: {
    what: 'ComfyUI a refusé cette demande sur le worker GPU.',
    next: "Je l'ai noté pour l'opérateur. D'autres réglages marcheront peut-être.",
  },
  out_of_memory: {
    what: "Le GPU n'avait plus assez de mémoire.",
    next: 'Réessaie, ou avec une image plus petite.',
  },
  no_pictures: {
    what: 'Le worker a terminé sans image.',
    next: "Réessaie. Si ça se répète, préviens l'opérateur.",
  },
  answer_too_large: {
    what: "Le résultat n'est jamais arrivé ; il était peut-être trop gros pour le service GPU.",
    next: "Essaie avec moins d'images ou des images plus petites. Si ça se répète, préviens l'opérateur.",
  },
  result_too_many_pixels: {
    what: 'Le résultat dépasse 16 384 pixels de côté ou 100 mégapixels.',
    next: 'Essaie une taille ou un facteur plus petits.',
  },
  worker_timed_out: {
    what: "L'image a pris plus de temps que le worker n'en accorde.",
    next: "Réessaie avec moins d'étapes.",
  },
  worker_died: {
    what: 'Le GPU a planté sur celle-ci.',
    next: 'Réessaie.',
  },
  worker_disk: {
    what: "Le worker GPU n'a pas pu enregistrer l'image : son disque est plein ou défaillant.",
    next: "Réessaie : tu tomberas peut-être sur un autre worker. Si ça se répète, préviens l'opérateur.",
  },
  node_failed: {
    what: 'Une étape de cette image a échoué sur le worker GPU.',
    next: "Je l'ai noté pour l'opérateur. D'autres réglages marcheront peut-être.",
  },
  worker_unknown: {
    what: 'Le worker GPU a signalé une erreur inconnue.',
    next: "Je l'ai noté pour l'opérateur. Réessaie.",
  },
};
