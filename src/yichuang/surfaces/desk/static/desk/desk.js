// The visit's screen: what is typed is kept as one types, the answer changes only what moved, and the cursor goes by itself to
// what comes next. Keys are declared on the elements (data-key); here is what they need beyond a click.

import { morph } from "./morph.js";

const PAUSE = 400;
const form = document.getElementById("draft");
const dirty = new Set(); // controls changed since the last request went out
let under = new Set(); // controls whose values are under way
let timer = 0;
let arrows = false; // the last change of a radio came from the arrow keys: the person is still choosing
const digits = []; // pressed while the next question was still on its way
let awaiting = false;
let follow = false; // whether the cursor goes to what comes next when the next answer is here

const visible = (element) => element.getClientRects().length > 0;
const byId = (id) => document.getElementById(id);

// --- the swap --------------------------------------------------------------------------------------------------------

const untouched = (control) => control === document.activeElement || dirty.has(control.name);

const swap = (fragment) => {
  const fresh = [];
  for (const part of [...fragment.children]) {
    const here = part.id && byId(part.id);
    if (!here) continue;
    if (part.id === "asking") { here.replaceChildren(...part.childNodes); fresh.push(...here.children); }
    else if (part.id === "items-found") offer(here, part);
    else fresh.push(...morph(here, part, untouched));
  }
  queueMicrotask(settle); // in the same breath: a key pressed a moment later belongs to what is shown now
  return fresh;
};

const register = () => window.htmx.defineExtension("desk", {
  isInlineSwap: (style) => style === "desk",
  handleSwap: (style, target, fragment) => (style === "desk" ? swap(fragment) : false),
});

// --- keeping what is typed ---------------------------------------------------------------------------------------------

const store = form ? `yichuang.desk.${document.documentElement.dataset.user}.${form.dataset.draft}` : "";
const saved = (word) => { for (const one of document.querySelectorAll("[data-saved]")) one.dataset.state = word; };

const values = () => Object.fromEntries([...new FormData(form)].filter(([name, value]) => typeof value === "string" && /^(f|a|m)\.|^urgent$|^make_up_days$/.test(name)));
const unsent = () => Object.fromEntries(Object.entries(values()).filter(([name]) => dirty.has(name)));
const keepHere = () => { try { localStorage.setItem(store, JSON.stringify(unsent())); } catch { /* a locked-down browser: the page itself still holds it */ } };
const forget = () => { try { localStorage.removeItem(store); } catch { /* nothing kept */ } };
const keptHere = () => { try { return JSON.parse(localStorage.getItem(store) || "null"); } catch { return null; } };

const save = (extra = "") => {
  clearTimeout(timer);
  if (!form) return;
  if (extra) pendingOp = extra;
  window.htmx.trigger(form, "desk:save");
};
let pendingOp = "";
let pendingAnswers = null;

const later = () => { clearTimeout(timer); saved("typing"); timer = setTimeout(save, PAUSE); };

// Always what the form says now and the version it stands on, also when a request is sent again after the line was back.
const fill = (event) => {
  const { elt, formData, verb } = event.detail;
  const ours = elt === form || (form?.contains(elt) && verb === "post");
  if (!ours) return;
  for (const [name, value] of new FormData(form)) formData.set(name, value);
  if (elt === form && pendingOp) { formData.set("op", pendingOp); pendingOp = ""; }
  if (elt === form && pendingAnswers) { for (const [name, value] of Object.entries(pendingAnswers)) formData.set(name, value); pendingAnswers = null; }
  under = new Set(dirty);
  dirty.clear();
  saved("saving");
};

const restore = () => {
  const found = keptHere();
  if (!found || !form) return;
  const now = values();
  const lost = Object.entries(found).filter(([name, value]) => (now[name] ?? "") !== value && form.elements[name]);
  forget();
  for (const [name, value] of lost) {
    const control = form.elements[name];
    control.value = value;
    dirty.add(name);
  }
  if (lost.length) save();
};

// --- the cursor --------------------------------------------------------------------------------------------------------

const currentQuestion = () => form?.querySelector("[data-current]");
const emptyFields = () => [...form.querySelectorAll("#visit-form [data-required]")].filter((one) => !one.value && visible(one));

const writing = () => document.activeElement.matches("#visit-form :is(input:not([type=radio]), select, textarea)");

const show = (element) => { element.focus({ preventScroll: true }); element.scrollIntoView({ block: "nearest" }); };

const next = (after = null) => {
  const question = currentQuestion();
  if (question) { show(question); return; }
  const empty = emptyFields();
  const behind = after ? empty.find((one) => after.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) : null;
  const wanted = behind || empty[0];
  if (wanted) show(wanted); else (byId("main-action") || form.querySelector(".chip--add")).focus({ preventScroll: true });
};

