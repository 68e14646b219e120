// Makes the pictures that the README shows.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { address, close, open, site } from "./support.mjs";

const docs = resolve(dirname(fileURLToPath(import.meta.url)), "../../docs");

for (const [name, path, anchor, height] of [
  ["policy-page", "policies/intake.html", "purpose", 620],
  ["director-page", "director.html", "", 760],
]) {
  test(name, async () => {
    const page = await open(`${address(path)}#${anchor}`, { viewport: { width: 1250, height }, colorScheme: "light" });
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(docs, `${name}.png`) });
    await close(page);
  });
}

// The first page of a form, drawn by pdf.js.
test("form-page", async () => {
  const modules = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));
  const page = await open("about:blank");
  await page.route("http://localhost/**", (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === "/") return route.fulfill({ contentType: "text/html", body: "<body style='margin:0'><canvas></canvas>" });
    const file = path.endsWith(".pdf") ? join(site, path) : join(modules, path);
    return route.fulfill({ contentType: path.endsWith(".mjs") ? "text/javascript" : "application/octet-stream", body: readFileSync(file) });
  });
  await page.goto("http://localhost/");
  await page.evaluate(async () => {
    const { GlobalWorkerOptions, getDocument } = await import("/build/pdf.mjs");
    GlobalWorkerOptions.workerSrc = "/build/pdf.worker.mjs";
    const first = await (await getDocument("/forms/service-plan.pdf").promise).getPage(1);
    const viewport = first.getViewport({ scale: 1 });
    const canvas = document.querySelector("canvas");
    Object.assign(canvas, { width: viewport.width, height: viewport.height });
    await first.render({ canvas, canvasContext: canvas.getContext("2d"), viewport }).promise;
  });
  await page.locator("canvas").screenshot({ path: join(docs, "form-page.png") });
  await close(page);
});
