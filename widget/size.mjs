/** Print the gzip bytes of the visitor's launcher and of everything loaded once the chat is open. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const dist = new URL("dist/", import.meta.url);
const gzipBytes = (name) => gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length;

const names = readdirSync(dist);
const launcher = gzipBytes("luukku.js");
const isText = (name) => /^visitor-(fi|sv|en)-/.test(name);
const shared = names.filter((name) => /^visitor-.*\.js$/.test(name) && !isText(name)).map(gzipBytes);
// Only the conversation's language is loaded: count the longest.
const text = Math.max(0, ...names.filter(isText).map(gzipBytes));
const opened = [launcher, ...shared, text].reduce((sum, bytes) => sum + bytes, 0);

console.log(JSON.stringify({ launcher, opened }));
