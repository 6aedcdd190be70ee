// The reader's stack: kept in this browser, or in the address where it is shared. Marks what packages support.
// Forms with data-stack set it, elements with data-fits are marked, data-stack-titles names it. See docs/website.md.
const KEY = "stack";
const forms = [...document.querySelectorAll("form[data-stack]")];
const fields = (form) => [...form.querySelectorAll("select")];
const SIGNS = { yes: "✓", no: "✗", unknown: "?" };

start();

function start() {
  const asked = readAddress();
  if (!Object.keys(asked).length) fill(readKept());
  for (const form of forms) {
    form.addEventListener("change", () => keep(readForm(form)));
    form.addEventListener("submit", () => {
      if (form.getAttribute("action") === location.pathname) keep(readForm(form));
      for (const field of fields(form)) field.disabled = !field.value;
    });
    form.querySelector("[data-stack-clear]").addEventListener("click", () => {
      for (const field of fields(form)) field.value = "";
      keep({});
    });
  }
  document.addEventListener("table-changed", draw);
  addEventListener("storage", draw);
  addEventListener("pageshow", () => {
    for (const field of forms.flatMap(fields)) field.disabled = false;
  });
  draw();
}

function readKept() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return Object.fromEntries(Object.entries(kept).filter(([, value]) => typeof value === "string"));
  } catch {
    return {};
  }
}

function readAddress() {
  const names = ["django", "python", "wagtail", "cms", "drf", "database"];
  const asked = new URLSearchParams(location.search);
  return Object.fromEntries(names.map((name) => [name, asked.get(name)]).filter(([, value]) => value));
}

function readForm(form) {
  return Object.fromEntries(fields(form).map((field) => [field.name, field.value]).filter(([, value]) => value));
}

function keep(stack) {
  try {
    localStorage.setItem(KEY, JSON.stringify(stack));
  } catch {
    return; // storage is switched off; the address still works
  }
  for (const form of forms) form.querySelector("[data-stack-kept]").textContent = form.querySelector("[data-stack-kept]").dataset.stackKept;
  draw();
}

function fill(stack) {
  for (const field of forms.flatMap(fields)) {
    if ([...field.options].some((option) => option.value === stack[field.name])) field.value = stack[field.name];
  }
}

function draw() {
  const asked = readAddress();
  const stack = Object.keys(asked).length ? asked : readKept();
  for (const element of document.querySelectorAll("[data-fits]")) mark(element, stack[element.dataset.fits]);
  for (const element of document.querySelectorAll("[data-needs]")) warn(element, stack.database);
  for (const element of document.querySelectorAll("[data-stack-titles]")) element.textContent = titles() || "not set";
  for (const button of document.querySelectorAll("[data-stack-clear]")) button.hidden = !Object.keys(stack).length;
}

function titles() {
  const chosen = forms.length ? fields(forms[0]).filter((field) => field.value) : [];
  const title = (field) => (field.name === "database" ? "" : `${field.labels[0].textContent} `);
  return chosen.map((field) => title(field) + field.selectedOptions[0].textContent).join(", ");
}

function mark(element, series) {
  element.querySelector(":scope > .fit")?.remove();
  if (!series) return;
  const fit = judge(element.dataset, series);
  const made = Object.assign(document.createElement("span"), { className: `fit ${fit}` });
  made.append(`${SIGNS[fit]} ${series}`);
  if (fit === "no") made.append(Object.assign(document.createElement("span"), { className: "note", textContent: " not declared" }));
  element.append(" ", made);
}

function judge(data, series) {
  if (data.series === undefined) return "unknown";
  return data.series.split(" ").includes(series) ? "yes" : "no";
}

function warn(element, database) {
  element.classList.toggle("warn", Boolean(database) && !element.dataset.needs.split(" ").includes(database));
}
