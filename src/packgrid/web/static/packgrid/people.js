// Forms marked data-quick are sent without leaving the page; the answer takes the place of the piece they stand in.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-quick]")) return;
  event.preventDefault();
  const piece = form.closest("[data-piece]");
  const pressed = form.querySelector("button").name;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Quick": "1" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    const made = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-piece]");
    piece.replaceWith(made);
    made.querySelector(`button[name="${pressed}"]`)?.focus();
  } catch {
    form.submit();
  }
});
