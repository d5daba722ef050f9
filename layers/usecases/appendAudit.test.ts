import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '#domain/random.ts';
import { auditWriter } from './appendAudit.ts';
import { type AuditWorld, anEntry, auditPorts, newAuditWorld } from './audit.fixture.ts';
import { interleaved } from './interleaved.fixture.ts';
import { verifyAudit } from './verifyAudit.ts';

const recordedIds = (world: AuditWorld): string[] =>
  [...world.bucket]
    .sort(([a], [b]) => a - b)
    .flatMap(([, versions]) => JSON.parse(versions[0] ?? '').records.map(({ id }: { id: string }) => id));
const standingIds = (world: AuditWorld) => [...world.items.values()].sort((a, b) => a.seq - b.seq).map(({ id }) => id);
const verified = (world: AuditWorld) => verifyAudit(auditPorts({ ...world, now: world.now + 3_600 }));

describe('one writer', () => {
  test('numbers entries in their order, chains them, and keeps them under lock and in the table', async () => {
    const world = newAuditWorld();
    const writer = auditWriter(auditPorts(world));
    const first = await writer.append([anEntry('a'), anEntry('b')]);
    world.now -= 100; // a clock that was set back
    const second = await writer.append([anEntry('c')]);
    expect([...first, ...second].map(({ seq, id }) => `${seq} ${id}`)).toEqual(['1 a', '2 b', '3 c']);
    expect(second[0]?.previous).toBe(first[1]?.hash);
    expect(second[0]?.recorded_at).toBe(first[1]?.recorded_at);
    expect(await verified(world)).toMatchObject({ intact: true, records: 3, head: { seq: 3, hash: second[0]?.hash } });
  });

  test('what comes again, in one batch or later, to it or to another, is recorded once', async () => {
    const world = newAuditWorld();
    const writer = auditWriter(auditPorts(world));
    await writer.append([anEntry('a'), anEntry('a', { actor: 'key:other' }), anEntry('b')]);
    await writer.append([anEntry('c')]);
    expect(await writer.append([anEntry('a'), anEntry('c')])).toEqual([]);
    const another = auditWriter(auditPorts(world));
    expect((await another.append([anEntry('b'), anEntry('d'), anEntry('c')])).map(({ id }) => id)).toEqual(['d']);
    expect(recordedIds(world)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('nothing is recorded of nothing', async () => {
    const world = newAuditWorld();
    expect(await auditWriter(auditPorts(world)).append([])).toEqual([]);
    expect(world.bucket.size).toBe(0);
  });

  test('a place in the table that somebody made up, so that an entry seems recorded, is not believed', async () => {
    const world = newAuditWorld();
    const ports = auditPorts(world);
    const writer = auditWriter(ports);
    await writer.append([anEntry('a')]);
    world.places.set('the switch is thrown', 1);
    world.places.set('and back', 77);
    await writer.append([anEntry('the switch is thrown'), anEntry('and back')]);
    expect(recordedIds(world)).toEqual(['a', 'the switch is thrown', 'and back']);
    expect(ports.logged).toHaveLength(2);
    await auditWriter(auditPorts(world)).append([anEntry('x')]);
    expect(await writer.append([anEntry('and back')]), 'its place is right now').toEqual([]);
  });

  test('records that somebody put where the next ones belong stay, as evidence, and change no number', async () => {
    const world = newAuditWorld();
    const writer = auditWriter(auditPorts(world));
    await writer.append([anEntry('a')]);
    world.items.set(2, { seq: 2, chain: 'records', id: 'forged' });
    world.items.set(900, { seq: 900, chain: 'records', id: 'far' });
    await writer.append([anEntry('b')]);
    await writer.append([anEntry('c')]);
    expect(recordedIds(world)).toEqual(['a', 'b', 'c']);
    expect(world.items.get(2)).toMatchObject({ id: 'forged' });
    const { findings } = await verified(world);
    expect(findings.map(({ kind, seq }) => `${kind} ${seq}`)).toEqual(['changed 2', 'inserted 900']);
  });

  test('a failure in between is mended by the next try, of whoever makes it', async () => {
    for (const failing of ['newest', 'placesOf', 'add', 'put place', 'put item'])
      for (const moment of ['before', 'after'] as const)
        for (const same of [true, false]) {
          const world = newAuditWorld();
          let armed = false;
          const ports = auditPorts(world, async (call, when) => {
            if (!(armed && call === failing && when === moment)) return;
            armed = false;
            throw new Error('the answer was lost');
          });
          const writer = auditWriter(ports);
          if (failing !== 'newest') await writer.append([anEntry('before')]);
          armed = true;
          const batch = [anEntry('a'), anEntry('b'), anEntry('c')];
          await expect(writer.append(batch), failing).rejects.toThrow('the answer was lost');
          await (same ? writer : auditWriter(auditPorts(world))).append([...batch, anEntry('d')]);
          expect(recordedIds(world).filter((id) => id !== 'before')).toEqual(['a', 'b', 'c', 'd']);
          expect(standingIds(world)).toEqual(recordedIds(world));
        }
  });
});

test('however writers are interleaved, die and fail, and however often entries come: each is recorded once', async () => {
  let crashes = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.integer({ min: 2, max: 4 }), async (seed, writers) => {
      const random = seededRandom(seed);
      const world = newAuditWorld();
      const ids = Array.from({ length: 12 }, (_, n) => `entry-${n}`);
      // each batch is a message batch of the queue: it comes again until a writer has taken it, and at times once more
      let open = Array.from({ length: 6 }, () => ids.filter(() => random() < 0.35));
      open.push(ids);
      for (let round = 0; open.length > 0; round += 1) {
        expect(round, 'it ends').toBeLessThan(50);
        const left = new Set(open);
        const batches = open.values();
        const mishaps = round < 10 ? { crash: 0.02, fail: 0.04 } : { crash: 0, fail: 0 };
        const before = left.size;
        await interleaved(
          Array.from({ length: writers }, () => async (gate) => {
            const writer = auditWriter(auditPorts(world, (call, when) => gate(call, when)));
            for (const batch of batches) {
              await writer.append(batch.map((id) => anEntry(id)));
              if (random() < 0.9) left.delete(batch); // otherwise it was recorded, and is not known to be
            }
          }),
          random,
          mishaps,
          () => {
            world.now += 1;
          },
        );
        if (left.size === before) crashes += 1;
        open = [...left];
      }
      expect([...recordedIds(world)].sort()).toEqual([...ids].sort());
      expect(standingIds(world)).toEqual(recordedIds(world));
      expect(await verified(world)).toMatchObject({ intact: true, records: ids.length, settling: 0 });
    }),
    { numRuns: 1_500 },
  );
  expect(crashes, 'some rounds came to nothing, or this shows nothing').toBeGreaterThan(0);
}, 120_000);
