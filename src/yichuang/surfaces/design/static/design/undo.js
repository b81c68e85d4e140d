// A decision waits five seconds before it binds. An element with hx-* and data-undo="已通过 …" shows a toast with Undo; then the
// request goes out, also when the button has been replaced in the meantime, and at once when the page is left.

const WAIT = 5000;
const waiting = new Map();

const holder = () => document.getElementById("toasts");

const drop = (element) => {
  const entry = waiting.get(element);
  clearTimeout(entry.timer);
  entry.toast.remove();
  waiting.delete(element);
  element.removeAttribute("data-pending");
  return entry;
};

const tell = (element, name) => (element.isConnected ? element : document.body).dispatchEvent(new CustomEvent(name, { bubbles: true, detail: { element } }));

// A sender of its own: it stays whatever replaces the button on the page, and it waits behind no other request, as one element's
// second does and its third would never be sent. The answer still goes to the button's place.
const send = (element) => {
  const { verb, path, values, target } = drop(element);
  const sender = document.createElement("span");
  sender.hidden = true;
  sender.addEventListener("htmx:afterOnLoad", () => sender.remove()); // without an answer it stays to be sent again
  document.body.append(sender);
  window.htmx.ajax(verb, path, { source: sender, target, values }).catch(() => {}); // the connection module says so
  tell(element, "undo:sent");
};

const cancel = (element) => { drop(element); tell(element, "undo:cancelled"); element.isConnected && element.focus?.(); };

const show = (element) => {
  const toast = document.getElementById("toast-undo").content.firstElementChild.cloneNode(true);
  toast.querySelector("[data-toast-words]").textContent = element.dataset.undo;
  toast.querySelector("button").addEventListener("click", () => cancel(element));
  holder().prepend(toast);
  return toast;
};

// Time stands still while a person points at the toast or has its button in focus.
const hold = (element, entry) => {
  const bar = entry.toast.querySelector(".toast__left");
  const stop = () => { clearTimeout(entry.timer); entry.left -= Date.now() - entry.since; bar.style.animationPlayState = "paused"; };
  const go = () => { entry.since = Date.now(); entry.timer = setTimeout(() => send(element), Math.max(entry.left, 800)); bar.style.animationPlayState = "running"; };
  entry.toast.addEventListener("mouseenter", stop);
  entry.toast.addEventListener("mouseleave", () => waiting.has(element) && go());
  go();
};

document.addEventListener("htmx:confirm", (event) => {
  const { elt: element, verb, path, target } = event.detail;
  if (element.dataset.undo === undefined) return;
  event.preventDefault();
  if (waiting.has(element)) return;
  const values = { ...window.htmx.values(element, verb) };
  const pressed = event.detail.triggeringEvent?.submitter;
  if (pressed?.name) values[pressed.name] = pressed.value;
  element.setAttribute("data-pending", "");
  const entry = { verb, path, values, target, toast: show(element), left: WAIT, since: 0, timer: 0 };
  waiting.set(element, entry);
  hold(element, entry);
  tell(element, "undo:waiting");
});

addEventListener("pagehide", () => {
  const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  for (const element of [...waiting.keys()]) {
    const { verb, path, values } = drop(element);
    const body = new URLSearchParams(Object.entries(values));
    fetch(path, { method: verb.toUpperCase(), body, headers: token, keepalive: true });
  }
});

// A plain notice: document.body.dispatchEvent(new CustomEvent("toast", {detail: "已保存"})), or the server's HX-Trigger {"toast": "…"}.
document.addEventListener("toast", (event) => {
  const toast = document.getElementById("toast-still").content.firstElementChild.cloneNode(true);
  toast.querySelector("[data-toast-words]").textContent = event.detail?.value ?? event.detail;
  holder().prepend(toast);
  setTimeout(() => toast.remove(), WAIT);
});

// Notices that came with the page say their piece and go.
for (const toast of document.querySelectorAll("[data-toast-passing]")) {
  holder().append(toast);
  setTimeout(() => toast.remove(), WAIT + 3000);
}
