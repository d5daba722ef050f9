import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anEvent } from '#test/support/events.ts';
import { eventOf, eventText } from './eventItem.ts';

test('whatever JSON can hold comes back as it was, and stands in one attribute of text', () => {
  const name = fc.string().filter((text) => text !== '__proto__'); // which the schema leaves out, and well so
  const anything = fc.dictionary(name, fc.jsonValue({ maxDepth: 40 }));
  fc.assert(
    fc.property(anything, (data) => {
      const event = { ...anEvent('one', { data: JSON.parse(JSON.stringify(data)) }), seq: 7 };
      expect(eventOf(eventText(event))).toEqual(event);
    }),
  );
});
