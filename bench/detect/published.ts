/** What others have published for themselves on this half of NAB with the thresholds that NAB gives them, judged by the
 *  same evaluate.py; copied from the data set's README. */
export const PUBLISHED = [
  { name: 'ARTime', nab_standard: 78.06, f1: 0.607, false_share: 0.55, false_per_series_week: 0.47, cloud: 0.58 },
  { name: 'CAD OSE', nab_standard: 74.05, f1: 0.724, false_share: 0.355, false_per_series_week: 0.15, cloud: 0.682 },
  {
    name: 'Numenta HTM',
    nab_standard: 71.21,
    f1: 0.614,
    false_share: 0.517,
    false_per_series_week: 0.43,
    // biome-ignore lint/suspicious/noApproximativeNumericConstant: a score, not a logarithm
    cloud: 0.693,
  },
  { name: 'Skyline', nab_standard: 56.09, f1: 0.413, false_share: 0.71, false_per_series_week: 0.68, cloud: 0.339 },
  {
    name: 'Random Cut Forest',
    nab_standard: 52,
    f1: 0.476,
    false_share: 0.659,
    false_per_series_week: 0.87,
    cloud: 0.425,
  },
  {
    name: 'Twitter ADVec',
    nab_standard: 46.39,
    f1: 0.446,
    false_share: 0.66,
    false_per_series_week: 0.6,
    cloud: 0.341,
  },
] as const;
