// The form of an item: what was typed is saved after a pause, what the answer says is put beside each field.

const PAUSE = 700;
const waiting = new Map();

const write = (form) => {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  form.dispatchEvent(new CustomEvent("written"));
};

const flush = () => { for (const form of [...waiting.keys()]) write(form); };

const TYPED = "textarea, input:not([type=checkbox]):not([type=radio])";

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form.part");
  if (!form || event.isComposing || !event.target.matches(TYPED) || event.target.matches("[data-adds]")) return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(write, PAUSE, form));
});

// Leaving a field saves it, unless the pause has done so already: the answer would move what is about to be pressed. A name
// that is only being chosen is no answer yet.
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form.part");
  if (!form) return;
  if (event.target.matches("[data-adds]") || (event.target.matches(TYPED) && !waiting.has(form))) event.stopPropagation();
  clearTimeout(waiting.get(form));
  waiting.delete(form);
}, true);

document.addEventListener("click", (event) => { if (event.target.closest("[data-flushes]")) flush(); }, true);
addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });

// Enter in the box beside "add" adds.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("[data-adds]")) return;
  event.preventDefault();
  if (event.target.value.trim()) event.target.parentElement.querySelector("button[name=do]").click();
});

const WRONG = ".remark__one--finding, .remark__one--error";

// Folded entries and sections say what is in them.
const flag = (element, box) => {
  const wrong = box.querySelectorAll(WRONG).length;
  const changed = box.querySelectorAll(".remark__one--was").length;
  element.textContent = wrong ? `! ${wrong}` : changed ? `± ${changed}` : "";
  element.classList.toggle("is-wrong", wrong > 0);
};

// What is wrong is told of the input it names, else of the first one: a limit's amount, not its article.
const blame = (asked) => {
  const inputs = [...asked.querySelectorAll(".input[name]")];
  const slots = [...asked.querySelectorAll(":scope > .remark")].filter((one) => one.querySelector(WRONG));
  for (const input of inputs) {
    const told = slots.filter((one) => (inputs.find((each) => each.name === one.dataset.slot) || inputs[0]) === input);
    input.dataset.hinted ??= input.getAttribute("aria-describedby") || "";
    if (told.length) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
    input.setAttribute("aria-describedby", [input.dataset.hinted, ...told.map((one) => one.id)].join(" ").trim());
  }
};

const mark = () => {
  for (const asked of document.querySelectorAll("[data-asks]:not(.list)")) blame(asked);
  for (const fold of document.querySelectorAll(".entry__fold")) {
    const entry = fold.closest(".entry");
    flag(fold.querySelector(":scope > summary [data-flag]"), entry);
    if (fold.querySelector(WRONG)) fold.open = true;
  }
  for (const link of document.querySelectorAll("[data-part]")) flag(link.querySelector("[data-part-count]"), document.getElementById(`part-${link.dataset.part}`));
};

// The part that is being read is marked among the parts.
const spy = new IntersectionObserver((seen) => {
  for (const one of seen) document.querySelector(`[data-part="${one.target.id.slice("part-".length)}"]`).classList.toggle("is-current", one.isIntersecting);
}, { rootMargin: "-12% 0px -87% 0px" });

const place = () => {
  for (const part of document.querySelectorAll("form.part")) spy.observe(part);
  const source = document.querySelector("[data-besides]");
  if (!source) return;
  const slots = new Map([...document.querySelectorAll("[data-slot]")].map((slot) => [slot.dataset.slot, slot]));
  for (const slot of slots.values()) slot.replaceChildren();
  for (const one of source.children) slots.get(one.dataset.beside)?.append(one.cloneNode(true));
  mark();
};

// A condition is chosen in words: what can be chosen is told once, and put into a box when somebody comes to it.
const offer = (box) => {
  const told = document.querySelector("[data-clauses]");
  if (!told || box.length === told.content.childElementCount + 1) return;
  box.length = 1;
  box.append(told.content.cloneNode(true));
};
for (const name of ["focusin", "pointerdown"]) document.addEventListener(name, (event) => { if (event.target.matches?.("[data-clause]")) offer(event.target); });
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-clause]")) return;
  event.stopPropagation();
  const input = event.target.closest(".asked").querySelector("input");
  const held = input.value.trim();
  if (event.target.value) input.value = held ? `${held.includes("||") ? `(${held})` : held} && ${event.target.value}` : event.target.value;
  event.target.selectedIndex = 0;
  write(input.form);
}, true);

// A link to a field opens what it is folded into, and the hand is there.
const HELD = "summary, .input, input:not([type=hidden])";
const holder = (target) => document.getElementsByName(target.dataset.slot)[0] || target.closest(".entry, [data-asks]")?.querySelector(HELD);

const reveal = () => {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const entry = target && target.closest(".entry");
  if (entry && target.parentElement === entry) entry.querySelector("details").open = true;
  if (target) target.scrollIntoView({ block: target.matches(".part") ? "start" : "center" });
  if (target && target.dataset.slot) holder(target)?.focus({ preventScroll: true });
};

// Which entries are open stays so when a section is drawn anew; an entry that is new begins open.
const openNames = (form) => new Set([...form.querySelectorAll(".entry__fold[open]")].map((fold) => fold.querySelector(".entry__title").textContent));

let kept = new Map();
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.target.matches?.("form.part")) kept.set(event.target.id, openNames(event.target));
});
document.addEventListener("htmx:afterSettle", () => {
  for (const [id, names] of kept) for (const fold of document.getElementById(id).querySelectorAll(".entry__fold")) if (names.has(fold.querySelector(".entry__title").textContent)) fold.open = true;
  kept = new Map();
  place();
  const fresh = document.querySelector("[data-fresh]");
  if (!fresh) return;
  fresh.removeAttribute("data-fresh");
  fresh.scrollIntoView({ block: "center" });
  fresh.querySelector("input:not([type=hidden]), select, textarea")?.focus({ preventScroll: true });
});
addEventListener("hashchange", reveal);
document.addEventListener("click", (event) => { if (event.target.closest("a[href*='#at-']")) setTimeout(reveal); });

place();
reveal();
