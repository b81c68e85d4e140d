// A worklist by keyboard: J/K or arrows move, Enter opens, X marks for the batch. <table data-rows> (data-rows="open": moving opens
// the row at once, for a split view). A row's own link is [data-row-open]; its box is input[type=checkbox].

const PAUSE = 150;
let timer = 0;

const tables = () => [...document.querySelectorAll("table[data-rows]")].filter((one) => one.getClientRects().length);
const rowsOf = (table) => [...table.tBodies].flatMap((body) => [...body.rows]);

const openRow = (row) => row.querySelector("[data-row-open]")?.click();

const mark = (row) => {
  for (const one of rowsOf(row.closest("table"))) {
    one.classList.toggle("is-current", one === row);
    one.tabIndex = one === row ? 0 : -1;
    if (one === row) one.setAttribute("aria-current", "true"); else one.removeAttribute("aria-current");
  }
};

const go = (row) => {
  mark(row);
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  clearTimeout(timer);
  if (row.closest("table").dataset.rows === "open") timer = setTimeout(() => openRow(row), PAUSE);
};

const count = (table) => {
  const boxes = rowsOf(table).map((row) => row.querySelector("input[type=checkbox]")).filter(Boolean);
  const picked = boxes.filter((box) => box.checked).length;
  for (const box of boxes) box.closest("tr").setAttribute("aria-selected", String(box.checked));
  const all = table.querySelector("thead input[type=checkbox]");
  if (all) { all.checked = picked > 0 && picked === boxes.length; all.indeterminate = picked > 0 && picked < boxes.length; }
  for (const bar of document.querySelectorAll(`[data-picked-of="${table.id}"]`)) {
    bar.hidden = picked === 0;
    for (const number of bar.querySelectorAll("[data-picked-count]")) number.textContent = String(picked);
  }
  table.dispatchEvent(new CustomEvent("rows:picked", { bubbles: true, detail: { picked } }));
};

const move = (table, step) => {
  const rows = rowsOf(table);
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.classList.contains("is-current"));
  go(rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step))]);
};

const current = (table) => rowsOf(table).find((row) => row.classList.contains("is-current"));

const pick = (table) => {
  const box = current(table)?.querySelector("input[type=checkbox]");
  if (box) { box.checked = !box.checked; count(table); }
};

const KEYS = {
  j: (table) => move(table, 1),
  k: (table) => move(table, -1),
  x: pick,
};
const ROW_KEYS = { ...KEYS, ArrowDown: KEYS.j, ArrowUp: KEYS.k, Enter: (table) => openRow(current(table)), Home: (table) => move(table, -1e6), End: (table) => move(table, 1e6) };

const quiet = (event) =>
  event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]");

const singlesOff = () => { try { return localStorage.getItem("yichuang.singles.off") === "1"; } catch { return false; } };

document.addEventListener("keydown", (event) => {
  if (quiet(event) || event.target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const row = event.target.closest?.("table[data-rows] tbody tr");
  const onRow = row && event.target === row;
  const table = row ? row.closest("table") : tables()[0];
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!table || (key.length === 1 && singlesOff())) return;
  const deed = (onRow ? ROW_KEYS : KEYS)[key];
  if (!deed) return;
  event.preventDefault();
  deed(table);
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("table[data-rows] tbody tr");
  if (!row) return;
  if (event.target.closest("input, button, a:not([data-row-open])")) return;
  mark(row);
  if (!event.target.closest("a")) openRow(row);
});

document.addEventListener("change", (event) => {
  const table = event.target.closest("table[data-rows]");
  if (!table || event.target.type !== "checkbox") return;
  if (event.target.closest("thead")) for (const row of rowsOf(table)) { const box = row.querySelector("input[type=checkbox]"); if (box) box.checked = event.target.checked; }
  count(table);
});

const ready = () => {
  for (const table of document.querySelectorAll("table[data-rows]")) {
    const rows = rowsOf(table);
    if (rows.length && !rows.some((row) => row.tabIndex === 0)) rows[0].tabIndex = 0;
    if (table.querySelector("tbody input[type=checkbox]")) count(table);
  }
};
ready();
document.addEventListener("htmx:load", ready);
