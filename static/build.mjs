// Builds what browsers are given: styles, scripts, fonts, icons and images, each under a name that tells its content.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import esbuild from "esbuild";
import * as sass from "sass";

const HERE = import.meta.dirname;
const MODULES = join(HERE, "node_modules");
const BUILT = join(HERE, "built");
const FRESH = join(HERE, `built.${process.pid}.tmp`);
const BROWSERS = ["chrome80", "edge80", "firefox90", "safari15"];
const FONT = "atkinson-hyperlegible-next";
const FONTS = ["latin", "latin-ext"].map((letters) => `${FONT}-${letters}-wght-normal.woff2`);
// For what is printed on the server, where no browser reads them: fonts of one weight each, packed as a PDF writer can read.
const PRINTED = ["latin-400", "latin-700", "latin-ext-400"].map((cut) => `${FONT}-${cut}-normal.woff`);
const SCRIPTS = ["app.js", "socket.js"];
const WORKER = "service-worker.js";
const IMAGES = ["favicon.svg", "icon-touch.png", "icon-small.png", "icon-large.png"];

const manifest = {};

// Writes one file as name-<hash>.ext and notes it, so that a changed file always has a new address.
function keep(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const ending = extname(name);
  const hashed = `${basename(name, ending)}-${hash}${ending}`;
  writeFileSync(join(FRESH, hashed), content);
  manifest[name] = hashed;
}

// Puts the hashed name wherever a text speaks of a file that is already kept.
function withHashedNames(text, names) {
  return names.reduce((done, name) => done.replaceAll(name, manifest[name]), text);
}

function keepFonts() {
  for (const name of FONTS) {
    keep(name, readFileSync(join(MODULES, "@fontsource-variable", FONT, "files", name)));
  }
  for (const name of PRINTED) {
    keep(name, readFileSync(join(MODULES, "@fontsource", FONT, "files", name)));
  }
}

async function keepStyles() {
  const { css } = sass.compile(join(HERE, "css", "app.scss"), {
    loadPaths: [MODULES],
    quietDeps: true,
  });
  const small = await esbuild.transform(css, { loader: "css", minify: true, target: BROWSERS });
  keep("app.css", withHashedNames(small.code, FONTS));
}

async function keepScripts() {
  for (const name of SCRIPTS) {
    keep(name, await bundled(name));
  }
}

// Last of all: the worker knows every other file by its hashed name, so that it is a new one whenever one of them is.
async function keepWorker() {
  const read = Object.keys(manifest).filter((name) => !PRINTED.includes(name));
  const files = read.map((name) => `/static/${manifest[name]}`);
  const text = await bundled(WORKER, { BUILT_FILES: JSON.stringify(files) });
  keep(WORKER, withHashedNames(text, IMAGES));
}

async function bundled(name, define = {}) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(HERE, "js", name)],
    bundle: true,
    format: "esm",
    minify: true,
    target: BROWSERS,
    define,
    write: false,
  });
  return outputFiles[0].text;
}

// One file of <symbol>s, holding only the icons that icons.json lists.
function keepIcons() {
  const wanted = JSON.parse(readFileSync(join(HERE, "icons.json"), "utf8"));
  const { icons, aliases = {} } = JSON.parse(
    readFileSync(join(MODULES, "@iconify-json", "lucide", "icons.json"), "utf8"),
  );
  const symbols = wanted.map((name) => {
    const icon = icons[name] ?? icons[aliases[name]?.parent];
    if (!icon) {
      throw new Error(`icons.json asks for "${name}", which lucide does not have`);
    }
    return `<symbol id="${name}" viewBox="0 0 24 24">${icon.body}</symbol>`;
  });
  keep("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

function keepImages() {
  for (const name of IMAGES) {
    keep(name, readFileSync(join(HERE, "images", name)));
  }
  const app = readFileSync(join(HERE, "images", "roost.webmanifest"), "utf8");
  keep("roost.webmanifest", withHashedNames(app, IMAGES));
}

mkdirSync(FRESH, { recursive: true });
try {
  keepFonts();
  await keepStyles();
  await keepScripts();
  keepIcons();
  keepImages();
  await keepWorker();
  writeFileSync(join(FRESH, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  rmSync(BUILT, { recursive: true, force: true });
  renameSync(FRESH, BUILT);
} finally {
  rmSync(FRESH, { recursive: true, force: true });
}
console.log(`built ${Object.keys(manifest).length} files into static/built`);
