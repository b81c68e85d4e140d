// A lost connection is said at once, nothing typed is lost, and what got no answer is sent again when the line is back:
// by itself where the form carries an idempotency key, otherwise the person is asked to press once more.

const PROBE_EVERY = 3000;
const banner = document.querySelector("[data-connection]");
const queue = new Map();
let probing = 0;
let resending = false;

const show = (state) => {
  if (!banner) return;
  banner.hidden = state === "fine";
  for (const part of banner.querySelectorAll("[data-connection-when]")) part.hidden = part.dataset.connectionWhen !== state;
  banner.classList.toggle("banner--lost", state === "lost");
  banner.classList.toggle("banner--back", state !== "lost");
  for (const count of banner.querySelectorAll("[data-connection-count]")) count.textContent = String(queue.size);
  for (const part of banner.querySelectorAll("[data-connection-queued]")) part.hidden = queue.size === 0;
};

const resend = ({ verb, path, values, element, target }) => {
  const [source, place] = element.isConnected ? [element, { target }] : [document.body, { swap: "none" }];
  return window.htmx.ajax(verb, path, { source, values, ...place });
};

const back = async () => {
  clearInterval(probing);
  probing = 0;
  const entries = [...queue.values()];
  queue.clear();
  const safe = entries.filter((entry) => entry.values.get("idempotency_key"));
  const open = safe.length < entries.length;
  show(open ? "again" : "back");
  resending = true;
  for (const entry of safe) await resend(entry);
  resending = false;
  if (!open) setTimeout(() => { if (!probing) show("fine"); }, 6000);
};

// What the person has to do again stays said until something is done.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.requestConfig.verb !== "get" && !probing && !resending) show("fine");
});

const probe = async () => {
  try {
    const answer = await fetch(banner.dataset.connection, { method: "HEAD", cache: "no-store" });
    if (answer.ok) back();
  } catch { /* still away */ }
};

const lost = () => {
  show("lost");
  if (banner && !probing) probing = setInterval(probe, PROBE_EVERY);
};

addEventListener("offline", lost);
addEventListener("online", () => { if (probing) probe(); });

document.addEventListener("htmx:sendError", (event) => {
  const { verb, path, formData: values, elt: element, target } = event.detail.requestConfig;
  if (verb !== "get") queue.set(`${verb} ${path} ${values.get("idempotency_key")}`, { verb, path, element, target, values });
  lost();
});

document.addEventListener("htmx:responseError", () => {
  document.body.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: document.body.dataset.problemWords }));
});

addEventListener("beforeunload", (event) => { if (queue.size) event.preventDefault(); });

if (!navigator.onLine) lost();