// What the answer itself wants to be read first: an error summary, a refusal.
const lookAt = () => {
  const wanted = document.querySelector("[data-focus]");
  if (!wanted) return false;
  wanted.removeAttribute("data-focus");
  show(wanted);
  return true;
};

const troubles = () => [...byId("visit-form")?.querySelectorAll(".errors li") || []].map((one) => one.textContent);
let told = []; // what stood against the visit when it was last looked at

// What the answers have brought against the whole visit is seen before the cursor goes on down the form.
const goOn = () => {
  if (currentQuestion()) { next(); return; }
  const before = told;
  told = troubles();
  if (told.some((one) => !before.includes(one))) show(form.querySelector("#visit-form .errors")); else next();
};

const settle = () => {
  if (lookAt()) { told = troubles(); follow = false; return; }
  if (document.querySelector("dialog[open]")) return;
  if (follow) { goOn(); follow = false; }
  if (awaiting) nextDigit();
};

// --- what one does -----------------------------------------------------------------------------------------------------

const changed = (control) => {
  dirty.add(control.name);
  if (control.type === "radio" && control.name.startsWith("a.")) answered(control);
  save();
};

// The answered question gives its digits up at once; what is pressed before the next one is here waits for it.
const answered = (control) => {
  if (arrows) { arrows = false; return; }
  follow = true;
  const question = control.closest("[data-current]");
  if (!question) return;
  awaiting = true;
  for (const option of question.querySelectorAll("[data-key]")) option.removeAttribute("data-key");
};

const nextDigit = () => {
  awaiting = false;
  const digit = digits.shift();
  const option = digit && currentQuestion()?.querySelector(`[data-key="${digit}"]`);
  if (option) option.click(); else digits.length = 0;
};

const typed = (control) => {
  dirty.add(control.name);
  const full = Number(control.dataset.full);
  if (full && control.type !== "date" && control.value.replace(/[\s-]/g, "").length >= full && control.selectionStart === control.value.length) {
    clearTimeout(timer);
    next(control);
    save();
    return;
  }
  later();
};

const remove = (button) => {
  const code = button.dataset.removes;
  const before = Object.fromEntries(Object.entries(values()).filter(([name]) => name.startsWith("a.")));
  follow = true; // what had the focus goes with the item
  save(`remove:${code}`);
  const toast = byId("toast-undo").content.firstElementChild.cloneNode(true);
  toast.querySelector("[data-toast-words]").textContent = button.dataset.removed;
  toast.querySelector("button").addEventListener("click", () => { toast.remove(); pendingAnswers = before; save(`add:${code}`); });
  byId("toasts").prepend(toast);
  setTimeout(() => toast.remove(), 5000);
};

const upload = (input) => {
  const file = input.files[0];
  if (!file) return;
  const data = new FormData(form);
  data.set("evidence", input.dataset.upload);
  data.set("file", file);
  const line = input.closest(".material");
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.setAttribute("aria-label", file.name);
  line.append(bar);
  const request = new XMLHttpRequest();
  request.open("POST", `${form.getAttribute("hx-post")}files`);
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  for (const [name, value] of Object.entries({ ...headers, "HX-Request": "true" })) request.setRequestHeader(name, value);
  request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100; };
  const done = () => { bar.remove(); input.value = ""; };
  request.onerror = () => { done(); document.body.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: document.body.dataset.problemWords })); };
  request.onload = () => {
    done();
    if (request.status >= 500 && !request.responseText.includes("data-refusal")) { request.onerror(); return; }
    const place = request.getResponseHeader("HX-Retarget");
    if (place) { document.querySelector(place).innerHTML = request.responseText; settle(); return; }
    const box = document.createElement("template");
    box.innerHTML = request.responseText;
    dirty.clear();
    for (const one of swap(box.content)) window.htmx.process(one);
  };
  dirty.clear();
  request.send(data);
};

// --- looking for items ---------------------------------------------------------------------------------------------------

const options = () => [...document.querySelectorAll("#items-list [role=option]:not([aria-disabled])")];
const current = () => document.querySelector("#items-list .is-current");
const mark = (wanted) => {
  for (const one of options()) { one.classList.toggle("is-current", one === wanted); one.setAttribute("aria-selected", String(one === wanted)); }
  if (wanted) byId("id_q").setAttribute("aria-activedescendant", wanted.id); else byId("id_q").removeAttribute("aria-activedescendant");
  wanted?.scrollIntoView({ block: "nearest" });
};
const step = (by) => {
  const all = options();
  if (all.length) mark(all[(all.indexOf(current()) + by + all.length) % all.length]);
};

// What can be added comes back with what was added, unless somebody has typed on.
const offer = (here, part) => {
  if (byId("id_q").value.trim()) return;
  here.replaceChildren(...part.childNodes);
  found("");
};

