// Bring a part of the page up to what the server sent, node by node: what stays the same is left alone, so that the cursor, a
// half-typed word and an open menu survive. Children are matched by id or data-part.

const nameOf = (node) => node.id || node.dataset?.part || "";
const alike = (one, other) => one.nodeName === other.nodeName && nameOf(one) === nameOf(other);

const attributes = (from, to, kept) => {
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !kept.has(name)) from.removeAttribute(name);
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value && !kept.has(name)) from.setAttribute(name, value);
};

// What a script or the browser itself has put there.
const KEPT = new Set(["open", "data-pending"]);

const control = (from, to, untouched) => {
  if (from.type === "hidden") { from.value = to.getAttribute("value") || ""; return; }
  if (untouched(from)) return;
  if (from.type === "radio" || from.type === "checkbox") from.checked = to.hasAttribute("checked");
  else if (from.nodeName === "INPUT" && from.type !== "file" && from.value !== to.value) from.value = to.value;
  else if (from.nodeName === "TEXTAREA" && from.value !== to.textContent) from.value = to.textContent;
  else if (from.nodeName === "SELECT") from.value = [...to.options].find((option) => option.hasAttribute("selected"))?.value ?? to.options[0]?.value ?? "";
};

export const morph = (from, to, untouched, fresh = []) => {
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return fresh;
  }
  attributes(from, to, KEPT);
  const named = new Map([...from.children].filter(nameOf).map((child) => [nameOf(child), child]));
  let at = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const known = nameOf(wanted) ? named.get(nameOf(wanted)) : at && alike(at, wanted) ? at : null;
    if (known && known.nodeName === wanted.nodeName) {
      if (known === at) at = at.nextSibling; else from.insertBefore(known, at);
      morph(known, wanted, untouched, fresh);
    } else {
      from.insertBefore(wanted, at);
      if (wanted.nodeType === Node.ELEMENT_NODE) fresh.push(wanted);
    }
  }
  while (at) { const next = at.nextSibling; at.remove(); at = next; }
  if (["INPUT", "TEXTAREA", "SELECT"].includes(from.nodeName)) control(from, to, untouched);
  return fresh;
};
