// Beside the pages' server in a build (assets.mjs), before it starts: where an installation's scripts, styles and fonts
// come from. Pages name them by `assetPrefix`; what a page's components load is named by manifests, which Next.js reads
// by `vm`, once each.
module.exports = (config, vm) => {
  const from = process.env.HALLWAY_ASSETS_URL;
  if (!from) return;
  config.assetPrefix = from;
  const run = vm.runInNewContext;
  vm.runInNewContext = (code, ...rest) =>
    run(
      code.includes("__RSC_MANIFEST") ? code.replaceAll('"/_next/static/', `"${from}/_next/static/`) : code,
      ...rest,
    );
};
