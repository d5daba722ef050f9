import { Writer } from '../../shard/bytes.ts';
import type { Profile } from './profile.ts';
import type { Rarity } from './rarity.ts';

/** A model as it was stored in version 1. */
export function inVersion1(model: Rarity): Uint8Array {
  const { past, recent, hours, repeats, restless, notices, excursion } = model;
  const to = new Writer();
  const wholes = (values: ArrayLike<number>) => Array.from(values, (value) => to.whole(value));
  const singles = (values: ArrayLike<number>) => Array.from(values, (value) => to.f32(value));
  const doubles = (values: ArrayLike<number>) => Array.from(values, (value) => to.f64(value));
  const profile = ({ seen, values, scale, sum, slot, points }: Profile) => {
    for (const times of seen) to.u8(times);
    singles(values.filter((_, i) => (seen[i] ?? 0) > 0));
    doubles([scale, sum]);
    wholes([slot + 1, points]);
  };
  to.u8(1);
  wholes([model.first, model.at, model.count, model.today + 1, model.untaught]);
  doubles([model.beyond, ...model.errors]);
  wholes([past.count, past.stride, past.seen, past.stretch, past.pick]);
  singles(Array.from({ length: past.count }, (_, i) => past.ring[(past.head + i) % past.size] ?? 0));
  profile(model.day);
  profile(model.week);
  wholes([recent.count]);
  singles(recent.ring);
  doubles(recent.before);
  wholes([hours.count, ...hours.counts]);
  singles(hours.surprises);
  for (const { zeros, total, since, top, from, scale, counts } of model.tails) {
    wholes([zeros, total, since]);
    singles([top, from, scale]);
    wholes(counts);
  }
  doubles([repeats.last]);
  wholes([repeats.run, repeats.longest, repeats.repeats, repeats.count]);
  doubles([restless.weight, restless.sum, restless.largest]);
  wholes([restless.block + 1, restless.points]);
  for (const { at, top } of [notices.sensitive, notices.warn, notices.page]) doubles([at, top]);
  singles(notices.recent);
  wholes([notices.count, excursion.since]);
  singles([excursion.least, excursion.most]);
  return to.done();
}
