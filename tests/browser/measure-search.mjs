// How long the search takes in a browser, on a handbook as large as `cargo bench --bench search -- 1000 FOLDER` makes:
//
//     SITE=FOLDER node measure-search.mjs
//
// Prints, for each scheme, the time from the first key until results stand on the page (the index is loaded and read in it), and
// of each further key until its results do; and the memory of the page. It is no test: it depends on time.
import { address, open, serve } from "./support.mjs";

const QUERIES = ["r", "release of information", "needs assesment", "the service plan of a member", "dischrage sumary", "p-120"];
const ms = (number) => `${number.toFixed(1)} ms`;

async function measure(name, url) {
  const page = await open(url);
  const tools = await page.context().newCDPSession(page);
  const heap = async () => {
    await tools.send("HeapProfiler.collectGarbage");
    return (await tools.send("Runtime.getHeapUsage")).usedSize / 1e6;
  };
  const without = await heap();
  // A key sets the box's words and tells the page; the list is there when the frame after it is painted.
  await page.evaluate(() => {
    window.key = async (value) => {
      const input = document.querySelector(".search-input");
      const start = performance.now();
      input.value = value;
      input.dispatchEvent(new Event("input"));
      while (document.querySelector(".search-panel").hidden || input.getAttribute("aria-expanded") === "false") await new Promise((next) => setTimeout(next));
      const shown = performance.now();
      await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
      return [shown - start, performance.now() - start];
    };
    document.querySelector(".search-input").focus();
  });
  const [first] = await page.evaluate(() => window.key("i"));
  console.log(`${name}: the first key, with loading the index: ${ms(first)}`);
  for (const query of QUERIES) {
    const times = [];
    for (let length = 1; length <= query.length; length += 1) {
      times.push(await page.evaluate((typed) => {
        document.querySelector(".search-input").setAttribute("aria-expanded", "false");
        return window.key(typed);
      }, query.slice(0, length)));
    }
    const slowest = (at) => Math.max(...times.map((time) => time[at]));
    const mean = times.reduce((sum, time) => sum + time[0], 0) / times.length;
    console.log(`  ${query}: ${times.length} keys, on average ${ms(mean)}, the slowest ${ms(slowest(0))}, painted after ${ms(slowest(1))}`);
  }
  console.log(`  memory: ${without.toFixed(1)} MB before, ${(await heap()).toFixed(1)} MB with the index`);
  await page.context().close();
}

const server = await serve();
await measure("file", address("index.html"));
await measure("http", `${server.host}/index.html`);
server.stop();
process.exit(0);
