// The page in a browser: npm ci && cargo build -p annalist-cli && BROWSER=chromium node --test
//
// The program is started on the reports of examples/; with SHOTS=FOLDER pictures of the views are written there.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const root = join(import.meta.dirname, "../..");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const program = process.env.ANNALIST ?? join(target, "debug/annalist");
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const folder = mkdtempSync(join(tmpdir(), "annalist-page-"));
let server, browser, base;

before(async () => {
  const store = join(folder, "examples.db");
  execFileSync(program, ["record", join(root, "examples"), "--into", store, "--quiet"], { stdio: "inherit" });
  server = spawn(program, ["serve", store, "--port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  base = await new Promise((resolve, reject) => {
    let said = "";
    server.stderr.on("data", (text) => {
      said += text;
      const found = said.match(/http:\/\/[\d.:]+/);
      if (found) resolve(found[0]);
    });
    server.on("exit", () => reject(new Error(said)));
  });
  const where = execFileSync("which", [process.env.BROWSER ?? "chromium"]).toString().trim();
  browser = await chromium.launch({ executablePath: where, args: ["--no-sandbox"] });
});

after(async () => {
  await browser?.close();
  server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** A page whose errors and loads from elsewhere fail the test. */
async function open(path, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (said) => said.type() === "error" && page.faults.push(said.text()));
  page.on("request", (request) => request.url().startsWith(base) || page.faults.push(request.url()));
  await page.goto(base + path);
  return page;
}

async function close(page) {
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

const report = async () => (await (await fetch(`${base}/api/v1/reports?q=Konna`)).json()).rows[0].report.id;
const paths = async () => [
  "/", "/events", "/map", "/statements", "/actors", "/reports", "/read", "/incidents/1", "/actors/1",
  `/reports/${await report()}`, "/events?q=nosuchword",
];

test("nothing that axe knows of keeps anybody out, by light and by dark, on desks and telephones", async () => {
  for (const [colorScheme, viewport] of [["light", { width: 1280, height: 900 }], ["dark", { width: 390, height: 844 }]]) {
    for (const path of await paths()) {
      const page = await open(path, { colorScheme, viewport, bypassCSP: true });
      await page.addScriptTag({ path: axe });
      const found = await page.evaluate(() => globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"] }));
      const said = found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html).join(" ")}`);
      assert.deepEqual(said, [], `${path} ${colorScheme}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${path} is ${wide} px too wide at ${viewport.width}`);
      await close(page);
    }
  }
});

test("the first view is painted within a second and 300 kB", async () => {
  for (const path of ["/", "/map"]) {
    const page = await open(path);
    const { paint, bytes } = await page.evaluate(async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
      const paint = performance.getEntriesByName("first-contentful-paint")[0].startTime;
      return { paint, bytes: entries.reduce((sum, entry) => sum + entry.transferSize, 0) };
    });
    console.log(`${path}: painted after ${Math.round(paint)} ms, ${Math.round(bytes / 1000)} kB`);
    assert.ok(bytes < 300_000, `${bytes} bytes`);
    assert.ok(paint < 1000, `${paint} ms`);
    await close(page);
  }
});

test("a filter is asked for at once, stands in the address, and is taken back with the page before", async () => {
  const page = await open("/events");
  const all = await page.locator(".row").count();
  await page.getByRole("checkbox", { name: /Protest/ }).check();
  await page.waitForURL(/type=PROTEST/);
  await page.locator(".chips a", { hasText: "Protest" }).waitFor();
  const some = await page.locator(".row").count();
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  assert.equal(await page.evaluate(() => document.activeElement.value), "PROTEST", "the box keeps the focus");
  const csv = await page.getByRole("link", { name: "CSV", exact: true }).getAttribute("href");
  const rows = (await (await fetch(base + csv)).text()).trim().split("\n").length - 1;
  assert.equal(rows, some);
  await page.goBack();
  await page.waitForFunction((n) => document.querySelectorAll(".row").length === n, all);
  await close(page);
});

test("searching finds words, and the map leads to the events of a place", async () => {
  const page = await open("/");
  await page.getByRole("searchbox", { name: "Search the events" }).fill("Konna");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=Konna/);
  assert.ok((await page.locator(".row").count()) > 0);
  await page.goto(`${base}/map`);
  await page.getByRole("button", { name: "Where events are" }).click();
  await page.getByRole("button", { name: "Nearer" }).click();
  const box = (await page.locator(".map svg").getAttribute("viewBox")).split(" ").map(Number);
  assert.ok(box[2] < 5414 / 1.5, box.join(" "));
  await page.locator("table.places a").first().click();
  await page.waitForURL(/place=\d+/);
  assert.ok((await page.locator(".row").count()) > 0);
  await close(page);
});

test("a record lights up its words, and words their record", async () => {
  const page = await open(`/reports/${await report()}`);
  const card = page.locator(".card").first();
  await card.hover();
  assert.ok((await page.locator(".text .lit").count()) > 0);
  const name = await card.getAttribute("data-record");
  await page.locator(`.text a.trigger[data-of~="${name}"]`).first().focus();
  assert.ok((await page.locator(`[data-record="${name}"].glow`).count()) === 1);
  await page.keyboard.press("Enter");
  assert.equal(new URL(page.url()).hash, `#${name}`);
  await close(page);
});

test("a pasted report is coded at once, kept when asked, and told to whoever looks on", async () => {
  const watching = await open("/events");
  const page = await open("/read");
  await page.getByLabel("The report").fill("DAKAR (AP) -- Police arrested the opposition leader in Dakar on Monday, the government said.");
  await page.getByLabel("Published").fill("2012-02-01");
  await page.getByRole("button", { name: "Read it" }).click();
  await page.getByText("Nothing of this is kept.").waitFor();
  assert.ok((await page.locator(".card").count()) > 0);
  await page.getByRole("button", { name: "Keep it in the annals" }).click();
  await page.waitForURL(/\/reports\//);
  await watching.getByText(/new events?: show/).waitFor();
  await close(watching);
  await page.locator(".card summary", { hasText: "Correct" }).first().click();
  await page.getByRole("button", { name: "Reject it" }).first().click();
  await page.locator(".card.rejected").first().waitFor();
  await close(page);
});

test("everything is there without scripts", async () => {
  for (const path of await paths()) {
    const page = await open(path, { javaScriptEnabled: false });
    assert.ok(await page.locator("main h1").isVisible(), path);
    await close(page);
  }
});

test("pictures for the documents", { skip: !process.env.SHOTS }, async () => {
  const light = { viewport: { width: 1280, height: 860 }, colorScheme: "light" };
  const shots = [
    ["timeline", "/", light],
    ["report", `/reports/${await report()}`, light],
    ["map", "/map", light],
    ["events-dark", "/events", { ...light, colorScheme: "dark" }],
    ["phone", "/", { viewport: { width: 390, height: 800 }, colorScheme: "light" }],
  ];
  for (const [name, path, options] of shots) {
    const page = await open(process.env[`SHOT_${name}`] ?? path, options);
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`) });
    await close(page);
  }
});
