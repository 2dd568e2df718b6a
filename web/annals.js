// What makes the page livelier. Everything works without it.

/** Filters: whatever is ticked or typed is asked for at once, without loading the page again. */
const live = (root) => {
  for (const form of root.querySelectorAll("form[data-live]")) {
    const ask = () => {
      const pairs = [...new FormData(form)].filter(([, value]) => value.trim());
      const query = new URLSearchParams(pairs).toString();
      show(form.getAttribute("action") + (query ? `?${query}` : ""), form);
    };
    let waiting;
    form.addEventListener("change", ask);
    form.addEventListener("input", (event) => {
      if (event.target.type !== "search") return;
      clearTimeout(waiting);
      waiting = setTimeout(ask, 350);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(waiting);
      ask();
    });
  }
};

let asked = 0;
let settled = location.pathname + location.search;

/** Fetches a view and puts its content in place; where that fails, goes there. */
async function show(address, form, remember = true) {
  const mine = ++asked;
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("main");
    if (mine !== asked) return;
    if (!next) throw new Error("no content");
    const focus = document.activeElement;
    const kept = form?.contains(focus) ? { id: focus.id, name: focus.name, value: focus.value, type: focus.type, at: focus.selectionStart } : null;
    const open = new Map([...document.querySelectorAll("main details")].map((d) => [d.querySelector("summary")?.textContent, d.open]));
    document.querySelector("main").replaceWith(document.adoptNode(next));
    for (const details of next.querySelectorAll("details")) {
      const was = open.get(details.querySelector("summary")?.textContent);
      if (was !== undefined) details.open = was;
    }
    document.title = page.title;
    if (remember) history.pushState(null, "", address);
    settled = address;
    start(next);
    if (kept) restore(next, kept);
  } catch {
    location.href = address;
  }
}

/** The field that had the focus has it again, with what was typed meanwhile. */
function restore(root, kept) {
  const box = `input[type=checkbox][name="${CSS.escape(kept.name)}"][value="${CSS.escape(kept.value)}"]`;
  const field = kept.type === "checkbox" ? root.querySelector(box) : kept.id && document.getElementById(kept.id);
  if (!field) return;
  field.focus({ preventScroll: true });
  if (kept.type === "search" || kept.type === "text") {
    field.value = kept.value;
    field.setSelectionRange(kept.at, kept.at);
  }
}

addEventListener("popstate", () => {
  const address = location.pathname + location.search;
  if (address !== settled) show(address, null, false);
});

/** A report: words and records light each other up. */
const sheet = (root) => {
  const report = root.querySelector("[data-sheet]");
  if (!report) return;
  const words = [...report.querySelectorAll("[data-of]")];
  const records = new Map([...report.querySelectorAll("[data-record]")].map((card) => [card.dataset.record, card]));
  const clear = () => report.querySelectorAll(".lit, .glow").forEach((lit) => lit.classList.remove("lit", "glow"));
  const light = (names, glow) => {
    clear();
    for (const word of words) word.classList.toggle("lit", word.dataset.of.split(" ").some((name) => names.includes(name)));
    if (glow) for (const name of names) records.get(name)?.classList.add("glow");
  };
  const at = (event) => {
    const record = event.target.closest?.("[data-record]");
    if (record) return light([record.dataset.record], false);
    const word = event.target.closest?.("[data-of]");
    if (word) return light(word.dataset.of.split(" "), true);
    clear();
  };
  report.addEventListener("pointerover", at);
  report.addEventListener("focusin", at);
  report.addEventListener("pointerleave", clear);
  report.addEventListener("focusout", clear);
  const target = records.get(location.hash.slice(1));
  if (target) light([target.dataset.record], false);
};

/** The map: nearer, further, and drawn along. */
const map = (root) => {
  const box = root.querySelector("[data-map]");
  if (!box) return;
  const svg = box.querySelector("svg");
  const whole = svg.getAttribute("viewBox").split(" ").map(Number);
  const circles = [...svg.querySelectorAll("circle")].map((circle) => [circle, Number(circle.getAttribute("r"))]);
  let view = [...whole];
  const set = ([x, y, width, height]) => {
    width = Math.min(Math.max(width, whole[2] / 40), whole[2]);
    height = (width * whole[3]) / whole[2];
    x = Math.min(Math.max(x, whole[0]), whole[0] + whole[2] - width);
    y = Math.min(Math.max(y, whole[1]), whole[1] + whole[3] - height);
    view = [x, y, width, height];
    svg.setAttribute("viewBox", view.join(" "));
    const scale = (width / whole[2]) ** 0.8;
    for (const [circle, r] of circles) {
      circle.setAttribute("r", r * scale);
      circle.setAttribute("stroke-width", 3 * scale);
    }
    svg.querySelector(".borders").setAttribute("stroke-width", 5 * scale);
  };
  const zoom = (by, cx = view[0] + view[2] / 2, cy = view[1] + view[3] / 2) =>
    set([cx - (cx - view[0]) * by, cy - (cy - view[1]) * by, view[2] * by, view[3] * by]);
  const found = () => {
    if (!circles.length) return;
    const sides = (name) => circles.map(([circle]) => Number(circle.getAttribute(name)));
    const [xs, ys] = [sides("cx"), sides("cy")];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const width = Math.max(right - left, ((bottom - top) * whole[2]) / whole[3], 200) * 1.15;
    set([(left + right - width) / 2, (top + bottom - (width * whole[3]) / whole[2]) / 2, width, 0]);
  };
  const point = (event) => {
    const area = svg.getBoundingClientRect();
    return [view[0] + ((event.clientX - area.left) / area.width) * view[2], view[1] + ((event.clientY - area.top) / area.height) * view[3]];
  };
  box.querySelector(".tools").hidden = false;
  const acts = { in: () => zoom(1 / 1.6), out: () => zoom(1.6), all: () => set(whole), found };
  box.addEventListener("click", (event) => acts[event.target.dataset?.zoom]?.());
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, ...point(event));
  }, { passive: false });
  let held = null;
  svg.addEventListener("pointerdown", (event) => { if (event.pointerType !== "touch") held = { at: point(event), moved: false }; });
  svg.addEventListener("pointermove", (event) => {
    if (!held || !event.buttons) return;
    const now = point(event);
    if (!held.moved && Math.hypot(now[0] - held.at[0], now[1] - held.at[1]) < view[2] / 200) return;
    held.moved = true;
    set([view[0] + held.at[0] - now[0], view[1] + held.at[1] - now[1], view[2], view[3]]);
  });
  svg.addEventListener("click", (event) => { if (held?.moved) event.preventDefault(); held = null; }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
};

/** New events are announced, never put under the reader's eyes. */
let stream = null;
const news = (root) => {
  stream?.close();
  stream = null;
  const list = root.querySelector("[data-stream]");
  if (!list) return;
  let count = 0;
  stream = new EventSource(list.dataset.stream);
  stream.addEventListener("event", () => {
    count += 1;
    const note = list.querySelector(".live");
    const link = Object.assign(document.createElement("a"), { href: settled, textContent: `${count} new event${count > 1 ? "s" : ""}: show` });
    note.replaceChildren(link);
    note.hidden = false;
  });
};
addEventListener("pagehide", () => stream?.close());

/** On narrow screens the filters are closed until they are asked for. */
const fold = (root) => {
  const filters = root.querySelector("details.filters");
  if (filters && matchMedia("(max-width: 62rem)").matches) filters.open = false;
};

function start(root) {
  live(root);
  sheet(root);
  map(root);
  news(root);
}

fold(document);
start(document);
