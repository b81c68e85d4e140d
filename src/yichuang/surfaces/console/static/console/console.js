// The console's own: arrows move about the authority matrix; the trail of a case marks the event that is shown.

const squareAt = (table, row, column) => table.tBodies[0].rows[row]?.cells[column]?.querySelector(".square");

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

document.addEventListener("keydown", (event) => {
  const square = event.target.closest?.(".square");
  const step = STEPS[event.key];
  if (!square || !step || event.ctrlKey || event.altKey || event.metaKey) return;
  const cell = square.closest("td");
  const next = squareAt(square.closest("table"), cell.parentElement.sectionRowIndex + step[0], cell.cellIndex + step[1]);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
});

const follow = () => {
  const shown = document.querySelector("[data-instant]");
  const trail = document.querySelector("[data-trail]");
  if (!shown || !trail) return;
  const seq = Number(shown.dataset.instant);
  for (const item of trail.children) {
    const own = Number(item.dataset.seq);
    item.classList.toggle("is-here", own === seq);
    item.classList.toggle("is-later", own > seq);
    const link = item.querySelector("a");
    if (own === seq) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
  }
};

// A box that narrows a long list to the lines that hold what is typed; a group without any goes with them.
const holds = (line, words) => [line, ...line.querySelectorAll("input, textarea")].some((one) => (one.value ?? one.textContent).toLowerCase().includes(words));

document.addEventListener("input", (event) => {
  const narrows = event.target.dataset.narrows;
  if (!narrows) return;
  const words = event.target.value.trim().toLowerCase();
  for (const line of document.querySelectorAll(narrows)) line.hidden = !holds(line, words);
  const groups = [...document.querySelectorAll("[data-narrowed]")];
  for (const group of groups) group.hidden = !group.querySelector(`${narrows}:not([hidden])`);
  document.querySelector("[data-nothing]").hidden = groups.some((group) => !group.hidden);
});

document.querySelector(".nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

follow();
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "instant") return;
  follow();
  const range = event.target.querySelector("input[type=range]");
  if (range && event.detail.requestConfig?.elt?.type === "range") range.focus();
});
