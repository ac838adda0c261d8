// <combo-box url="/skills/suggest/" name="skill"> around a plain <input>: suggestions as one types.
// Without script the input is sent as words. Pattern: WAI-ARIA combobox with a list, no autocompletion.
// The address answers `?q=` with [{"value": "…", "label": "…", "note": "…"}]; a choice fills the hidden field
// `name` and the visible text, and fires a bubbling "combobox:choose" event. With `submit` it sends the form;
// with `go` the values are addresses of this site, and a choice opens its page.

class ComboBox extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input:not([type=hidden])");
    this.hidden_field = this.querySelector("input[type=hidden]");
    if (!this.input) return;
    this.list = document.createElement("ul");
    this.list.id = `${this.input.id}-list`;
    this.list.className = "combo-list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.getAttribute("label") || this.input.labels?.[0]?.textContent || "");
    this.list.hidden = true;
    this.status = document.createElement("span");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.append(this.list, this.status);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list", autocomplete: "off" })) this.input.setAttribute(name, value);
    this.active = -1;
    this.input.addEventListener("input", () => { if (this.hidden_field) this.hidden_field.value = ""; clearTimeout(this.timer); this.timer = setTimeout(() => this.ask(), 150); });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("pointerdown", (event) => { const option = event.target.closest("[role=option]"); if (option) { event.preventDefault(); this.choose(option); } });
  }
  async ask() {
    const words = this.input.value.trim();
    if (words.length < 2) return this.close();
    const mine = (this.turn = (this.turn || 0) + 1);
    const address = new URL(this.getAttribute("url"), location.href);
    address.searchParams.set("q", words);
    let found;
    try { found = await (await fetch(address, { headers: { Accept: "application/json" } })).json(); } catch { return this.close(); }
    if (mine !== this.turn || document.activeElement !== this.input) return;
    this.show(found);
  }
  show(found) {
    this.active = -1;
    this.list.replaceChildren(...found.map((each, index) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${index}`;
      option.setAttribute("role", "option");
      option.dataset.value = each.value;
      option.dataset.label = each.label;
      option.append(each.label);
      if (each.note) { const note = document.createElement("span"); note.className = "hint"; note.textContent = each.note; option.append(note); }
      return option;
    }));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = (this.getAttribute("count-text") || "{n}").replace("{n}", found.length);
  }
  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
  move(step) {
    const options = [...this.list.children];
    if (!options.length) return;
    options[this.active]?.removeAttribute("aria-selected");
    this.active = (this.active + step + options.length) % options.length;
    const option = options[this.active];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }
  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.ask(); else this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !this.list.hidden && this.active >= 0) {
      event.preventDefault();
      this.choose(this.list.children[this.active]);
    } else if (event.key === "Tab" && !this.list.hidden && this.active >= 0) {
      this.choose(this.list.children[this.active], { leaving: true }); // what is lit is kept, and the focus goes on
    } else if ((event.key === "Home" || event.key === "End") && !this.list.hidden && this.active >= 0) {
      event.preventDefault();
      this.move(event.key === "Home" ? -this.active : this.list.children.length - 1 - this.active);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }
  choose(option, { leaving = false } = {}) {
    this.input.value = option.dataset.label;
    if (this.hidden_field) this.hidden_field.value = option.dataset.value;
    this.close();
    this.dispatchEvent(new CustomEvent("combobox:choose", { bubbles: true, detail: { value: option.dataset.value, label: option.dataset.label } }));
    if (leaving) return;
    if (this.hasAttribute("go") && option.dataset.value.startsWith("/")) location.assign(option.dataset.value);
    if (this.hasAttribute("submit")) this.closest("form")?.requestSubmit();
  }
}

customElements.define("combo-box", ComboBox);
