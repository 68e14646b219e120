// How long the search takes in a browser, on a handbook as large as `cargo bench --bench search -- 1000 FOLDER` makes:
//
//     SITE=FOLDER node measure-search.mjs
//
// Prints, for each scheme, the time from the first key until results are on the page (the index is loaded and read in it), that
// of each further key until its results do, and the memory of the page. Each is the median of several pages that were just opened:
// a computer that does other things at the same time is slow for one of them. It is no test: it depends on time.
import { address, open, serve } from "./support.mjs";

const PAGES = 5;
const QUERIES = ["release of information", "needs assesment", "the service plan of a member", "dischrage sumary", "p-120"];
const ms = (number) => `${number.toFixed(0)} ms`;
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

// A key sets the words of the box and notifies the page; results are there when the box says that its list is open.
function key(value) {
  const input = document.querySelector(".search-input");
  input.setAttribute("aria-expanded", "false");
  const start = performance.now();
  input.value = value;
  input.dispatchEvent(new Event("input"));
  return new Promise((done) => {
    const look = () => (input.getAttribute("aria-expanded") === "true" ? done(performance.now() - start) : setTimeout(look));
    // What is found at once is there as soon as the promises of this turn are kept.
    Promise.resolve().then(() => {}).then(() => {}).then(look);
  });
}

async function visit(url) {
  const page = await open(url);
  const tools = await page.context().newCDPSession(page);
  const heap = async () => {
    await tools.send("HeapProfiler.collectGarbage");
    return (await tools.send("Runtime.getHeapUsage")).usedSize / 1e6;
  };
  const before = await heap();
  const first = await page.evaluate(key, "i");
  const keys = [];
  for (const query of QUERIES) {
    for (let length = 1; length <= query.length; length += 1) keys.push(await page.evaluate(key, query.slice(0, length)));
  }
  const seen = { before, first, keys, after: await heap() };
  await page.context().close();
  return seen;
}

async function measure(scheme, url) {
  const visits = [];
  for (let page = 0; page < PAGES; page += 1) visits.push(await visit(url));
  const of = (what) => median(visits.map(what));
  console.log(`${scheme}: the first key, with loading the index: ${ms(of((one) => one.first))}; memory ${of((one) => one.before).toFixed(1)} MB, then ${of((one) => one.after).toFixed(1)} MB`);
  let at = 0;
  for (const query of QUERIES) {
    const keys = [...query].map((_, letter) => of((one) => one.keys[at + letter]));
    at += query.length;
    console.log(`  ${query}: ${keys.length} keys, the median ${ms(median(keys))}, the slowest ${ms(Math.max(...keys))}`);
  }
}

const server = await serve();
await measure("file", address("index.html"));
await measure("http", `${server.host}/index.html`);
server.stop();
process.exit(0);
