// Tabs inside a page (role=tab): arrow keys move and choose, Home and End jump.

const STEP = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

const choose = (tab, focus) => {
  for (const one of tab.closest("[role=tablist]").querySelectorAll("[role=tab]")) {
    const on = one === tab;
    one.setAttribute("aria-selected", String(on));
    one.tabIndex = on ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).hidden = !on;
  }
  if (focus) tab.focus();
};

document.addEventListener("click", (event) => { const tab = event.target.closest("[role=tab]"); if (tab) choose(tab, false); });
document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.("[role=tab]");
  if (!tab || !(event.key in STEP)) return;
  const all = [...tab.closest("[role=tablist]").querySelectorAll("[role=tab]")];
  const step = STEP[event.key];
  const at = Number.isFinite(step) ? (all.indexOf(tab) + step + all.length) % all.length : step < 0 ? 0 : all.length - 1;
  choose(all[at], true);
  event.preventDefault();
});
