import type { Catalogue } from '../say.ts';
import { spanish } from './formats.ts';

const PICTURES = { one: 'imagen', other: 'imágenes' };
const REQUESTS = { one: 'petición', other: 'peticiones' };
const DAYS = { one: 'día', other: 'días' };

/** Up to 1 dollar with four digits, up to 1,000 with two, then whole. */
function money(micros: number): string {
  if (micros >= 1_000_000_000) return spanish.wholeMoney(micros / 1_000_000);
  const digit = micros < 1_000_000 ? 100 : 10_000;
  return spanish.money((Math.round(micros / digit) * digit) / 1_000_000);
}

/** Below 10 with one digit after the comma. */
function time(amount: number, unit: 's' | 'min' | 'h'): string {
  const digit = amount < 10 ? 10 : 1;
  return `${spanish.number(Math.round(amount * digit) / digit)} ${unit}`;
}

const shown = {
  pictures: 'Imágenes',
  gpu: 'Tiempo de GPU',
  money: 'Dinero',
  failures: 'Peticiones fallidas',
  waiting: 'Tiempo de espera',
};

const groupings = { day: 'por día', command: 'por comando', member: 'por miembro' };

export const usage: Catalogue['usage'] = {
  description: 'Gráficos de este servidor: imágenes, tiempo de GPU, dinero, fallos, esperas',
  show: 'Qué muestra el gráfico',
  by: 'Cómo agruparlo',
  days: 'Hasta cuándo se remonta',
  everywhere: 'Todos los servidores juntos; solo para el operador de este bot',

  shown,
  groupings,
  period: (days) =>
    spanish.form(days, {
      one: `último día (${spanish.number(days)})`,
      other: `últimos ${spanish.number(days)} días`,
    }),
  title: (what, by) => `${shown[what]} ${groupings[by]}`,
  here: 'Este servidor',
  allServers: 'Todos los servidores',
  subtitle: (where, period, total) => `${where}, ${period}: ${total}`,
  totals: {
    pictures: (count) => spanish.amount(count, PICTURES),
    gpu: (amount) => `${amount} de GPU`,
    money: (amount) => `unos ${amount}`,
    failures: (failed, requests) =>
      `${spanish.number(failed)} de ${spanish.amount(requests, REQUESTS)} sin éxito`,
    waiting: (half, most) => `${half} la mitad, ${most} 9 de cada 10`,
    nothing: 'nada todavía',
  },
  nothing: 'No hay nada que mostrar de este periodo.',
  notDrawn: 'No se pudo dibujar el gráfico. El archivo tiene sus cifras.',
  series: {
    half: 'La mitad en',
    most: '9 de cada 10 en',
    estimate: 'Estimación',
    bill: 'Factura de RunPod',
  },

  day: (at) => spanish.day(at),
  count: (value) => spanish.number(value),
  failures: (failed, percent) => `${spanish.number(failed)} (${percent} %)`,
  money,
  time,
  zero: '0',
  others: 'Otros',
  member: (rank) => `Miembro ${spanish.number(rank)}`,

  notes: {
    waiting: 'El tiempo de espera va de la petición a la llegada de sus imágenes.',
    estimate:
      'El dinero es una estimación: el tiempo de GPU a su precio, y lo que cuestan las imágenes sueltas.',
    unpriced: (amount) => `${amount} de GPU no tienen precio, así que no cuentan.`,
    bill: (amount) => `Factura de RunPod de este periodo, por ahora: ${amount}.`,
    noBill: 'RunPod no ha dicho cuánto ha facturado, así que esto es solo la estimación.',
    publicBill: 'La factura de los endpoints públicos es de toda tu cuenta de RunPod.',
    kept: (days) => `Las peticiones se guardan ${spanish.amount(days, DAYS)}.`,
    others: 'Cada miembro puede elegir en `/settings` que se le cuente entre los otros.',
    days: 'Los días son en UTC.',
  },

  alt: (title, subtitle) => `${title}. ${subtitle}.`,
  highest: (label, value) => `Máximo: ${label}, ${value}.`,
  item: (label, value) => `${label}: ${value}`,
  two: (first, second) => `${first} / ${second}`,

  columns: {
    day: 'Día (UTC)',
    command: 'Comando',
    member: 'Miembro',
    memberId: 'ID del miembro',
    requests: 'Peticiones',
    pictures: 'Imágenes',
    failed: 'Fallidas',
    cancelled: 'Canceladas',
    gpuSeconds: 'Segundos de GPU',
    dollars: 'USD (estimación)',
    billed: 'USD (factura de RunPod)',
    half: 'Espera, la mitad en (s)',
    most: 'Espera, 9 de cada 10 en (s)',
  },
};
