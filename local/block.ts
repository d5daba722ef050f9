import pc from 'picocolors';
import type { LocalState } from './state.ts';

/** What a person needs once it runs: the address, the key, three commands to try. */
export function readyBlock(state: LocalState): string {
  return `
  Forestall is at   ${pc.bold(state.api_url)}
  Admin key         ${state.admin_key}   ${pc.dim('(also in .forestall/local.json)')}

  Try, in another terminal:
    npx forestall watch                                 ${pc.dim('what happens, as it happens')}
    npx forestall status                                ${pc.dim('services, open anomalies, last actions')}
    npx forestall break payments --fault memory-leak    ${pc.dim('and see it repaired')}
`;
}
