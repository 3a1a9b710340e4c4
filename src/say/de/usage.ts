import type { Catalogue } from '../say.ts';
import { german } from './formats.ts';

const PICTURES = { one: 'Bild', other: 'Bilder' };
const OF_REQUESTS = { one: 'Anfrage', other: 'Anfragen' };
const DAYS = { one: 'Tag', other: 'Tage' };

/** Up to 1 dollar with four digits, up to 1,000 with two, then whole. */
function money(micros: number): string {
  if (micros >= 1_000_000_000) return german.wholeMoney(micros / 1_000_000);
  const digit = micros < 1_000_000 ? 100 : 10_000;
  return german.money((Math.round(micros / digit) * digit) / 1_000_000);
}

/** `4,2 s`, `35 min`, `1200 h`: below 10 with one digit after the comma. */
function time(amount: number, unit: 's' | 'min' | 'h'): string {
  const digit = amount < 10 ? 10 : 1;
  return `${german.number(Math.round(amount * digit) / digit)} ${unit}`;
}

const shown = {
  pictures: 'Bilder',
  gpu: 'GPU-Zeit',
  money: 'Kosten',
  failures: 'Fehlgeschlagene Anfragen',
  waiting: 'Wartezeit',
};

const groupings = { day: 'pro Tag', command: 'pro Befehl', member: 'pro Mitglied' };

export const usage: Catalogue['usage'] = {
  description: 'Diagramme zu diesem Server: Bilder, GPU-Zeit, Kosten, Fehler, Wartezeiten',
  show: 'Was das Diagramm zeigt',
  by: 'Wie es aufgeteilt ist',
  days: 'Wie weit es zurückreicht',
  everywhere: 'Alle Server zusammen; nur für den Betreiber dieses Bots',

  shown,
  groupings,
  period: (days) => `letzte ${german.amount(days, DAYS)}`,
  title: (what, by) => `${shown[what]} ${groupings[by]}`,
  here: 'Dieser Server',
  allServers: 'Alle Server',
  subtitle: (where, period, total) => `${where}, ${period}: ${total}`,
  totals: {
    pictures: (count) => german.amount(count, PICTURES),
    gpu: (amount) => `${amount} GPU-Zeit`,
    money: (amount) => `etwa ${amount}`,
    failures: (failed, requests) =>
      `${german.number(failed)} von ${german.amount(requests, OF_REQUESTS)} fehlgeschlagen`,
    waiting: (half, most) => `die Hälfte in ${half}, 9 von 10 in ${most}`,
    nothing: 'noch nichts',
  },
  nothing: 'Für diesen Zeitraum gibt es nichts zu zeigen.',
  notDrawn: 'Das Diagramm ließ sich nicht zeichnen. Die Zahlen stehen in der Datei.',
  series: {
    half: 'Die Hälfte in',
    most: '9 von 10 in',
    estimate: 'Schätzung',
    bill: 'Rechnung von RunPod',
  },

  day: (at) => german.day(at),
  count: (value) => german.number(value),
  failures: (failed, percent) => `${german.number(failed)} (${percent} %)`,
  money,
  time,
  zero: '0',
  others: 'Andere',
  member: (rank) => `Mitglied ${german.number(rank)}`,

  notes: {
    waiting: 'Die Wartezeit zählt von der Anfrage, bis die Bilder fertig sind.',
    estimate: 'Die Kosten sind geschätzt: GPU-Zeit nach ihrem Preis und einzeln bezahlte Bilder.',
    unpriced: (amount) => `Nicht eingerechnet: ${amount} GPU-Zeit ohne Preis.`,
    bill: (amount) => `Bisherige Rechnung von RunPod für diesen Zeitraum: ${amount}.`,
    noBill:
      'RunPod hat nicht verraten, was es berechnet hat, deshalb steht hier nur die Schätzung.',
    publicBill: 'Die Rechnung für öffentliche Endpoints gilt für dein ganzes RunPod-Konto.',
    kept: (days) => `Anfragen bleiben ${german.amount(days, DAYS)} gespeichert.`,
    others: 'Mitglieder können in `/settings` wählen, dass sie zu den anderen zählen.',
    days: 'Die Tage sind in UTC.',
  },

  alt: (title, subtitle) => `${title}. ${subtitle}.`,
  highest: (label, value) => `Am meisten: ${label}, ${value}.`,
  item: (label, value) => `${label}: ${value}`,
  two: (first, second) => `${first} / ${second}`,
  separator: '; ',
  fullStop: '.',

  columns: {
    day: 'Tag (UTC)',
    command: 'Befehl',
    member: 'Mitglied',
    memberId: 'Mitglieds-ID',
    requests: 'Anfragen',
    pictures: 'Bilder',
    failed: 'Fehlgeschlagen',
    cancelled: 'Abgebrochen',
    gpuSeconds: 'GPU-Sekunden',
    dollars: 'USD (Schätzung)',
    billed: 'USD (Rechnung von RunPod)',
    half: 'Wartezeit, die Hälfte in (s)',
    most: 'Wartezeit, 9 von 10 in (s)',
  },
};
