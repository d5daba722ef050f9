import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexed } from '#domain/audit/indexed.ts';
import { type AuditRecord, chained, type Segment } from '#domain/audit/record.ts';
import { auditWriter } from './appendAudit.ts';
import { type AuditWorld, anEntry, auditPorts, type Item, newAuditWorld } from './audit.fixture.ts';
import { verifyAudit } from './verifyAudit.ts';

/** A chain as it is written, in segments of these sizes, an hour ago. */
async function written(...sizes: number[]): Promise<AuditWorld> {
  const world = newAuditWorld();
  const writer = auditWriter(auditPorts(world));
  let n = 0;
  for (const size of sizes) {
    await writer.append(Array.from({ length: size }, () => anEntry(`entry-${++n}`, { detail: { n } })));
    world.now += 1;
  }
  world.now += 3_600;
  return world;
}

const named = async (world: AuditWorld) => {
  const { findings, intact } = await verifyAudit(auditPorts(world));
  expect(intact).toBe(findings.length === 0);
  return findings.map(({ kind, seq, to }) => [kind, seq, to].filter((part) => part !== null).join(' '));
};

/** The item at this number, or a failing test. */
function at(world: AuditWorld, seq: number): Item {
  const item = world.items.get(seq);
  if (!item) throw new Error(`nothing stands at ${seq}`);
  return item;
}

/** What a careful attacker does: all that the table holds is chained anew, as if it had been so. */
function chainAnew(world: AuditWorld): void {
  const items = [...world.items.values()].sort((a, b) => a.seq - b.seq);
  let head: AuditRecord | undefined;
  world.items.clear();
  for (const { id, at, actor, action, target, detail } of items) {
    const entry = { id: `${id}`, at: `${at}`, actor: `${actor}`, action: `${action}`, target: `${target}` };
    const segment: Segment = chained(head, [{ ...entry, detail: JSON.parse(`${detail}`) }], '2027-01-15T08:00:00.000Z');
    head = segment.records[0];
    if (head) world.items.set(head.seq, { ...indexed(head), seq: head.seq });
  }
}

const forged = (seq: number): Item => ({
  ...indexed({ ...chained(undefined, [anEntry('forged')], '2027-01-15T08:00:00.000Z').records[0], seq } as AuditRecord),
  seq,
});

const aChain = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 });
/** A chain and some of its numbers, each another. */
const chainAnd = (numbers: number) =>
  aChain
    .map((sizes) => ({ sizes, length: sizes.reduce((sum, size) => sum + size, 0) }))
    .filter(({ length }) => length >= numbers)
    .chain(({ sizes, length }) =>
      fc
        .uniqueArray(fc.integer({ min: 1, max: length }), { minLength: numbers, maxLength: numbers })
        .map((seqs) => ({ sizes, length, seqs })),
    );

describe('what was not touched', () => {
  test('is intact, an empty chain included', async () => {
    expect(await verifyAudit(auditPorts(newAuditWorld()))).toMatchObject({ intact: true, records: 0, head: null });
    await fc.assert(
      fc.asyncProperty(aChain, async (sizes) => {
        expect(await named(await written(...sizes))).toEqual([]);
      }),
    );
  });

  test('is intact while records are on their way to the table, and those alone', async () => {
    const world = await written(2, 2);
    world.now -= 3_600;
    world.items.delete(4);
    expect(await verifyAudit(auditPorts(world))).toMatchObject({ intact: true, settling: 1 });
    world.items.delete(2); // the segment before the newest is always in the table as a whole
    expect(await named(world)).toEqual(['removed 2']);
    world.now += 61;
    expect(await named(world)).toEqual(['removed 2', 'cut_off 4 4']);
  });

  test('is intact while more is recorded', async () => {
    const world = await written(2, 2);
    const writer = auditWriter(auditPorts(world));
    let more = 3;
    const ports = auditPorts(world, async (call, when) => {
      if (call !== 'list' || when !== 'after' || more === 0) return;
      more -= 1;
      await writer.append([anEntry(`more-${more}`)]);
    });
    expect(await verifyAudit(ports)).toMatchObject({ intact: true, records: 7, head: { seq: 7 } });
  });
});

