// A table without leaving its page: the form is sent as it changes, and links that only change the address are followed in
// place. What comes back is the page that a browser without scripts gets, so there is nothing else to keep in step.
const WAIT_MS = 250;
const PARTS = ["named", "add", "leading", "seen", "pick", "choices"];
let asking;

start();

function start() {
  document.addEventListener("change", (event) => {
    if (event.target.form?.id === "choices") send(event.target.form);
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "c-q") wait(() => send(event.target.form));
    if (event.target.id === "more") wait(() => suggest(event.target));
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "choices") return;
    event.preventDefault();
    send(event.target);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#seen a[href^='?']");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    show(link.href);
  });
  addEventListener("popstate", () => show(location.href, { isBack: true }));
  remember();
}

let timer;
function wait(then) {
  clearTimeout(timer);
  timer = setTimeout(then, WAIT_MS);
}

function send(form) {
  clearTimeout(timer);
  show(`${location.pathname}?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value))}`);
}

async function show(url, { isBack = false } = {}) {
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(url, { signal: asking.signal });
    if (!answer.ok) return location.assign(url);
    swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (!isBack && answer.url !== location.href) history.pushState(null, "", answer.url);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  }
}

function swap(page) {
  const held = document.activeElement;
  const place = held?.id ? [held.id, held.selectionStart] : null;
  const grid = document.querySelector(".grid");
  const [left, top] = [grid?.scrollLeft ?? 0, grid?.scrollTop ?? 0];
  const open = document.querySelector("#choices details")?.open;
  for (const id of PARTS) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceWith(document.adoptNode(fresh));
  }
  document.title = page.title;
  document.querySelector("#choices details")?.toggleAttribute("open", Boolean(open));
  document.querySelector(".grid")?.scrollTo(left, top);
  if (place) focus(...place);
  document.dispatchEvent(new Event("table-changed"));
}

function focus(id, at) {
  const field = document.getElementById(id);
  field?.focus({ preventScroll: true });
  if (at !== null && field?.type === "search") field.setSelectionRange(at, at);
}

async function suggest(field) {
  const text = field.value.trim();
  const names = document.getElementById("names");
  if (text.length < 2 || [...names.options].some((option) => option.value === text)) return;
  const answer = await fetch(`/search/opensearch/suggestions/?q=${encodeURIComponent(text)}`);
  if (!answer.ok) return;
  const [, titles, , paths] = await answer.json();
  const packages = titles.map((title, at) => [title, paths[at].match(/\/packages\/p\/([^/]+)\//)?.[1]]).filter(([, slug]) => slug);
  names.replaceChildren(...packages.map(([title, slug]) => new Option(title, slug)));
}

// The day of the last visit is kept here in the browser and nowhere else.
function remember() {
  const link = document.getElementById("visit");
  if (!link) return;
  const key = `visit ${location.pathname}${new URLSearchParams(location.search).get("p") ?? ""}`;
  const today = new Date().toISOString().slice(0, 10);
  const [last, before] = (localStorage.getItem(key) ?? "").split(" ");
  const since = last && last < today ? last : before;
  if (since) {
    link.href = link.href.replace("since=last", `since=${since}`);
    link.hidden = false;
  }
  if (last !== today) localStorage.setItem(key, last ? `${today} ${last}` : today);
}
