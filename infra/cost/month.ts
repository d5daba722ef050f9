/** A month of thirty days, as AWS's own examples count. */
export const MINUTES_A_MONTH = 30 * 24 * 60;
export const SECONDS_A_MONTH = MINUTES_A_MONTH * 60;
