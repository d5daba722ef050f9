import { registerHooks } from 'node:module';

/** Loaded before anything else (`node --import`): one constant of the forecast has another value, as in
 *  FORESTALL_ALTERED="blend.ts SHARPNESS 5". */
const [file = '', name = '', value = ''] = (process.env.FORESTALL_ALTERED ?? '').split(' ');
const definition = new RegExp(`(const ${name} = )[^;]+;`);
let found = false;

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith(`/layers/domain/forecast/${file}`) || loaded.source === undefined) return loaded;
    const source = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
    found = definition.test(source);
    return { ...loaded, source: source.replace(definition, `$1${value};`) };
  },
});

process.once('exit', () => {
  if (!found) throw new Error(`there is no constant ${name} in ${file}`);
});
