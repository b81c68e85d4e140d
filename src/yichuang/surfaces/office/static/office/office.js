// The office's own behaviour on top of the design's modules: the list stays fresh without moving anybody's focus, a decision
// hands over to the next case while it can still be undone, ranges are ticked with Shift, and the last tab stays chosen.

const EVERY = 15000;
const RARELY = 20; // with a live line only so many turns bring what time alone changes: a deadline that has come
const GATHER = 300; // what one command tells of several units is one look at the list
const TAB = "yichuang.office.tab";
const pending = new Map(); // case number -> the element whose decision waits

const list = () => document.getElementById("rows");
const pane = () => document.getElementById("case");
const table = () => document.getElementById("worklist");
const rows = () => (table() ? [...table().tBodies[0].rows] : []);
const rowsOf = (number) => rows().filter((row) => row.dataset.number === number);
const shown = () => pane()?.querySelector("[data-case]")?.dataset.case || "";

// --- a fresh list ----------------------------------------------------------------------------------------------------

const keep = (old, fresh) => old.dataset.version === fresh.dataset.version;

const dress = (row, old) => {
  if (!old) return row;
  row.querySelector("input").checked = old.querySelector("input").checked;
  row.className = old.className;
  row.tabIndex = old.tabIndex;
  if (old.getAttribute("aria-current")) row.setAttribute("aria-current", "true");
  return row;
};

const reconcileRows = (body, freshBody) => {
  const known = new Map([...body.rows].map((row) => [row.dataset.keyOf, row]));
  const focused = document.activeElement?.closest?.("tr")?.dataset.keyOf;
  const wanted = [...freshBody.rows].map((fresh) => {
    const old = known.get(fresh.dataset.keyOf);
    if (old && keep(old, fresh)) return old;
    if (!old) fresh.classList.add("is-new");
    return dress(fresh, old);
  });
  wanted.forEach((row, place) => {
    if (body.rows[place] === row) return;
    body.insertBefore(row, body.rows[place] || null);
    window.htmx.process(row);
  });
  while (body.rows.length > wanted.length) body.rows[wanted.length].remove();
  const again = focused && wanted.find((row) => row.dataset.keyOf === focused);
  if (again && !again.contains(document.activeElement)) again.focus({ preventScroll: true });
};

const swapIfOther = (selector, fresh) => {
  const here = list().querySelector(selector);
  const there = fresh.querySelector(selector);
  if (!here || !there || here.innerHTML === there.innerHTML || here.contains(document.activeElement)) return;
  here.replaceChildren(...there.childNodes);
  window.htmx.process(here);
};

const reconcile = (fresh) => {
  swapIfOther(".listbar > .tabs", fresh);
  swapIfOther(".pages", fresh);
  const body = table()?.tBodies[0];
  const freshBody = fresh.querySelector("#worklist tbody");
  if (body && freshBody) reconcileRows(body, freshBody);
  else swapIfOther(".pane__scroll", fresh);
  for (const number of pending.keys()) for (const row of rowsOf(number)) row.classList.add("is-pending");
  table()?.querySelector("tbody input")?.dispatchEvent(new Event("change", { bubbles: true }));
};

const refresh = async () => {
  if (!list()) return;
  const headers = { "HX-Request": "true", "HX-Target": "rows", "X-Background": "1" };
  try {
    const answer = await fetch(location.href, { headers, cache: "no-store" });
    if (!answer.ok || answer.redirected) return;
    const fresh = document.createElement("div");
    fresh.innerHTML = await answer.text();
    reconcile(fresh);
  } catch { /* the connection module says so; the next turn tries again */ }
};

// The live process tells that a task came, moved or went; while its line is down, the list asks by itself.

const busy = () => document.hidden || document.querySelector("dialog[open], details.menu[open]");
const onLine = () => list()?.dataset.liveState === "open";
let due = 0;

