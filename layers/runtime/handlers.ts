export type { Context } from './context.ts';
export { type Message, onEachMessage, onMessages } from './queue.ts';
export { onSchedule } from './schedule.ts';
export { type Change, onStream } from './stream.ts';
export { onTask } from './task.ts';