describe('each tampering with the table is named', () => {
  const members = [
    'actor',
    'action',
    'target',
    'detail',
    'at',
    'recorded_at',
    'hash',
    'previous',
    'order',
    'feed',
    'id',
  ];

  test('a changed record, whatever was changed, with the members', async () => {
    await fc.assert(
      fc.asyncProperty(
        chainAnd(1),
        fc.constantFrom(...members),
        fc.boolean(),
        async ({ sizes, seqs: [seq = 0] }, member, gone) => {
          const world = await written(...sizes);
          const { [member]: _was, ...rest } = at(world, seq);
          world.items.set(seq, gone ? { ...rest, seq } : { ...rest, seq, [member]: 'something else' });
          const { findings } = await verifyAudit(auditPorts(world));
          expect(findings).toMatchObject([{ kind: 'changed', seq, members: [member], id: `entry-${seq}` }]);
        },
      ),
    );
  });

  test('a changed record, also where all hashes were made anew', async () => {
    await fc.assert(
      fc.asyncProperty(chainAnd(1), async ({ sizes, length, seqs: [seq = 0] }) => {
        const world = await written(...sizes);
        world.items.set(seq, { ...at(world, seq), actor: 'key:innocent' });
        chainAnew(world);
        const { findings } = await verifyAudit(auditPorts(world));
        expect(findings.find((one) => one.seq === seq)).toMatchObject({
          kind: 'changed',
          members: expect.arrayContaining(['actor', 'hash']),
        });
        expect(findings.filter((one) => one.seq > seq)).toHaveLength(length - seq); // each later one has another hash
      }),
    );
  });

  test('a removed record, or an end that is cut off', async () => {
    await fc.assert(
      fc.asyncProperty(chainAnd(1), async ({ sizes, length, seqs: [seq = 0] }) => {
        const world = await written(...sizes);
        world.items.delete(seq);
        expect(await named(world)).toEqual([seq === length ? `cut_off ${seq} ${seq}` : `removed ${seq}`]);
        for (let later = seq; later <= length; later += 1) world.items.delete(later);
        expect(await named(world)).toEqual([`cut_off ${seq} ${length}`]);
        world.items.clear();
        expect(await named(world)).toEqual([`cut_off 1 ${length}`]);
      }),
    );
  });

  test('a removed record whose gap was closed', async () => {
    await fc.assert(
      fc.asyncProperty(chainAnd(2), async ({ sizes, length, seqs }) => {
        const seq = Math.min(...seqs);
        const world = await written(...sizes);
        for (let n = seq; n < length; n += 1) world.items.set(n, { ...at(world, n + 1), seq: n });
        world.items.delete(length);
        expect(await named(world)).toEqual([`removed ${seq}`, `renumbered ${seq + 1} ${length}`]);
      }),
    );
  });

  test('an inserted record: beyond the end, below the beginning, or between with the others making way', async () => {
    await fc.assert(
      fc.asyncProperty(
        chainAnd(1),
        fc.integer({ min: 1, max: 1_000 }),
        async ({ sizes, length, seqs: [seq = 0] }, far) => {
          const world = await written(...sizes);
          world.items.set(length + far, forged(length + far));
          world.items.set(-far, forged(-far));
          expect(await named(world)).toEqual([`inserted ${-far}`, `inserted ${length + far}`]);
          world.items.delete(length + far);
          world.items.delete(-far);
          for (let n = length; n >= seq; n -= 1) world.items.set(n + 1, { ...at(world, n), seq: n + 1 });
          world.items.set(seq, forged(seq));
          expect(new Set(await named(world))).toEqual(new Set([`inserted ${seq}`, `renumbered ${seq} ${length}`]));
        },
      ),
    );
  });

  test('a copy of a record beside the record', async () => {
    const world = await written(3);
    world.items.set(4, { ...at(world, 2), seq: 4 });
    expect(await named(world)).toEqual(['inserted 4']);
  });

  test('reordered records, also where all hashes were made anew', async () => {
    await fc.assert(
      fc.asyncProperty(chainAnd(2), fc.boolean(), async ({ sizes, seqs: [a = 0, b = 0] }, anew) => {
        const world = await written(...sizes);
        const [one, other] = [at(world, a), at(world, b)];
        world.items.set(a, { ...other, seq: a });
        world.items.set(b, { ...one, seq: b });
        if (anew) chainAnew(world);
        const found = await named(world);
        expect(found).toEqual(expect.arrayContaining([`reordered ${a} ${b}`, `reordered ${b} ${a}`]));
        if (!anew) expect(found).toHaveLength(2);
      }),
    );
  });

  test('reordered records beside a gap: what only made way is told from what was put elsewhere', async () => {
    const world = await written(3, 4);
    const [three, four] = [at(world, 3), at(world, 4)];
    world.items.delete(2);
    world.items.set(3, { ...four, seq: 3 });
    world.items.set(4, { ...three, seq: 4 });
    expect(await named(world)).toEqual(['removed 2', 'reordered 3 4', 'reordered 4 3']);
    const far = await written(3, 4);
    far.items.set(900, { ...at(far, 2), seq: 900 });
    far.items.delete(2);
    expect(await named(far), 'it passed those that were not touched').toEqual(['reordered 2 900']);
  });

  test('one that was replaced by another under its number', async () => {
    const world = await written(3);
    world.items.set(2, forged(2));
    const { findings } = await verifyAudit(auditPorts(world));
    expect(findings).toMatchObject([
      { kind: 'changed', seq: 2, id: 'entry-2', members: expect.arrayContaining(['id', 'detail']) },
    ]);
  });

  test('several tamperings at once: none hides another', async () => {
    const tampering = fc.constantFrom('change', 'remove', 'swap', 'insert');
    await fc.assert(
      fc.asyncProperty(
        chainAnd(6),
        fc.array(tampering, { minLength: 1, maxLength: 3 }),
        async ({ sizes, length, seqs }, deeds) => {
          const world = await written(...sizes);
          const touched = new Set<number>();
          for (const [index, deed] of deeds.entries()) {
            const [a = 0, b = 0] = seqs.slice(index * 2);
            if (deed === 'change') world.items.set(a, { ...at(world, a), detail: '{}' });
            if (deed === 'remove') world.items.delete(a);
            if (deed === 'insert') world.items.set(length + 1 + index, forged(length + 1 + index));
            if (deed === 'swap') {
              const [one, other] = [at(world, a), at(world, b)];
              world.items.set(a, { ...other, seq: a });
              world.items.set(b, { ...one, seq: b });
              touched.add(b);
            }
            touched.add(deed === 'insert' ? length + 1 + index : a);
          }
          const { findings } = await verifyAudit(auditPorts(world));
          for (const seq of touched)
            expect(
              findings.some((one) => one.seq <= seq && seq <= (one.kind === 'cut_off' ? (one.to ?? one.seq) : one.seq)),
              `${seq}`,
            ).toBe(true);
          for (const { seq, kind } of findings) {
            expect([...touched]).toContain(seq);
            expect(kind).not.toBe('renumbered'); // nothing made way
          }
        },
      ),
    );
  });
});

