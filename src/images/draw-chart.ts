import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { type EChartsOption, init, setPlatformAPI } from 'echarts/dist/echarts.esm.min.mjs';
import { chart, type Chart } from './chart.ts';
import { readable } from './picture-task.ts';

/**
 * Draws charts. ECharts makes an SVG without a browser, and resvg a PNG of it, with fonts of its own. Only the
 * picture process loads this.
 */

/** The second has the letters that the first lacks, such as of Polish, Vietnamese and Greek. */
const FONT = 'Noto Sans JP';
const FONT_FILES = [
  '@expo-google-fonts/noto-sans-jp/500Medium/NotoSansJP_500Medium.ttf',
  '@expo-google-fonts/noto-sans/500Medium/NotoSans_500Medium.ttf',
];

/**
 * In pixels. A phone shows the picture at about a third of its width, so small letters are 32 high. It has a
 * ground of its own, so it looks the same on Discord's dark and light themes.
 */
const WIDTH = 1000;
const MARGIN = 40;
const SIZES = { title: 46, subtitle: 32, small: 32 } as const;
const COLUMNS_HEIGHT = 680;
const BAR_ROW = 66;
const TWO_BARS_ROW = 104;
const LONGEST_LABEL = 340;

const COLOURS = { ground: '#1e1f22', text: '#f2f3f5', muted: '#c4c9ce', lines: '#43464d' } as const;
/** Told apart by those who see few colours: sky blue and orange of Okabe and Ito. */
const SERIES_COLOURS = ['#56b4e9', '#e69f00'] as const;

/** ECharts measures text by a canvas, which a server does not have. */
setPlatformAPI({
  measureText: (text, font) => ({
    width: widthOf(text, Number(/(\d+)px/.exec(font ?? '')?.[1] ?? SIZES.small)),
  }),
});

/**
 * Draws a chart that is described as JSON. Rejects with PictureUnreadable if it is none.
 */
export async function drawChart(json: Buffer): Promise<Buffer> {
  const described = await readable(() =>
    Promise.resolve(chart.parse(JSON.parse(json.toString('utf8')))),
  );
  const svg = svgOf(described);
  const font = {
    loadSystemFonts: false,
    fontFiles: FONT_FILES.map((file) => fileURLToPath(import.meta.resolve(file))),
    defaultFontFamily: FONT,
  };
  return new Resvg(svg, { font }).render().asPng();
}

function svgOf(described: Chart): string {
  const { series, groups, shape, nothing } = described;
  const row = series.length > 1 ? TWO_BARS_ROW : BAR_ROW;
  const top = topOf(described);
  const isHigh = shape === 'bars' && nothing === undefined;
  const height = isHigh ? top + groups.length * row + MARGIN : COLUMNS_HEIGHT;
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    drawing.setOption(optionOf(described, top));
    return drawing.renderToSVGString();
  } finally {
    drawing.dispose();
  }
}

/** Where the columns or bars begin. */
function topOf({ series }: Chart): number {
  return series.length > 1 ? 222 : 168;
}

function optionOf(described: Chart, top: number): EChartsOption {
  const { title, subtitle, series, nothing } = described;
  return {
    animation: false,
    backgroundColor: COLOURS.ground,
    color: [...SERIES_COLOURS],
    textStyle: { fontFamily: FONT, color: COLOURS.text, fontSize: SIZES.small },
    title: {
      text: cut(title, SIZES.title, WIDTH - 2 * MARGIN),
      subtext: cut(subtitle, SIZES.subtitle, WIDTH - 2 * MARGIN),
      left: MARGIN,
      top: 28,
      padding: 0,
      itemGap: 14,
      textStyle: { fontSize: SIZES.title, fontWeight: 'normal', color: COLOURS.text },
      subtextStyle: { fontSize: SIZES.subtitle, color: COLOURS.muted },
    },
    ...(series.length > 1 && {
      legend: {
        left: MARGIN,
        top: 156,
        padding: 0,
        itemGap: 36,
        itemWidth: 30,
        itemHeight: 30,
        icon: 'rect',
        textStyle: { fontSize: SIZES.small, color: COLOURS.text },
      },
    }),
    ...(nothing === undefined ? plotOf(described, top) : { graphic: wordsOf(nothing) }),
  };
}

/** Words in the middle of an empty chart. */
function wordsOf(text: string): NonNullable<EChartsOption['graphic']> {
  return {
    type: 'text',
    left: 'center',
    top: 'middle',
    style: {
      text: cut(text, SIZES.subtitle, WIDTH - 2 * MARGIN),
      fill: COLOURS.muted,
      fontSize: SIZES.subtitle,
      fontFamily: FONT,
    },
  };
}

function plotOf(described: Chart, top: number): EChartsOption {
  const { shape } = described;
  return shape === 'columns' ? columnsOf(described, top) : barsOf(described, top);
}

