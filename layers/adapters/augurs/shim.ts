import { registerHooks } from 'node:module';

/**
 * The WASI shim of Prophet's Stan model in its build for browsers: the one for Node starts a thread of its own, which
 * never ends and keeps the process. From sources this is done while modules are resolved; bundlers do it by an alias.
 */
const SHIM = '@bytecodealliance/preview2-shim/';

registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith(SHIM)) return next(specifier, context);
    const { url } = next(specifier, context);
    return { url: url.replace('/lib/nodejs/', '/lib/browser/'), format: 'module', shortCircuit: true };
  },
});
