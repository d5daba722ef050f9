import { expect, test } from 'vitest';
import * as z from 'zod';
import { jsonSchemas, together } from './jsonSchemas.ts';

const Colour = z.enum(['red', 'green']).meta({ id: 'TestColour' });
const Paint = z.object({ colour: Colour.nullable(), coats: z.number().int().default(1) }).meta({ id: 'TestPaint' });
const Room = z.object({ walls: Paint, door: Colour.optional() }).meta({ id: 'TestRoom' });

test('what is named is a component, and null is allowed beside it where it is', () => {
  const { of, components } = jsonSchemas('output', { room: Room });
  expect(of.room).toEqual({ $ref: '#/components/schemas/TestRoom' });
  expect(components.TestPaint?.properties?.colour).toEqual({
    anyOf: [{ $ref: '#/components/schemas/TestColour' }, { type: 'null' }],
  });
});

test('an answer may say more than is promised, a strict body may not', () => {
  const strict = z.strictObject({ a: z.string() });
  expect(jsonSchemas('output', { room: Room }).components.TestPaint).not.toHaveProperty('additionalProperties');
  expect(jsonSchemas('input', { strict }).of.strict?.additionalProperties).toBe(false);
});

test('what is sent otherwise than it is answered has a name of its own, and so has what holds it', () => {
  const { sent, components } = together(jsonSchemas('output', { room: Room }), jsonSchemas('input', { room: Room }));
  expect(sent.room).toEqual({ $ref: '#/components/schemas/TestRoomInput' });
  expect(components.TestPaint?.required).toEqual(['colour', 'coats']);
  expect(components.TestPaintInput?.required).toEqual(['colour']);
  expect(components.TestRoomInput?.properties?.walls).toEqual({ $ref: '#/components/schemas/TestPaintInput' });
  expect(components, 'what is alike is one').not.toHaveProperty('TestColourInput');
});
