/** FNV-1a over the UTF-16 code units: small, stable, good enough to spread services. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** All series of one service live in one shard, so that one function sees a service whole. */
export const shardOf = (service: string, shards: number): number => fnv1a(service) % shards;
