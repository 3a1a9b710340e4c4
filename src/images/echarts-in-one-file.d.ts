/** All of ECharts in one file, which loads five times as fast as its modules. */
declare module 'echarts/dist/echarts.esm.min.mjs' {
  export * from 'echarts';
}
