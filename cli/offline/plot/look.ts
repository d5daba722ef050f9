/** Colours that are told apart in print and by the colour-blind (Okabe and Ito). */
export const COLOURS = {
  value: '#0072b2',
  expected: '#555555',
  band: '#b8c9d6',
  alert: '#d55e00',
  forecast: '#009e73',
  forecastBand: '#a8dccb',
  threshold: '#cc0000',
};