const soon = () => {
  if (due) return;
  due = setTimeout(() => { due = 0; if (busy()) { if (!document.hidden) soon(); } else refresh(); }, GATHER);
};

for (const topic of (list()?.dataset.liveEvents || "").split(" ").filter(Boolean)) document.addEventListener(`live:${topic}`, soon);
document.addEventListener("live:again", soon);
let turns = 0;
setInterval(() => { turns += 1; if (!busy() && (!onLine() || turns % RARELY === 0)) refresh(); }, EVERY);
document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
document.addEventListener("office:changed", refresh);

// --- deciding and going on -------------------------------------------------------------------------------------------

const go = (row) => {
  row.querySelector("[data-row-open]").click();
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
};

const next = (number) => {
  const all = rows();
  const at = all.findIndex((row) => row.dataset.number === number);
  const free = (row) => !row.classList.contains("is-pending");
  return all.slice(at + 1).find(free) || all.slice(0, Math.max(at, 0)).reverse().find(free);
};

const numbersOf = (element) => {
  const picked = [...element.querySelectorAll?.("input[name=picked]") || []].map((input) => input.value.split("|")[0]);
  return picked.length ? picked : [shown()];
};

document.addEventListener("undo:waiting", (event) => {
  const element = event.detail.element;
  if (element.dataset.decides === undefined) return;
  const dialog = element.closest("dialog");
  dialog?.close();
  const numbers = numbersOf(element);
  for (const number of numbers) {
    pending.set(number, element);
    for (const row of rowsOf(number)) row.classList.add("is-pending");
  }
  const onwards = numbers.length === 1 && next(numbers[0]);
  element.officeNumbers = numbers;
  element.officeDialog = dialog;
  if (onwards) { dialog?.remove(); go(onwards); }
});

const settle = (element) => {
  for (const number of element.officeNumbers || []) {
    pending.delete(number);
    for (const row of rowsOf(number)) row.classList.remove("is-pending");
  }
};

document.addEventListener("undo:sent", (event) => settle(event.detail.element));
document.addEventListener("undo:cancelled", (event) => {
  const element = event.detail.element;
  settle(element);
  const [number, ...more] = element.officeNumbers || [];
  if (number && !more.length) { const row = rowsOf(number)[0]; if (row) go(row); }
  const dialog = element.officeDialog;
  if (!dialog) return;
  if (!dialog.isConnected) document.getElementById("ask").replaceChildren(dialog);
  dialog.showModal();
});

// An order's answer is that case as it stands now. It has no place where another is read already: then it is only told.
let astray = false;

document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, target } = event.detail;
  astray = target === document.body;
  if (requestConfig.verb === "get" || target !== pane()) return;
  const open = rows().find((row) => row.classList.contains("is-current"))?.dataset.number || shown();
  astray = !requestConfig.path.includes(`/${open}/`);
  event.detail.swapOverride = astray ? "none" : null;
});
document.addEventListener("office:told", (event) => {
  if (astray) document.body.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: event.detail }));
});

// The marked row is what the eye is on: a key must not decide the case that still stands in the pane while the next one loads.
document.addEventListener("keydown", (event) => {
  const marked = rows().find((row) => row.classList.contains("is-current"));
  const stale = marked && marked.dataset.number !== shown() && rowsOf(shown()).length > 0;
  if (!stale || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
  const bound = pane().querySelector(`.actionbar [data-key="${CSS.escape(event.key.toUpperCase())}"]`);
  if (bound && !event.target.matches("input, textarea, select")) { event.preventDefault(); event.stopImmediatePropagation(); }
}, true);

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || event.shiftKey) return;
  if (event.target.matches("input:not([type=checkbox]), textarea")) return;
  const toast = document.querySelector("#toasts .toast:not(.toast--still) button");
  if (toast) { event.preventDefault(); toast.click(); }
});

