import type { Measured } from './measure.ts';

export interface ForestResult {
  set: string;
  rows: number;
  /** the forest by itself, as scikit-learn has it */
  ours: Measured;
  peer: Measured;
  /** as the product grows it: with what is left of each metric beside the others */
  product: Measured;
}

/** How far our area under the curve may lie from scikit-learn's. */
export const WITHIN = 0.02;

export function forestTable(results: readonly ForestResult[], forests: number): string {
  const lines = [
    `isolation forests of 100 trees of 256 rows, ${forests} forests a set; AUC: mean (least to most)`,
    '',
    '| set | rows | ours | scikit-learn | difference | in the product | train ms: ours, scikit-learn | bytes | rows/s: ours, scikit-learn |',
    '|---|---|---|---|---|---|---|---|---|',
    ...results.map(({ set, rows, ours, peer, product }) => {
      const cells = [
        set,
        `${rows}`,
        spread(ours),
        spread(peer),
        signed(ours.auc - peer.auc),
        spread(product),
        `${ours.train_ms.toFixed(0)}, ${peer.train_ms.toFixed(0)}`,
        `${ours.bytes}`,
        `${thousands(ours.rows_per_second)}, ${thousands(peer.rows_per_second)}`,
      ];
      return `| ${cells.join(' | ')} |`;
    }),
    '',
    verdict(results),
  ];
  return lines.join('\n');
}

function verdict(results: readonly ForestResult[]): string {
  const worst = Math.max(...results.map(({ ours, peer }) => Math.abs(ours.auc - peer.auc)));
  const where = worst <= WITHIN ? 'within' : 'NOT within';
  return `largest difference ${worst.toFixed(4)}: ${where} ${WITHIN} on ${results.length} sets`;
}

const spread = ({ auc, least, most }: Measured): string =>
  `${auc.toFixed(4)} (${least.toFixed(3)} to ${most.toFixed(3)})`;
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
const thousands = (value: number): string => `${Math.round(value / 1_000)} k`;
