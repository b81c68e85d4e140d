// Columns a person chooses and this browser remembers: <details data-columns-of="table-id"> with checkboxes; cells carry data-col.
// The rule lives in a style sheet object, so rows that htmx brings later follow it too.

const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

const key = (table) => `yichuang.columns.${table}`;
const hidden = (table) => { try { return JSON.parse(localStorage.getItem(key(table)) || "null"); } catch { return null; } };

const boxes = (menu) => [...menu.querySelectorAll("input[type=checkbox]")];
const menus = () => [...document.querySelectorAll("[data-columns-of]")];

const draw = () => {
  const rules = menus().flatMap((menu) =>
    boxes(menu).filter((box) => !box.checked).map((box) => `#${CSS.escape(menu.dataset.columnsOf)} [data-col="${CSS.escape(box.value)}"] { display: none; }`));
  sheet.replaceSync(rules.join("\n"));
};

const recall = () => {
  for (const menu of menus()) {
    const off = hidden(menu.dataset.columnsOf);
    if (off) for (const box of boxes(menu)) box.checked = !off.includes(box.value);
  }
  draw();
};

document.addEventListener("change", (event) => {
  const menu = event.target.closest("[data-columns-of]");
  if (!menu) return;
  const off = boxes(menu).filter((box) => !box.checked).map((box) => box.value);
  try { localStorage.setItem(key(menu.dataset.columnsOf), JSON.stringify(off)); } catch { /* forgets */ }
  draw();
});

recall();
document.addEventListener("htmx:load", recall);
