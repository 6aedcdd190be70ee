// Cells of a grid become fields in place. Without this, each has a page of its own, and these are its forms.
const said = document.getElementById("cell-form");
const heard = document.getElementById("cell-heard");
const JSON_ALONE = { Accept: "application/json" };
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

const wayIn = (cell) => cell?.querySelector(".cell-way");
const cellOf = (target) => (wayIn(target.closest("td")) ? target.closest("td") : null);

document.addEventListener("click", (event) => {
  const cell = cellOf(event.target);
  if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("a:not(.cell-way), button, textarea") || String(getSelection())) return;
  event.preventDefault();
  open(cell);
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.(".cell-way") || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  wayIn(beside(cellOf(event.target), ...step))?.focus();
});

/** The next cell that can be filled, so many rows down and columns on. */
function beside(cell, down, on) {
  const rtl = getComputedStyle(cell).direction === "rtl" ? -1 : 1;
  const column = cell.cellIndex + on * rtl;
  if (!down) return cell.parentElement.cells[column];
  const rows = [...cell.closest("table").querySelectorAll("tr:has(.cell-way)")];
  return rows[rows.indexOf(cell.parentElement) + down]?.cells[column];
}

function following(cell, step) {
  const all = [...document.querySelectorAll("td:has(.cell-way)")];
  return all[all.indexOf(cell) + step];
}

async function open(cell) {
  const url = wayIn(cell).href;
  let seen;
  try {
    const answer = await fetch(url, { headers: JSON_ALONE });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    seen = await answer.json();
  } catch {
    location.assign(url);
    return;
  }
  const before = [...cell.childNodes];
  const field = document.createElement("textarea");
  const note = document.createElement("p");
  field.value = seen.text;
  field.maxLength = 1000;
  field.rows = Math.min(6, Math.max(2, Math.ceil(seen.text.length / 18)));
  field.setAttribute("aria-label", named(cell));
  field.setAttribute("aria-describedby", (note.id = "cell-note"));
  note.className = "cell-note";
  note.textContent = said.dataset.hint;
  cell.classList.add("filling");
  cell.replaceChildren(field, note);
  field.focus();
  field.select();

  let was = seen.text;
  let isBusy = false;
  const close = () => {
    cell.classList.remove("filling");
    cell.replaceChildren(...before);
  };
  const leave = () => {
    close();
    wayIn(cell).focus();
  };
  const save = async (then) => {
    if (isBusy) return;
    if (field.value.trim() === was) {
      close();
      return then();
    }
    isBusy = true;
    const answer = await sent(url, { text: field.value, was: JSON.stringify({ text: was }) });
    isBusy = false;
    if (answer.status === 200) {
      cell.classList.remove("filling");
      show(cell, answer.html, before);
      tell(cell, url, answer.edit);
      return then();
    }
    if (answer.status === 409) return choose(answer);
    note.className = "cell-note error";
    note.textContent = answer.sentence || said.dataset.failed;
    field.focus();
  };
  const choose = ({ sentence, theirs }) => {
    const quote = document.createElement("blockquote");
    quote.textContent = theirs || "—";
    note.className = "cell-note";
    note.replaceChildren(sentence, quote, button(said.dataset.theirs, () => take(theirs)), button(said.dataset.mine, () => mine(theirs)));
    note.querySelector("button").focus();
  };
  const take = (theirs) => {
    field.value = was = theirs;
    reread(cell, url, before);
  };
  const mine = (theirs) => {
    was = theirs;
    save(() => wayIn(cell).focus());
  };

  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = event.shiftKey ? -1 : 1;
    const moves = {
      Escape: leave,
      Enter: event.shiftKey ? null : () => save(() => wayIn(cell).focus()),
      Tab: () => save(() => (following(cell, step) ? open(following(cell, step)) : wayIn(cell).focus())),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  });
}

function named(cell) {
  const title = cell.parentElement.querySelector("th");
  const row = (title?.querySelector("a") ?? title?.firstChild)?.textContent ?? "";
  const head = cell.closest("table").tHead?.rows[0]?.cells[cell.cellIndex]?.textContent ?? "";
  return `${row.trim()}: ${head.trim()}`;
}

function show(cell, html, before) {
  const way = before.find((node) => node.classList?.contains("cell-way"));
  cell.innerHTML = html;
  way.classList.toggle("empty", !html);
  cell.append(way);
}

async function reread(cell, url, before) {
  const answer = await fetch(url, { headers: JSON_ALONE });
  cell.classList.remove("filling");
  show(cell, (await answer.json()).html, before);
  wayIn(cell).focus();
}

function tell(cell, url, edit) {
  if (!edit) return;
  heard.replaceChildren(
    said.dataset.saved,
    " ",
    button(said.dataset.undo, async () => {
      const answer = await sent(`/edits/${edit}/revert/`, {});
      heard.textContent = answer.status < 400 ? said.dataset.undone : said.dataset.failed;
      reread(cell, url, [...cell.childNodes]);
    }),
  );
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

/** The answer to a form as an object with its status; a status of 599 is no answer. */
async function sent(url, fields) {
  const body = new FormData(said);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  try {
    const answer = await fetch(url, { method: "POST", body, headers: JSON_ALONE });
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    return { ...(isJson ? await answer.json() : {}), status: answer.redirected && !isJson ? 303 : answer.status };
  } catch {
    return { status: 599 };
  }
}
