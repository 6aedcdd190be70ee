// Packages that are ticked (boxes named "p" of the form #pick) stay ticked from page to page of this tab, and the form
// becomes a tray that lists them. Without this script it is a plain form with a button. See docs/website.md.
const KEY = "picked";
const form = () => document.getElementById("pick");
const boxes = () => [...document.querySelectorAll("input[type=checkbox][name=p]")].filter((box) => box.form === form());

if (form()) start();

function start() {
  keep(boxes().filter((box) => box.checked)); // what the browser has filled in again
  draw();
  document.addEventListener("change", (event) => {
    if (boxes().includes(event.target)) keep([event.target]);
    draw();
  });
  document.addEventListener("click", (event) => {
    const slug = event.target.dataset?.unpick;
    if (slug !== undefined) write(slug ? read().filter(([other]) => other !== slug) : []);
  });
  document.addEventListener("submit", (event) => {
    if (event.target === form() && event.submitter?.name === "do") leave();
  });
  document.addEventListener("table-changed", draw);
  addEventListener("pageshow", draw);
}

function read() {
  return JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
}

function write(picked) {
  sessionStorage.setItem(KEY, JSON.stringify(picked));
  draw();
}

function keep(changed) {
  const slugs = changed.map((box) => box.value);
  const others = read().filter(([slug]) => !slugs.includes(slug));
  const ticked = changed.filter((box) => box.checked).map((box) => [box.value, title(box)]);
  sessionStorage.setItem(KEY, JSON.stringify([...others, ...ticked]));
}

function title(box) {
  return box.dataset.title ?? box.closest("li, th, td")?.querySelector("a")?.textContent ?? box.value;
}

// What is done with packages of this page alone leaves those of other pages where they are.
function leave() {
  const here = boxes().map((box) => box.value);
  for (const field of form().querySelectorAll(".picked input")) field.disabled = true;
  sessionStorage.setItem(KEY, JSON.stringify(read().filter(([slug]) => !here.includes(slug))));
}

function draw() {
  const picked = read();
  const here = boxes();
  for (const box of here) box.checked = picked.some(([slug]) => slug === box.value);
  const list = form().querySelector(".picked");
  list.replaceChildren(...picked.map(([slug, name]) => item(slug, name, here.some((box) => box.value === slug))));
  list.hidden = !picked.length;
  form().querySelector("[data-unpick]:not(li *)").hidden = !picked.length;
  form().classList.toggle("tray", picked.length > 0);
  document.body.classList.toggle("with-tray", picked.length > 0);
}

function item(slug, name, isHere) {
  const made = document.createElement("li");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: "×" });
  button.dataset.unpick = slug;
  button.ariaLabel = form().dataset.remove.replace("{}", name);
  made.append(`${name} `, button);
  if (!isHere) made.append(Object.assign(document.createElement("input"), { type: "hidden", name: "p", value: slug }));
  return made;
}
