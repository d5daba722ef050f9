import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actorOf, type Grant, namespacesFor, scopesOf } from './holder.ts';
import { grants, Scope } from './key.ts';

const grant = fc.record<Grant>({
  scopes: fc.uniqueArray(fc.constantFrom(...Scope.options), { minLength: 1, maxLength: 3 }),
  namespaces: fc.option(fc.uniqueArray(fc.constantFrom('orders', 'payments', 'users'), { minLength: 1 })),
});

test('several grants together allow what one of them allows, and nothing more', () => {
  fc.assert(
    fc.property(
      fc.array(grant, { maxLength: 4 }),
      fc.constantFrom(...Scope.options),
      fc.constantFrom('orders', 'payments', 'users', 'another'),
      (all, scope, namespace) => {
        const mine = namespacesFor({ grants: all }, scope);
        const may = grants(scopesOf({ grants: all }), scope) && (mine === null || mine.includes(namespace));
        const one = all.some(
          ({ scopes, namespaces }) => grants(scopes, scope) && (namespaces === null || namespaces.includes(namespace)),
        );
        expect(may).toBe(one);
      },
    ),
  );
});

test('an actor is told by what was shown', () => {
  expect([actorOf('abc'), actorOf('oidc:alice')]).toEqual(['key:abc', 'oidc:alice']);
});
