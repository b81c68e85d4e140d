// Day or night, normal or large: this browser's choice, set before the first paint. Loaded blocking in <head>.
(() => {
  const root = document.documentElement;
  const night = matchMedia("(prefers-color-scheme: dark)");
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const write = (key, value) => { try { localStorage.setItem(key, value); } catch { /* a locked-down browser forgets; the page still changes */ } };

  const chosen = () => read("yichuang.scheme") || "auto";

  const apply = () => {
    if (!root.hasAttribute("data-scheme-fixed")) {
      const scheme = chosen();
      root.dataset.scheme = scheme === "auto" ? (night.matches ? "dark" : "light") : scheme;
    }
    if (!root.hasAttribute("data-large-fixed")) {
      root.toggleAttribute("data-large", read("yichuang.large") === "on");
    }
  };

  const press = () => {
    for (const button of document.querySelectorAll("[data-set-scheme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.setScheme === chosen()));
    }
    for (const button of document.querySelectorAll("[data-set-large]")) {
      button.setAttribute("aria-pressed", String((button.dataset.setLarge !== "off") === root.hasAttribute("data-large")));
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set-scheme], [data-set-large]");
    if (!button) return;
    if (button.dataset.setScheme) {
      write("yichuang.scheme", button.dataset.setScheme);
      root.removeAttribute("data-scheme-fixed");
    } else {
      const turn = root.hasAttribute("data-large") ? "off" : "on";
      write("yichuang.large", button.dataset.setLarge === "toggle" ? turn : button.dataset.setLarge);
      root.removeAttribute("data-large-fixed");
    }
    apply();
    press();
  });
  night.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", press);
  document.addEventListener("htmx:load", press);
  apply();
})();
