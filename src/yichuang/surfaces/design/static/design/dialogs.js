// Dialogs: data-opens="id" opens, data-closes closes; a dialog that htmx brings in with data-open-now opens itself.

const show = (dialog) => {
  dialog.showModal();
  const first = dialog.querySelector("[autofocus], .dialog__body .input");
  (first || dialog.querySelector(".dialog__body input:not([type=hidden]), .dialog__acts .button--primary"))?.focus();
};

// What was chosen in a menu is done: it does not stand open behind a dialog, which gives the focus back to the menu's button.
const fold = (menu) => { menu.open = false; menu.querySelector("summary").focus(); };

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("button.menu__item")?.closest("details.menu");
  if (chosen) fold(chosen);
  const opener = event.target.closest("[data-opens]");
  if (opener) show(document.getElementById(opener.dataset.opens));
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest?.("details.menu[open]");
  if (menu) fold(menu);
});

const openNow = (root) => {
  for (const dialog of root.querySelectorAll("dialog[data-open-now]")) {
    dialog.removeAttribute("data-open-now"); // once: what is brought in later beside a closed one does not open it again
    show(dialog);
  }
};

openNow(document);
document.addEventListener("htmx:load", (event) => openNow(event.target.parentElement || document));