// --- dialogs ---------------------------------------------------------------------------------------------------------

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 403) { event.detail.shouldSwap = true; event.detail.isError = false; }
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("dialog form");
  if (form && event.detail.requestConfig.verb === "post" && event.detail.xhr.status) form.closest("dialog").close();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-scan]");
  if (!opener) return;
  const dialog = document.getElementById("scan");
  dialog.querySelector("#scan-title").textContent = opener.dataset.scanName;
  dialog.querySelector("[data-scan-open]").href = opener.dataset.scan;
  const picture = dialog.querySelector("[data-scan-picture]");
  picture.alt = opener.dataset.scanName;
  picture.src = opener.dataset.scan;
  dialog.showModal();
});

// --- ticking ---------------------------------------------------------------------------------------------------------

let anchor = null;

const tick = (row, on) => {
  const box = row?.querySelector("input[type=checkbox]");
  if (!box) return;
  box.checked = on;
  box.dispatchEvent(new Event("change", { bubbles: true }));
};

document.addEventListener("click", (event) => {
  const row = event.target.matches?.("#worklist tbody input[type=checkbox]") && event.target.closest("tr");
  if (!row) return;
  if (event.shiftKey && anchor?.isConnected) {
    const all = rows();
    const [from, to] = [all.indexOf(anchor), all.indexOf(row)].sort((a, b) => a - b);
    for (const one of all.slice(from, to + 1)) tick(one, event.target.checked);
  }
  anchor = row;
});

document.addEventListener("keydown", (event) => {
  const row = event.target.matches?.("#worklist tbody tr") ? event.target : null;
  if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === " ") {
    event.preventDefault();
    tick(row, !row.querySelector("input").checked);
    anchor = row;
  }
  if (event.shiftKey && ["J", "K", "ArrowDown", "ArrowUp"].includes(event.key)) {
    tick(row, true);
    const there = event.key === "J" || event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
    tick(there, true);
  }
  if (event.key === "Enter") setTimeout(() => pane().focus(), 0);
}, true);

// --- the pane --------------------------------------------------------------------------------------------------------

// Another list is other work: the case of the one before does not stay open beside it, with keys that would decide it.
const heapOf = () => list()?.querySelector("input[name=heap]")?.value || "";
let heap = heapOf();

const leaveCase = () => {
  window.htmx.trigger(pane(), "htmx:abort");
  pane().replaceChildren(document.getElementById("nothing-open").content.cloneNode(true));
  document.getElementById("ask").replaceChildren();
  document.getElementById("split").classList.remove("has-case");
  begin();
};

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "rows" || heapOf() === heap) return;
  heap = heapOf();
  leaveCase();
});

const recallTab = () => {
  try {
    const name = localStorage.getItem(TAB);
    if (name) pane().querySelector(`#tab-${CSS.escape(name)}[aria-selected=false]`)?.click();
  } catch { /* forgets */ }
};

document.addEventListener("click", (event) => {
  const tab = event.target.closest("#case [role=tab]");
  if (tab && event.isTrusted) try { localStorage.setItem(TAB, tab.id.replace("tab-", "")); } catch { /* forgets */ }
  if (event.target.closest("[data-back-to-list]")) document.getElementById("split").classList.remove("has-case");
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "case" && event.detail.target?.id !== "case") return;
  document.getElementById("split").classList.add("has-case");
  recallTab();
  const number = shown();
  const here = rowsOf(number).find((row) => row.classList.contains("is-current")) || rowsOf(number)[0];
  for (const row of rows()) {
    row.classList.toggle("is-current", row === here);
    if (row === here) row.setAttribute("aria-current", "true"); else row.removeAttribute("aria-current");
  }
  const bar = pane().querySelector(".actionbar");
  if (bar && pending.has(number)) { bar.inert = true; bar.classList.add("is-pending"); }
});

// The officer begins with what is due first.
const begin = () => { if (matchMedia("(min-width: 901px)").matches && rows()[0]) go(rows()[0]); };

addEventListener("load", () => { if (pane() && !shown() && !pane().hasAttribute("hx-get")) begin(); });
