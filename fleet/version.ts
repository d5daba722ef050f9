/** The variable by which a task definition is one of a bad version: its processes die after so many requests, about five
 *  seconds of their share of the load, and so does whatever replaces them. */
export const DIES_AFTER = 'APP_DIES_AFTER_REQUESTS';
export const REQUESTS_BEFORE_DEATH = 40;

/** @param environment of a task definition's container */
export const isBadVersion = (environment: Readonly<Record<string, string>>): boolean => DIES_AFTER in environment;