describe('the copy under lock', () => {
  test('that was written again, or hidden, is named, and its first version believed', async () => {
    const world = await written(1, 2, 1);
    world.bucket.get(2)?.push(JSON.stringify({ first: 2, records: [] }));
    world.bucket.get(4)?.push(undefined);
    expect(await named(world)).toEqual(['copy_overwritten 2', 'copy_overwritten 4']);
    world.items.delete(3);
    expect(await named(world)).toContain('removed 3');
  });

  test('that is not what was written is named: a hash, a number, a link, an object that is gone or unreadable', async () => {
    const change = async (first: number, edit: (records: Record<string, unknown>[]) => unknown) => {
      const world = await written(1, 2, 1);
      const segment = JSON.parse(world.bucket.get(first)?.[0] ?? '');
      edit(segment.records);
      world.bucket.set(first, [JSON.stringify(segment)]);
      return named(world);
    };
    expect(await change(2, ([record]) => Object.assign(record ?? {}, { actor: 'key:x' }))).toEqual([
      'copy_changed 2',
      'changed 2',
    ]);
    expect(await change(2, (records) => records.reverse())).toContain('copy_changed 2');
    expect(await change(2, (records) => records.pop())).toEqual(expect.arrayContaining(['copy_missing 3 3']));
    const gone = await written(1, 2, 1);
    gone.bucket.delete(2);
    expect(await named(gone)).toEqual(expect.arrayContaining(['copy_missing 2 3']));
    const unreadable = await written(1, 2, 1);
    unreadable.bucket.set(2, [undefined, undefined]);
    expect(await named(unreadable)).toEqual(expect.arrayContaining(['copy_changed 2']));
  });
});

test('how far it is, is told', async () => {
  const told: number[] = [];
  const world = await written(...Array.from({ length: 100 }, () => 1));
  await verifyAudit({ ...auditPorts(world), progress: async (share) => void told.push(share) });
  expect(told).toEqual([0.32, 0.64, 0.96]);
});

test('of very many findings the first ones are told, and how many there are', async () => {
  const world = await written(300, 300);
  for (const seq of world.items.keys()) world.items.set(seq, { ...at(world, seq), actor: 'key:x' });
  const { findings, findings_count } = await verifyAudit(auditPorts(world));
  expect([findings.length, findings_count]).toEqual([200, 600]);
});
