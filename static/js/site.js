// Courtesies over pages that work without script: focus on errors, one press of a button, live regions.
// What few pages need comes only with them (parts of a page that arrive later bring nothing that was not there).
if (document.querySelector("combo-box")) import("./combobox.js");
if (document.querySelector("[data-mentions]")) import("./mentions.js");

document.querySelector("[data-focus]")?.focus();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  // A page that comes back from the history may be sent again; the server recognises a repeat.
  addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
  setTimeout(() => delete form.dataset.sent, 8000);
});

// The menu of the header closes when one leaves it or presses Escape.
for (const menu of document.querySelectorAll("[data-menu]")) {
  menu.addEventListener("keydown", (event) => { if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); } });
  menu.addEventListener("focusout", (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false; });
  document.addEventListener("pointerdown", (event) => { if (!menu.contains(event.target)) menu.open = false; });
}
