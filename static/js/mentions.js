// A textarea with data-mentions="/people/suggest/": "@na" lists colleagues; Enter or Tab writes "@address-name".
// Without script one types the address name. The list follows the pattern of combobox.js.

class Mentions {
  constructor(area) {
    this.area = area;
    this.list = document.createElement("ul");
    this.list.className = "combo-list";
    this.list.id = `${area.id}-mentions`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", area.labels?.[0]?.textContent || "");
    const box = document.createElement("div");
    box.className = "mention-box";
    area.replaceWith(box);
    box.append(area, this.list);
    this.active = 0;
    area.setAttribute("aria-autocomplete", "list");
    area.addEventListener("input", () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.ask(), 150); });
    area.addEventListener("keydown", (event) => this.key(event));
    area.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("pointerdown", (event) => { const option = event.target.closest("[role=option]"); if (option) { event.preventDefault(); this.choose(option); } });
  }
  begun() {
    const before = this.area.value.slice(0, this.area.selectionStart);
    return before.match(/(?:^|\s)@([\p{L}\d-]{2,40})$/u);
  }
  async ask() {
    const begun = this.begun();
    if (!begun) return this.close();
    const address = new URL(this.area.dataset.mentions, location.href);
    address.searchParams.set("q", begun[1].replaceAll("-", " "));
    let found;
    try { found = await (await fetch(address, { headers: { Accept: "application/json" } })).json(); } catch { return this.close(); }
    if (!this.begun()) return;
    this.active = 0;
    this.list.replaceChildren(...found.slice(0, 6).map((each, index) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", String(index === 0));
      option.dataset.slug = each.slug;
      option.append(each.label);
      if (each.note) { const note = document.createElement("span"); note.className = "hint"; note.textContent = each.note; option.append(note); }
      return option;
    }));
    this.list.hidden = !found.length;
    this.point();
  }
  point() {
    const option = this.list.children[this.active];
    if (this.list.hidden || !option) return this.area.removeAttribute("aria-activedescendant");
    for (const each of this.list.children) each.setAttribute("aria-selected", String(each === option));
    this.area.setAttribute("aria-activedescendant", option.id);
  }
  close() { this.list.hidden = true; this.area.removeAttribute("aria-activedescendant"); }
  key(event) {
    if (this.list.hidden) return;
    const count = this.list.children.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.active = (this.active + (event.key === "ArrowDown" ? 1 : -1) + count) % count;
      this.point();
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      this.choose(this.list.children[this.active]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  }
  choose(option) {
    const begun = this.begun();
    if (begun) {
      const end = this.area.selectionStart;
      this.area.setRangeText(`@${option.dataset.slug} `, end - begun[1].length - 1, end, "end");
    }
    this.close();
    this.area.focus();
  }
}

for (const area of document.querySelectorAll("textarea[data-mentions]")) new Mentions(area);
