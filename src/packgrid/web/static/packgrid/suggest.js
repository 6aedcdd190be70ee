// Suggestions while typing: the combobox of the ARIA Authoring Practices around a list that the server sends.
const WAIT_MS = 120;
const SHORTEST = 2;

const FIELDS = "form[role=search]:not([action='/grids/']) input[name=q]"; // that one finds grids alone

for (const field of document.querySelectorAll(FIELDS)) suggestIn(field);

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.querySelector(FIELDS)?.focus();
});

function suggestIn(field) {
  const box = document.createElement("div");
  const heard = document.createElement("span");
  box.className = "suggestions";
  heard.className = "unseen";
  heard.role = "status";
  field.form.append(box, heard);
  field.autocomplete = "off";
  field.role = "combobox";
  field.ariaAutoComplete = "list";
  field.setAttribute("aria-controls", "suggestions");

  let timer, asking;
  const options = () => [...box.querySelectorAll("[role=option]")];
  const active = () => box.querySelector("[aria-selected=true]");
  show("");

  function show(html) {
    box.innerHTML = html;
    const count = options().length;
    box.hidden = !count;
    field.ariaExpanded = String(count > 0);
    field.removeAttribute("aria-activedescendant");
    heard.textContent = count ? `${count} suggestion${count > 1 ? "s" : ""}` : "";
  }

  function close() {
    clearTimeout(timer);
    asking?.abort();
    show("");
  }

  async function ask() {
    const text = field.value.trim();
    if (text.length < SHORTEST) return close();
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(`/search/suggestions/?q=${encodeURIComponent(text)}`, { signal: asking.signal });
      show(answer.ok ? await answer.text() : "");
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function move(step) {
    if (box.hidden) return ask();
    const all = options();
    const at = active() ? all.indexOf(active()) + step : step > 0 ? 0 : all.length - 1;
    active()?.setAttribute("aria-selected", "false");
    all[at]?.setAttribute("aria-selected", "true");
    all[at]?.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", all[at]?.id ?? "");
  }

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => location.assign(active().href),
    Escape: close,
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  field.addEventListener("keydown", (event) => {
    const isOurs = event.key === "Enter" ? active() : event.key === "Escape" ? !box.hidden : event.key in keys;
    if (!isOurs || event.isComposing) return;
    event.preventDefault();
    keys[event.key]();
  });
  field.addEventListener("blur", close);
  field.form.addEventListener("submit", close);
  box.addEventListener("mousedown", (event) => event.preventDefault());
}
