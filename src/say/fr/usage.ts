import type { Catalogue } from '../say.ts';
import { french } from './formats.ts';

const PICTURES = { one: 'image', other: 'images' };
const REQUESTS = { one: 'demande', other: 'demandes' };
const DAYS = { one: 'jour', other: 'jours' };

/** Up to 1 dollar with four digits, up to 1,000 with two, then whole. */
function money(micros: number): string {
  if (micros >= 1_000_000_000) return french.wholeMoney(micros / 1_000_000);
  const digit = micros < 1_000_000 ? 100 : 10_000;
  return french.money((Math.round(micros / digit) * digit) / 1_000_000);
}

/** Below 10 with one digit after the comma. */
function time(amount: number, unit: 's' | 'min' | 'h'): string {
  const digit = amount < 10 ? 10 : 1;
  return `${french.number(Math.round(amount * digit) / digit)} ${unit}`;
}

const shown = {
  pictures: 'Images',
  gpu: 'Temps GPU',
  money: 'Argent',
  failures: 'Demandes échouées',
  waiting: "Temps d'attente",
};

const groupings = { day: 'par jour', command: 'par commande', member: 'par membre' };

export const usage: Catalogue['usage'] = {
  description: 'Graphiques de ce serveur : images, temps GPU, argent, échecs, attente',
  show: 'Ce que montre le graphique',
  by: 'Comment le regrouper',
  days: "Jusqu'où il remonte",
  everywhere: "Tous les serveurs ensemble ; pour l'opérateur de ce bot seulement",

  shown,
  groupings,
  period: (days) =>
    french.form(days, {
      one: `${french.number(days)} dernier jour`,
      other: `${french.number(days)} derniers jours`,
    }),
  title: (what, by) => `${shown[what]} ${groupings[by]}`,
  here: 'Ce serveur',
  allServers: 'Tous les serveurs',
  subtitle: (where, period, total) => `${where}, ${period} : ${total}`,
  totals: {
    pictures: (count) => french.amount(count, PICTURES),
    gpu: (amount) => `${amount} de temps GPU`,
    money: (amount) => `environ ${amount}`,
    failures: (failed, requests) =>
      `échec de ${french.number(failed)} sur ${french.amount(requests, REQUESTS)}`,
    waiting: (half, most) => `${half} pour la moitié, ${most} pour 9 sur 10`,
    nothing: 'rien encore',
  },
  nothing: 'Rien à montrer pour cette période.',
  notDrawn: "Le graphique n'a pas pu être dessiné. Le fichier contient ses chiffres.",
  series: {
    half: 'La moitié en',
    most: '9 sur 10 en',
    estimate: 'Estimation',
    bill: 'Facture de RunPod',
  },

  day: (at) => french.day(at),
  count: (value) => french.number(value),
  failures: (failed, percent) => `${french.number(failed)} (${percent} %)`,
  money,
  time,
  zero: '0',
  others: 'Autres',
  member: (rank) => `Membre ${french.number(rank)}`,

  notes: {
    waiting: "Le temps d'attente va de la demande à l'arrivée de ses images.",
    estimate:
      "L'argent est une estimation : le temps GPU à son prix, et ce que coûtent les images facturées à l'unité.",
    unpriced: (amount) => `${amount} de temps GPU sans prix, donc non compté.`,
    bill: (amount) => `Facture de RunPod pour cette période, à ce jour : ${amount}.`,
    noBill: "RunPod n'a pas dit ce qu'il a facturé, donc c'est l'estimation seule.",
    publicBill: 'La facture des endpoints publics vaut pour tout ton compte RunPod.',
    kept: (days) => `Les demandes sont gardées ${french.amount(days, DAYS)}.`,
    others: 'Chaque membre peut choisir dans `/settings` d’être compté parmi les autres.',
    days: 'Les jours sont en UTC.',
  },

  alt: (title, subtitle) => `${title}. ${subtitle}.`,
  highest: (label, value) => `Maximum : ${label}, ${value}.`,
  item: (label, value) => `${label} : ${value}`,
  two: (first, second) => `${first} / ${second}`,

  columns: {
    day: 'Jour (UTC)',
    command: 'Commande',
    member: 'Membre',
    memberId: 'Identifiant du membre',
    requests: 'Demandes',
    pictures: 'Images',
    failed: 'Échouées',
    cancelled: 'Annulées',
    gpuSeconds: 'Secondes GPU',
    dollars: 'USD (estimation)',
    billed: 'USD (facture RunPod)',
    half: 'Attente, la moitié en (s)',
    most: 'Attente, 9 sur 10 en (s)',
  },
};
