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

/** `4,2 s`, `35 min`, `1200 h`: below 10 with one digit after the comma. */
function time(amount: number, unit: 's' | 'min' | 'h'): string {
  const digit = amount < 10 ? 10 : 1;
  return `${french.number(Math.round(amount * digit) / digit)}\u00a0${unit}`;
}

const shown = {
  pictures: 'Images',
  gpu: 'Temps GPU',
  money: 'Dépenses',
  failures: 'Demandes échouées',
  waiting: 'Temps d’attente',
};

const groupings = { day: 'par jour', command: 'par commande', member: 'par membre' };

export const usage: Catalogue['usage'] = {
  description:
    'Graphiques de l’activité du serveur\u00a0: images, temps GPU, dépenses, échecs, temps d’attente',
  show: 'Ce que montre le graphique',
  by: 'Comment regrouper',
  days: 'Jusqu’où remonter',
  everywhere: 'Tous les serveurs ensemble\u202f; réservé aux responsables de ce bot',

  shown,
  groupings,
  period: (days) => french.amount(days, { one: 'dernier jour', other: 'derniers jours' }),
  title: (what, by) => `${shown[what]} ${groupings[by]}`,
  here: 'Ce serveur',
  allServers: 'Tous les serveurs',
  subtitle: (where, period, total) => `${where}, ${period}\u00a0: ${total}`,
  totals: {
    pictures: (count) => french.amount(count, PICTURES),
    gpu: (amount) => `${amount} de temps GPU`,
    money: (amount) => `environ ${amount}`,
    failures: (failed, requests) =>
      `${french.number(failed)} sur ${french.amount(requests, REQUESTS)} en échec`,
    waiting: (half, most) => `la moitié en ${half}, 9 sur 10 en ${most}`,
    nothing: 'rien pour l’instant',
  },
  nothing: 'Rien à montrer pour cette période.',
  notDrawn: 'Impossible de dessiner le graphique. Le fichier contient ses chiffres.',
  series: {
    half: 'Moitié en moins de',
    most: '9/10 en moins de',
    estimate: 'Estimation',
    bill: 'Facture RunPod',
  },

  day: french.day,
  count: (value) => french.number(value),
  failures: (failed, percent) => `${french.number(failed)} (${percent}\u202f%)`,
  money,
  time,
  zero: '0',
  others: 'Autres',
  member: (rank) => `Membre ${french.number(rank)}`,

  notes: {
    waiting: 'Le temps d’attente va de la demande jusqu’à ce que ses images soient prêtes.',
    estimate:
      'Les dépenses sont une estimation\u00a0: le temps GPU selon son prix, plus le coût des images facturées à l’unité.',
    unpriced: (amount) => `Temps GPU sans prix, donc non compté\u00a0: ${amount}.`,
    bill: (amount) => `Facture RunPod pour cette période, à ce jour\u00a0: ${amount}.`,
    noBill: 'RunPod n’a pas indiqué ce qu’il a facturé\u00a0: il n’y a que l’estimation.',
    publicBill: 'La facture des endpoints publics concerne tout ton compte RunPod.',
    kept: (days) => `Les demandes sont conservées ${french.amount(days, DAYS)}.`,
    others: 'Dans `/settings`, chaque membre peut choisir d’être compté parmi les autres.',
    days: 'Les jours sont en UTC.',
  },

  alt: (title, subtitle) => `${title}. ${subtitle}.`,
  highest: (label, value) => `Maximum\u00a0: ${label}, ${value}.`,
  item: (label, value) => `${label}\u00a0: ${value}`,
  two: (first, second) => `${first} / ${second}`,
  separator: ', ',
  fullStop: '.',

  columns: {
    day: 'Jour (UTC)',
    command: 'Commande',
    member: 'Membre',
    memberId: 'ID du membre',
    requests: 'Demandes',
    pictures: 'Images',
    failed: 'Échouées',
    cancelled: 'Annulées',
    gpuSeconds: 'Secondes GPU',
    dollars: 'USD (estimation)',
    billed: 'USD (facture RunPod)',
    half: 'Attente, moitié en moins de (s)',
    most: 'Attente, 9/10 en moins de (s)',
  },
};