function columnsOf({ series, ticks, groups }: Chart, top: number): EChartsOption {
  const left = MARGIN + Math.max(...ticks.map(({ label }) => widthOf(label, SIZES.small))) + 14;
  return {
    grid: { left, right: MARGIN + 20, top: top + 8, bottom: 90 },
    xAxis: {
      type: 'category',
      data: groups.map((_, index) => String(index)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: COLOURS.lines, width: 2 } },
      axisLabel: {
        interval: 0,
        margin: 18,
        fontSize: SIZES.small,
        color: COLOURS.muted,
        formatter: (_: string, index: number) => groups[index]?.label ?? '',
      },
    },
    yAxis: { ...valueAxis(ticks), axisLabel: valueLabels(ticks) },
    // Two columns a day would be too narrow for 90 days, so the second series is a line.
    series: series.map((name, place) => ({
      name,
      data: groups.map(({ values }) => values[place] ?? '-'),
      ...(place === 0 ? column(groups.length) : LINE),
    })),
  };
}

function column(count: number) {
  const isNarrow = count > 40;
  return {
    type: 'bar' as const,
    barMaxWidth: 90,
    barCategoryGap: isNarrow ? '14%' : '26%',
    itemStyle: { borderRadius: isNarrow ? 0 : [4, 4, 0, 0] },
  };
}

const LINE = {
  type: 'line' as const,
  symbol: 'circle',
  symbolSize: 9,
  lineStyle: { width: 5 },
};

function barsOf({ series, ticks, groups }: Chart, top: number): EChartsOption {
  const labels = groups.map(({ label }) => cut(label, SIZES.small, LONGEST_LABEL));
  const widest = (texts: readonly string[]) =>
    Math.max(0, ...texts.map((text) => widthOf(text, SIZES.small)));
  const left = MARGIN + widest(labels) + 18;
  const right = MARGIN + widest(groups.flatMap(({ texts }) => texts ?? [])) + 14;
  return {
    grid: { left, right, top: top - 6, bottom: MARGIN - 10 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: labels.map((_, index) => String(index)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: COLOURS.lines, width: 2 } },
      axisLabel: {
        interval: 0,
        margin: 18,
        fontSize: SIZES.small,
        color: COLOURS.text,
        formatter: (_: string, index: number) => labels[index] ?? '',
      },
    },
    xAxis: { ...valueAxis(ticks), axisLabel: { show: false }, splitLine: { show: false } },
    series: series.map((name, place) => ({
      type: 'bar',
      name,
      barMaxWidth: 42,
      barCategoryGap: '30%',
      barGap: '10%',
      itemStyle: { borderRadius: [0, 4, 4, 0] },
      label: {
        show: true,
        position: 'right',
        distance: 12,
        fontSize: SIZES.small,
        color: COLOURS.text,
        formatter: ({ dataIndex }: { readonly dataIndex: number }) =>
          groups[dataIndex]?.texts?.[place] ?? '',
      },
      data: groups.map(({ values }) => values[place] ?? 0),
    })),
  };
}

function valueAxis(ticks: Chart['ticks']) {
  const [first, second] = ticks;
  return {
    type: 'value' as const,
    min: 0,
    max: ticks.at(-1)?.at ?? 1,
    interval: (second?.at ?? 1) - (first?.at ?? 0),
    splitLine: { lineStyle: { color: COLOURS.lines, width: 2 } },
  };
}

function valueLabels(ticks: Chart['ticks']) {
  return {
    margin: 14,
    fontSize: SIZES.small,
    color: COLOURS.muted,
    // ECharts computes the marks anew, so they may differ in the last digit.
    formatter: (value: number) => nearest(ticks, value)?.label ?? '',
  };
}

function nearest(ticks: Chart['ticks'], value: number) {
  const distance = ({ at }: { readonly at: number }) => Math.abs(at - value);
  return ticks.toSorted((a, b) => distance(a) - distance(b))[0];
}

const WIDE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303f\uff00-\uff60]/u;

/** About how wide a text is, in pixels: a little more than the font makes it. */
function widthOf(text: string, size: number): number {
  const ems = Array.from(text).map((letter) => {
    if (WIDE.test(letter)) return 1;
    if (/[MWmw@%]/.test(letter)) return 0.9;
    if (/[\s!'(),.:;I[\]fijlrt|]/.test(letter)) return 0.34;
    return /[\p{Lu}]/u.test(letter) ? 0.68 : 0.58;
  });
  return size * ems.reduce<number>((sum, em) => sum + em, 0);
}

/** Shortens a text to a width. */
function cut(text: string, size: number, most: number): string {
  if (widthOf(text, size) <= most) return text;
  const letters = Array.from(text);
  while (letters.length > 1 && widthOf(`${letters.join('')}…`, size) > most) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
