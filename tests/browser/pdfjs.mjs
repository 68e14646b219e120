// pdf.js in Node.js. Nothing is drawn here, so what it draws with may be empty, and its warning of that is not news.
for (const name of ["DOMMatrix", "ImageData", "Path2D"]) globalThis[name] ??= class {};
const { log, warn } = console;
console.log = console.warn = () => {};
const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
Object.assign(console, { log, warn });

export const readPdf = (bytes) => getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
