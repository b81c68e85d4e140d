// Keys declared where they act: data-key="F9" on a button clicks it, on a field focuses it. Alternatives are separated by
// spaces ("J ArrowDown"). "?" lists the keys that work now. Keys without an element of their own (rows) are only listed:
// data-key-help="J / K" data-key-label="…".

const SINGLES_OFF = "yichuang.singles.off";
const NAMES = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", " ": "Space" };

const remembered = () => { try { return localStorage.getItem(SINGLES_OFF) === "1"; } catch { return false; } };
const remember = (off) => { try { localStorage.setItem(SINGLES_OFF, off ? "1" : "0"); } catch { /* forgets */ } };

const pressed = (event) => {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  const name = event.key === " " ? "Space" : event.key;
  if (event.shiftKey && name.length > 1) parts.push("Shift");
  parts.push(name.length === 1 ? name.toUpperCase() : name);
  return parts.join("+");
};

const visible = (element) => (element.checkVisibility ? element.checkVisibility() : element.getClientRects().length > 0);

// Into what nobody sees nothing is typed: the cursor stays in a dialog that was closed until the page is drawn anew.
const typing = (target) =>
  visible(target) && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit])"));

const topDialog = () => {
  const open = document.querySelectorAll("dialog[open]");
  return open.length ? open[open.length - 1] : null;
};

const usable = (element) => visible(element) && !element.disabled && element.getAttribute("aria-disabled") !== "true";

const bound = () => [...(topDialog() || document).querySelectorAll("[data-key]")].filter(usable);

const act = (element) => {
  if (element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
};

const words = (element) => {
  if (element.dataset.keyLabel) return element.dataset.keyLabel;
  if (element.labels?.length) return element.labels[0].textContent.trim();
  const copy = element.cloneNode(true);
  for (const part of copy.querySelectorAll("kbd, svg")) part.remove();
  return copy.textContent.trim() || element.getAttribute("aria-label") || element.title;
};

const shown = (keys) => keys.split(" ").map((key) => NAMES[key] || key);

const line = (list, keys, text) => {
  const term = document.createElement("dt");
  for (const key of keys) {
    const cap = document.createElement("kbd");
    cap.textContent = key;
    if (term.childNodes.length) term.append(" ");
    term.append(cap);
  }
  const meaning = document.createElement("dd");
  meaning.textContent = text;
  list.append(term, meaning);
};

const help = () => {
  const dialog = document.getElementById("keys-help");
  if (!dialog || dialog.open) return;
  const list = dialog.querySelector("[data-keys-list]");
  const here = bound();
  list.replaceChildren();
  for (const element of here) line(list, shown(element.dataset.key), words(element));
  for (const extra of document.querySelectorAll("[data-key-help]")) line(list, extra.dataset.keyHelp.split(" "), extra.dataset.keyLabel);
  dialog.querySelector("[data-singles]").checked = !remembered();
  dialog.showModal();
};

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  const name = pressed(event);
  const single = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (single && (typing(event.target) || remembered())) return;
  if (name === "?" || name === "？") { event.preventDefault(); help(); return; }
  const element = bound().find((one) => one.dataset.key.split(" ").includes(name));
  if (!element) return;
  event.preventDefault();
  if (!event.repeat) act(element);
});

document.addEventListener("click", (event) => { if (event.target.closest("[data-keys-open]")) help(); });
document.addEventListener("change", (event) => { if (event.target.matches("[data-singles]")) remember(!event.target.checked); });
