import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const room = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const entries: Record<string, Record<string, string>> = {
  visitor: { luukku: room("visitor/luukku.ts") },
  agent: { agent: room("agent/main.ts") },
  map: { map: room("map/map.ts") },
};

/**
 * Parts of the Socket.IO client that the widget never uses, 3 kB of the visitor's 25: the service has no HTTP/3,
 * and every payload is JSON without binary.
 */
const UNUSED: Record<string, string> = {
  "engine.io-client/build/esm/transports/webtransport.js": "export const WT = undefined;",
  // Every browser that shows the widget has it, and these two by itself.
  "engine.io-client/build/esm/contrib/has-cors.js": "export const hasCORS = true;",
  "engine.io-client/build/esm/contrib/parseuri.js": `
    export const parse = (uri) => {
      const { hostname, port, protocol } = new URL(uri);
      return { host: hostname.replace(/[[\\]]/g, ""), port, protocol: protocol.slice(0, -1) };
    };`,
  "engine.io-client/build/esm/contrib/parseqs.js": `
    export const encode = (query) => String(new URLSearchParams(query)), decode = undefined;`,
  // As the original where the data is text.
  "engine.io-parser/build/esm/encodePacket.browser.js": `
    import { PACKET_TYPES } from "./commons.js";
    export const encodePacket = ({ type, data }, _, callback) => callback(PACKET_TYPES[type] + (data || ""));
    export const encodePacketToBinary = undefined;`,
  "engine.io-parser/build/esm/decodePacket.browser.js": `
    import { ERROR_PACKET, PACKET_TYPES_REVERSE } from "./commons.js";
    export const decodePacket = (packet) => {
      const type = PACKET_TYPES_REVERSE[packet[0]];
      if (!type) return ERROR_PACKET;
      return packet.length > 1 ? { type, data: packet.slice(1) } : { type };
    };`,
  "socket.io-parser/build/esm/is-binary.js": "export const isBinary = () => false, hasBinary = isBinary;",
  "socket.io-parser/build/esm/binary.js": "export const deconstructPacket = () => undefined, reconstructPacket = deconstructPacket;",
};
const withoutUnused: Plugin = {
  name: "without-unused",
  enforce: "pre",
  load: (id) => Object.entries(UNUSED).find(([path]) => id.endsWith(path))?.[1] ?? null,
};

/**
 * Three builds by mode, so that the visitor's bytes never depend on what the console imports.
 *
 * `visitor`: the launcher `luukku.js` under a name that a city's page can keep for years; all else
 * that it imports carries its content's hash, so it may be cached for ever.
 * `agent`: the console, `agent.js` and `agent.css`, which its own page names.
 * `map`: `map.js` and `map.css`, which the feedback form names where the city has set up a map.
 */
export default defineConfig(({ mode }) => ({
  root: room("."),
  base: "/widget/",
  publicDir: false,
  plugins: mode === "visitor" ? [withoutUnused] : [],
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  build: {
    outDir: room("dist"),
    emptyOutDir: mode === "visitor",
    target: "es2022",
    // Inline scripts and preload links would need exceptions in a strict Content-Security-Policy.
    modulePreload: false,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    reportCompressedSize: false,
    // Library mode spares the launcher Vite's preload helper, which would be half of its bytes.
    lib: { entry: entries[mode] ?? {}, formats: ["es"] },
    rolldownOptions: {
      // Socket.IO's modules only define things, though its packages do not say so: what is not used can go.
      treeshake: { moduleSideEffects: [{ test: /(socket|engine)\.io-(client|parser)/, sideEffects: false }] },
      output: {
        // A library's white space is kept unless asked otherwise.
        minify: true,
        entryFileNames: "[name].js",
        chunkFileNames: `${mode}-[name]-[hash].js`,
        assetFileNames: ({ names }) => (names[0]?.endsWith(".css") ? `${mode}[extname]` : `${mode}-[name][extname]`),
      },
    },
  },
  test: {
    root: room(".."),
    include: ["tests/widget/**/*.test.ts"],
    environment: "happy-dom",
  },
}));
