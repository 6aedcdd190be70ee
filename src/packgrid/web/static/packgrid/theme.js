// Light, dark or as the system has it. Runs before the first paint, so it is no module.
{
  const THEMES = ["system", "light", "dark"];
  const root = document.documentElement;
  const chosen = () => (THEMES.includes(localStorage.theme) ? localStorage.theme : "system");

  function show() {
    if (chosen() === "system") delete root.dataset.theme;
    else root.dataset.theme = chosen();
    const button = document.getElementById("theme");
    if (!button) return;
    button.hidden = false;
    button.textContent = button.dataset[chosen()];
  }

  function next() {
    localStorage.theme = THEMES[(THEMES.indexOf(chosen()) + 1) % THEMES.length];
    show();
  }

  show();
  addEventListener("storage", show);
  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("theme")?.addEventListener("click", next);
    show();
  });
}
