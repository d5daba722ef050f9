/** No forecast is answered or judged further ahead: the longest that the API and `forecast(…)` take. */
export const AHEAD_SECONDS = 86_400;

/**
 * So probable a breach is told, and is what `forecast(…)` means where a policy names no probability: of five such
 * notices one may be wrong. At 0.5 half of them would be, and nobody reads on; at 0.95 a ramp is told when half of the
 * time to act has gone (its spread must lie beyond the limit whole).
 */
export const FORESEEN = 0.8;

/** Below this it is not told any more. Between the two what was told stands, so that it does not flutter. */
export const NOT_FORESEEN = 0.5;
