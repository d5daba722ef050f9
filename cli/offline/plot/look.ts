/** Colours that are told apart in print and by the colour-blind (Okabe and Ito). */
export const COLOURS = {
  value: '#0072b2',
  expected: '#333333',
  band: '#c9d5de',
  alert: '#d55e00',
  forecast: '#009e73',
  forecastBand: '#a8dccb',
  threshold: '#cc0000',
  end: '#777777',
};
