/** What the state machine does next with which action. Its Choice state routes on `next`. */
export interface Next {
  id: string;
  next: 'admit' | 'ask' | 'act' | 'wait' | 'verify' | 'undo' | 'finish' | 'end';
  wait_seconds: number;
}

export const go = (id: string, next: Next['next'], wait_seconds = 0): Next => ({ id, next, wait_seconds });
