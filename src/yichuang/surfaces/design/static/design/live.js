// Live updates: <div data-live="URL" data-live-events="queue case" hx-get="…" hx-trigger="live:queue, live:again">. One EventSource a
// URL; reconnects with growing, scattered waits; after a gap every listener gets live:again, so that it can fetch what it missed.

const LONGEST = 30000;
const streams = new Map();

const emit = (stream, name, data) => {
  for (const element of [...stream.elements]) {
    if (!element.isConnected) { stream.elements.delete(element); continue; }
    element.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: data }));
  }
  if (!stream.elements.size) close(stream);
};

const close = (stream) => { stream.source.close(); clearTimeout(stream.timer); streams.delete(stream.url); };

const state = (stream, word) => { for (const element of stream.elements) element.dataset.liveState = word; };

const open = (stream) => {
  stream.source = new EventSource(stream.url);
  stream.source.onopen = () => {
    state(stream, "open");
    if (stream.gap) emit(stream, "live:again", null);
    stream.gap = false;
    stream.wait = 1000;
  };
  stream.source.onerror = () => {
    state(stream, "lost");
    stream.gap = true;
    stream.source.close();
    stream.timer = setTimeout(() => open(stream), stream.wait * (0.75 + Math.random() / 2));
    stream.wait = Math.min(stream.wait * 2, LONGEST);
  };
  stream.source.addEventListener("resync", () => emit(stream, "live:again", null)); // something was missed on the way here
  stream.source.onmessage = (event) => emit(stream, "live", event.data);
  for (const name of stream.names) stream.source.addEventListener(name, (event) => emit(stream, `live:${name}`, event.data));
};

const names = (element) => (element.dataset.liveEvents || "").split(/\s+/).filter(Boolean);

const attach = (element) => {
  const url = element.dataset.live;
  if (!url) return;
  const stream = streams.get(url) || { url, elements: new Set(), names: new Set(), wait: 1000, gap: false, timer: 0, source: null };
  stream.elements.add(element);
  for (const name of names(element)) {
    if (stream.source && !stream.names.has(name)) stream.source.addEventListener(name, (event) => emit(stream, `live:${name}`, event.data));
    stream.names.add(name);
  }
  if (!stream.source) { streams.set(url, stream); open(stream); }
};

const search = (root) => {
  if (root.matches?.("[data-live]")) attach(root);
  for (const element of root.querySelectorAll("[data-live]")) attach(element);
};

search(document);
document.addEventListener("htmx:load", (event) => search(event.target));
