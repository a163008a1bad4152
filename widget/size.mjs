/** Print the gzip bytes of the visitor's launcher and of everything that is loaded once the chat is open; fail if too many. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const dist = new URL("dist/", import.meta.url);
const names = readdirSync(dist);
const gzipBytes = (pattern) =>
  names.filter((name) => pattern.test(name)).map((name) => gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length);

/** The chunks that come with a chunk, itself included: the build may move what several share into one of its own. */
function withImports(name) {
  const text = readFileSync(new URL(name, dist), "utf8");
  const imported = [...text.matchAll(/(?:from|import)\s*["`]\.\/([^"`]+)["`]/g)].map(([, file]) => file);
  return new Set([name, ...imported.flatMap((file) => [...withImports(file)])]);
}

const [launcher] = gzipBytes(/^luukku\.js$/);
const opening = withImports(names.find((name) => /^visitor-panel-.*\.js$/.test(name)));
const panel = [...opening].reduce((sum, name) => sum + gzipBytes(new RegExp(`^${name}$`))[0], 0);
// Only the conversation's language is loaded: count the longest. The feedback form comes when it is asked for.
const texts = Math.max(...gzipBytes(/^visitor-(fi|sv|en)-.*\.js$/));
const opened = launcher + panel + texts;
console.log(JSON.stringify({ launcher, opened }));
if (launcher > 3_000 || opened > 25_000) process.exitCode = 1;
