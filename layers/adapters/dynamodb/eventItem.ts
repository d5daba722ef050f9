import { NumberedEvent } from '#domain/event/event.ts';

/**
 * An event as an attribute: text, for what people trigger may hold names, numbers and depths that DynamoDB refuses.
 * Anything JSON holds comes back as it was.
 */
export const eventText = (event: NumberedEvent): string => JSON.stringify(event);

export const eventOf = (text: unknown): NumberedEvent => NumberedEvent.parse(JSON.parse(String(text)));