const take = (option) => {
  if (!option) return;
  const box = byId("id_q");
  save(option.dataset.op);
  follow = true;
  option.remove();
  box.value = "";
  box.dataset.taken = "1";
  box.focus();
};

const finderKeys = (event) => {
  const box = byId("id_q");
  if (event.key === "ArrowDown") step(1);
  else if (event.key === "ArrowUp") step(-1);
  else if (event.key === "Enter") {
    if (!box.value.trim() && box.dataset.taken) byId("add-item").close();
    else if (box.dataset.shown === box.value.trim()) take(current());
    else box.dataset.take = "1"; // the list is on its way: take its first when it is here
  } else return;
  event.preventDefault();
};

// The list that is here now answers ``typed``, which may not be what stands in the box any more.
const found = (typed) => {
  const box = byId("id_q");
  box.dataset.shown = typed;
  mark(options()[0]);
  if (box.dataset.take && typed === box.value.trim()) { delete box.dataset.take; take(current()); }
};

// --- wiring --------------------------------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-op], [data-reads], [data-refresh], [data-stop-reading], [data-goes]");
  if (!button || button.disabled || button.getAttribute("aria-disabled")) return;
  if (button.dataset.removes) remove(button);
  else if (button.closest("#items-found")) take(button);
  else if (button.dataset.op) { follow = !writing(); save(button.dataset.op); }
  else if (button.dataset.goes) goTo(byId(button.dataset.goes));
  else if (button.dataset.reads) reads(button.dataset.reads);
  else if (button.dataset.stopReading !== undefined) byId("reading").replaceChildren();
  else location.reload();
});

const goTo = (place) => {
  const open = place.querySelector(".is-missing input[type=radio]:not(:disabled)") || place.querySelector("input[type=radio]:not(:disabled)");
  if (open) { open.focus(); open.closest(".material").scrollIntoView({ block: "nearest" }); }
};

const reads = (role) => {
  const dialog = byId("reader-dialog");
  for (const input of document.querySelectorAll('#reader-dialog input[name="role"], #manual input[name="role"]')) input.value = role;
  for (const words of dialog.querySelectorAll("[data-reads-words]")) words.hidden = words.dataset.readsWords !== role;
  dialog.showModal();
  window.htmx.trigger(dialog.querySelector("#reader"), "submit");
};

if (form) {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    const control = event.target;
    if (control.dataset.upload) upload(control);
    else if (control.type === "radio" || control.type === "checkbox" || control.nodeName === "SELECT") changed(control);
    else if (control.name && dirty.has(control.name)) save();
  });
  form.addEventListener("input", (event) => {
    const control = event.target;
    if (control.matches("input:not([type=radio]):not([type=checkbox]):not([type=file]), textarea") && control.name) typed(control);
  });
  document.addEventListener("keydown", (event) => {
    if (awaiting && /^[1-9]$/.test(event.key) && !event.target.matches("input:not([type=radio]), textarea, select")) digits.push(event.key);
  }, true); // before the key itself is acted on

  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.target.type === "radio" && event.key.startsWith("Arrow")) arrows = true;
    if (event.key === "Enter" && event.target.matches("#visit-form input, #visit-form select")) { event.preventDefault(); next(event.target); save(); }
  });
  byId("id_q")?.addEventListener("keydown", finderKeys);
  byId("add-item")?.addEventListener("close", () => { delete byId("id_q").dataset.taken; if (form.querySelector(".chip:not(.chip--add)")) goOn(); });
}

document.addEventListener("htmx:configRequest", fill);
document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.target.id === "items-found") found(event.detail.requestConfig.parameters.q.trim()); lookAt(); });
document.addEventListener("htmx:afterRequest", (event) => {
  if (!form || !form.contains(event.detail.elt) || event.detail.requestConfig.verb !== "post") return;
  const { xhr, successful } = event.detail;
  if (successful && !xhr.getResponseHeader("HX-Retarget")) { saved("saved"); forget(); return; } // a refusal stands elsewhere
  for (const name of under) dirty.add(name);
  saved("unsaved");
  keepHere();
});

// The pad is closed: the counter's screen may have signed meanwhile, so the page catches up with the draft.
document.addEventListener("close", (event) => {
  if (event.target.id !== "pad") return;
  byId("asking").replaceChildren();
  window.htmx.ajax("GET", form.getAttribute("hx-post"), { source: form, swap: "desk" });
}, true);

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-forget]")) {
    try { for (const key of Object.keys(localStorage)) if (key.startsWith("yichuang.desk.")) localStorage.removeItem(key); } catch { /* nothing kept */ }
  }
});

// After htmx has taken the page over, which it does first.
const begin = () => {
  restore();
  if (byId("id_q")) found(""); // the page came with the frequent items, whatever is typed by now
  if (form && !document.querySelector("dialog[open]")) goOn();
};
register();
if (document.readyState === "complete") begin(); else document.addEventListener("DOMContentLoaded", begin);
