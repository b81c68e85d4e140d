// Explanations that open on hover and on focus, stay while pointed at, and close on Escape (WCAG 2.2 SC 1.4.13).

const GAP = 6;
let current = null;

const tipOf = (opener) => document.getElementById(opener.getAttribute("aria-describedby"));

const place = (opener, tip) => {
  const from = opener.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const below = from.bottom + GAP + size.height < innerHeight;
  tip.style.top = `${below ? from.bottom + GAP : Math.max(GAP, from.top - GAP - size.height)}px`;
  tip.style.left = `${Math.max(16, Math.min(from.left, innerWidth - size.width - 16))}px`;
};

const close = () => { current?.tip.classList.remove("is-open"); current = null; };

const open = (opener) => {
  const tip = tipOf(opener);
  if (!tip || current?.tip === tip) return;
  close();
  current = { opener, tip };
  place(opener, tip);
  tip.classList.add("is-open");
};

const opener = (target) => target.closest?.("[data-tip]");
const inside = (node) => node instanceof Node && (current.tip.contains(node) || current.opener.contains(node));

document.addEventListener("mouseover", (event) => { const one = opener(event.target); if (one) open(one); });
document.addEventListener("mouseout", (event) => {
  if (!current || inside(event.relatedTarget) || document.activeElement === current.opener) return;
  const leaving = current;
  setTimeout(() => { if (current === leaving && !leaving.tip.matches(":hover") && !leaving.opener.matches(":hover")) close(); }, 120);
});
document.addEventListener("focusin", (event) => { const one = opener(event.target); if (one) open(one); else if (current && !inside(event.target)) close(); });
document.addEventListener("focusout", (event) => { if (current && !inside(event.relatedTarget)) close(); });
document.addEventListener("click", (event) => { const one = opener(event.target); if (one) open(one); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && current) { close(); event.preventDefault(); } }, true);
document.addEventListener("scroll", close, true);
