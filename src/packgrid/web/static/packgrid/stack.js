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
  markTable(stack, asked);
  const line = document.getElementById("stack-fit");
  if (line) line.hidden = !line.querySelector(".fit, .warn");
  for (const element of document.querySelectorAll("[data-stack-titles]")) element.textContent = titles() || "not set";
  for (const button of document.querySelectorAll("[data-stack-clear]")) button.hidden = !Object.keys(stack).length;
}

// A table says once, as JSON, what its packages support, since each of them may be a row or a column.
function markTable(stack, asked) {
  const data = document.getElementById("stack-marks");
  if (!data) return;
  const marks = JSON.parse(data.textContent);
  for (const link of document.querySelectorAll(".grid th > a[href^='/packages/p/']")) {
    const slug = decodeURIComponent(link.pathname.split("/")[3]);
    link.parentElement.querySelector(":scope > .fits")?.remove();
    const found = tableMarks(marks, slug, stack);
    const list = Object.assign(document.createElement("span"), { className: "fits" });
    for (const one of found) list.append(one, " ");
    if (found.length) link.parentElement.append(list);
  }
  offer(marks, stack, asked);
}

function tableMarks(marks, slug, stack) {
  const found = [];
  const unknown = {}; // the names of what is not known, by the reason
  for (const [key, value] of Object.entries(stack)) {
    const said = marks.supports[slug]?.[key];
    const name = `${marks.titles[key]} ${value}`;
    if (typeof said === "string") unknown[said] = [...(unknown[said] ?? []), name];
    else if (said) found.push(said.includes(value) ? makeMark("yes", name) : makeMark("no", name, "not declared"));
  }
  const needs = marks.needs[slug];
  if (stack.database && needs && !needs.includes(stack.database)) found.push(makeMark("no", `needs ${needs.map((key) => marks.databases[key]).join(" or ")}`));
  return [...found, ...Object.entries(unknown).map(([why, names]) => makeMark("unknown", names.join(", "), why))];
}

function offer(marks, stack, asked) {
  const line = document.getElementById("stack-link");
  line.hidden = !Object.keys(stack).length || Object.keys(asked).length > 0;
  const title = ([key, value]) => (marks.titles[key] ? `${marks.titles[key]} ${value}` : marks.databases[value]);
  line.querySelector("b").textContent = Object.entries(stack).map(title).join(", ");
  // What is marked as supported may only be allowed, so the table is to keep that, too.
  const parameters = [...new URLSearchParams(location.search), ...Object.entries(stack), ["lenient", "1"]];
  line.querySelector("a").href = `?${new URLSearchParams(Object.fromEntries(parameters))}`;
}

function titles() {
  const chosen = forms.length ? fields(forms[0]).filter((field) => field.value) : [];
  const title = (field) => (field.name === "database" ? "" : `${field.labels[0].textContent} `);
  return chosen.map((field) => title(field) + field.selectedOptions[0].textContent).join(", ");
}

function mark(element, series) {
  element.querySelector(":scope > .fit")?.remove();
  if (!series) return;
  const { title, missing } = element.dataset;
  const fit = judge(element.dataset, series);
  const note = fit === "unknown" ? missing : { no: "not declared" }[fit];
  element.append(" ", makeMark(fit, title ? `${title} ${series}` : series, note));
}

function makeMark(fit, text, note = "") {
  const made = Object.assign(document.createElement("span"), { className: `fit ${fit}` });
  made.append(`${SIGNS[fit]} ${text}`);
  if (note) made.append(Object.assign(document.createElement("span"), { className: "note", textContent: ` ${note}` }));
  return made;
}

function judge(data, series) {
  if (data.series === undefined) return "unknown";
  return data.series.split(" ").includes(series) ? "yes" : "no";
}

function warn(element, database) {
  element.classList.toggle("warn", Boolean(database) && !element.dataset.needs.split(" ").includes(database));
}
