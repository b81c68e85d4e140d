// A signature by pen, finger or mouse: <div data-signature> with a canvas, a hidden input (receives a PNG data URL) and a clear
// button. A dot is not a signature: the stroke must be longer than a tenth of the pad's width.

const INK = "#16202B";
const ENOUGH = 0.1;

const pad = (root) => {
  if (root.dataset.signatureReady) return;
  root.dataset.signatureReady = "1";
  const canvas = root.querySelector("canvas");
  const output = root.querySelector("input[type=hidden]");
  const pen = canvas.getContext("2d");
  let last = null;
  let length = 0;

  const fit = () => {
    const ratio = Math.max(devicePixelRatio || 1, 2);
    const box = canvas.getBoundingClientRect();
    if (!box.width) return;
    canvas.width = Math.round(box.width * ratio);
    canvas.height = Math.round(box.height * ratio);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = pen.fillStyle = INK;
  };

  const clear = () => {
    fit();
    length = 0;
    output.value = "";
    root.classList.remove("has-ink");
    root.dispatchEvent(new CustomEvent("signature:change", { bubbles: true, detail: { empty: true } }));
  };

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top, pressure: event.pointerType === "pen" ? event.pressure : 0.5 };
  };

  const stroke = (from, to) => {
    pen.lineWidth = 1.6 + to.pressure * 2.2;
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x, to.y);
    pen.stroke();
    length += Math.hypot(to.x - from.x, to.y - from.y);
  };

  const start = (event) => {
    if (event.button > 0) return;
    if (!canvas.width || !length) fit();
    canvas.setPointerCapture(event.pointerId);
    last = place(event);
    root.classList.add("has-ink");
    root.classList.remove("is-missing");
    event.preventDefault();
  };

  const move = (event) => {
    if (!last) return;
    for (const point of event.getCoalescedEvents?.() || [event]) {
      const next = place(point);
      stroke(last, next);
      last = next;
    }
  };

  const end = () => {
    if (!last) return;
    last = null;
    const empty = length < canvas.clientWidth * ENOUGH;
    output.value = empty ? "" : canvas.toDataURL("image/png");
    if (!length) root.classList.remove("has-ink");
    root.dispatchEvent(new CustomEvent("signature:change", { bubbles: true, detail: { empty } }));
  };

  canvas.addEventListener("pointerdown", start);
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  root.querySelector("[data-signature-clear]").addEventListener("click", clear);
  fit();
};

const refuseEmpty = (event) => {
  for (const root of event.target.querySelectorAll("[data-signature-required]")) {
    const missing = !root.querySelector("input[type=hidden]").value;
    root.classList.toggle("is-missing", missing);
    root.querySelector("[data-signature-missing]").hidden = !missing;
    if (missing) {
      event.preventDefault();
      event.stopImmediatePropagation();
      root.scrollIntoView({ block: "nearest" });
    }
  }
};

const search = (root) => { for (const one of root.querySelectorAll("[data-signature]")) pad(one); };

search(document);
document.addEventListener("htmx:load", (event) => search(event.target.parentElement || document));
document.addEventListener("submit", refuseEmpty, true);
