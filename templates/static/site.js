// What a page gains with a script. All of it is optional: without it every page is whole and every form is a plain GET.

function set(element, attributes) {
  Object.entries(attributes).forEach((attribute) => element.setAttribute(...attribute));
  return element;
}

function make(tag, attributes = {}, ...children) {
  const element = set(document.createElement(tag), attributes);
  element.append(...children);
  return element;
}

function button(act, attributes, ...children) {
  const made = make("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("click", act);
  return made;
}

// Where storage is refused (some private windows) or full, what is remembered ends with the page.
const held = new Map();
const recall = (key) => { try { return held.get(key) ?? localStorage.getItem(key); } catch { return null; } };

function remember(key, value) {
  held.delete(key);
  try { localStorage.setItem(key, value); } catch { held.set(key, value); }
}

const focusIn = (box) => box.contains(document.activeElement) && document.activeElement;
const counterpart = (box, old) => [...box.querySelectorAll(old.tagName)].find((each) =>
  each.name === old.name && each.value === old.value && each.textContent === old.textContent);

// Of several requests only the newest counts: taking its turn aborts the others, and what waits for a pause in typing.
class Turn {
  take() {
    clearTimeout(this.pause);
    this.control?.abort();
    this.control = new AbortController();
    return this.control.signal;
  }

  later(act) {
    this.take();
    this.pause = setTimeout(act, 150);
  }
}

const announcer = make("p", { class: "unseen", "aria-live": "polite" });
const announce = (words) => announcer.replaceChildren(words);

// Copying

function addCopyButton(block) {
  const code = block.querySelector("code");
  const title = block.closest("dl > div, section")?.querySelector("dt, h3, h2")?.textContent ?? "";
  const label = make("span", {}, "Copy");
  const copy = async () => {
    label.textContent = await copied(code) ? "Copied" : "Selected";
    announce(`${label.textContent}: ${title}`);
    setTimeout(() => { label.textContent = "Copy"; }, 2000);
  };
  block.append(button(copy, { class: "copy" }, label, make("span", { class: "unseen" }, ` ${title}`)));
}

// Without the clipboard (plain http on another host, or refused) the text is selected, ready for Ctrl-C.
async function copied(code) {
  try {
    await navigator.clipboard.writeText(code.textContent.replace(/\n$/, ""));
    return true;
  } catch {
    getSelection().selectAllChildren(code);
    return false;
  }
}

// Tabs: each section of a [data-tabs] group becomes a panel, its heading a tab.

function addTabs(group) {
  const panels = [...group.querySelectorAll(":scope > section")];
  const tabs = panels.map((panel, index) => makeTab(panel, index, () => choose(index)));
  const list = make("div", { class: "tabs", role: "tablist", "aria-label": "Language" }, ...tabs);
  const select = (chosen) => tabs.forEach((tab, index) => {
    set(tab, { "aria-selected": index === chosen, tabindex: index === chosen ? 0 : -1 });
    panels[index].hidden = index !== chosen;
  });
  const choose = (index) => {
    select(index);
    remember("language", tabs[index].textContent);
  };
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length;
    choose(next);
    tabs[next].focus();
  });
  group.prepend(list);
  select(Math.max(tabs.findIndex((tab) => tab.textContent === recall("language")), 0));
}

function makeTab(panel, index, choose) {
  const heading = panel.querySelector("h3");
  const id = `panel-${index}`;
  const tab = button(choose, { role: "tab", id: `tab-${index}`, "aria-controls": id }, heading.textContent);
  set(panel, { role: "tabpanel", id, "aria-labelledby": tab.id });
  heading.hidden = true;
  return tab;
}

// Live pages: a form[data-live] and the links of #results that stay on its path fetch the same address that they
// would lead to, and swap #results. The address bar follows; whatever goes wrong becomes plain navigation.

const region = document.getElementById("results");
const isLive = (form) => region && form?.matches("[data-live]");
const isTyped = (field) => field.matches("input:not([type=checkbox], [type=radio])");
const liveForm = (root) => root.querySelector("form[data-live]:not(#results *)");
const addressHere = () => location.pathname + location.search;

const turn = new Turn();
let here = addressHere();
const busy = (value) => set(region, { "aria-busy": value });

function addressOf(form) {
  const filled = [...new FormData(form)].filter(([, value]) => value.trim() !== "");
  const query = new URLSearchParams(filled).toString();
  return form.getAttribute("action") + (query && `?${query}`);
}

async function show(address, { typing = false, push = !typing, top = false } = {}) {
  const signal = turn.take();
  busy(true);
  try {
    const answer = await fetch(address, { signal });
    if (typing && answer.status >= 400 && answer.status < 500) return; // half a number or an id: more is to come
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    swap(page, typing, top);
    if (address !== here) history[push ? "pushState" : "replaceState"](null, "", address);
    here = addressHere();
  } catch {
    if (!signal.aborted) location.assign(address);
  } finally {
    if (!signal.aborted) busy(false);
  }
}

function swap(page, typing, top) {
  const fresh = page.getElementById("results");
  const focused = focusIn(region);
  const folds = fresh.querySelectorAll("details");
  region.querySelectorAll("details").forEach((old, index) => { if (folds[index]) folds[index].open = old.open; });
  region.replaceChildren(...fresh.childNodes);
  document.title = page.title;
  document.querySelector(".tools")?.replaceWith(page.querySelector(".tools") ?? ""); // the page's own .csv
  refill(liveForm(document), liveForm(page), typing ? document.activeElement : null);
  showTray();
  if (top) region.scrollIntoView();
  if (focused) ((!top && counterpart(region, focused)) || region).focus({ preventScroll: true });
  announceResults();
}

function announceResults() {
  const sorted = region.querySelector("th[aria-sort]");
  const order = sorted ? `, sorted by ${sorted.textContent.trim()}, ${sorted.getAttribute("aria-sort")}` : "";
  announce((region.querySelector("[role=status]")?.textContent ?? "") + order);
}

const hiddenFields = (form) => form.querySelectorAll("input[type=hidden]");
const shownFields = (form) => [...form.elements].filter((field) => field.name && field.type !== "hidden");
const namesOf = (form) => shownFields(form).map((field) => field.name).join();

// The form says what the new page's form says, but for the field that is being typed in.
function refill(form, fresh, typedIn) {
  if (namesOf(form) !== namesOf(fresh)) {
    const focused = focusIn(form);
    form.replaceChildren(...fresh.childNodes);
    addSuggestions(form);
    document.getElementById(focused.id)?.focus();
    return;
  }
  hiddenFields(form).forEach((field) => field.remove());
  const said = shownFields(fresh);
  shownFields(form).forEach((field, index) => { if (field !== typedIn) copyField(field, said[index]); });
  form.append(...hiddenFields(fresh));
}

function copyField(field, said) {
  field.checked = said.checked;
  if (field.value === said.value) return;
  field.value = said.value;
  if (field.value !== said.value) field.replaceChildren(...said.childNodes); // a choice that was not in the list
}

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (!isLive(form) || !isTyped(target) || target.dataset.suggest) return;
  turn.later(() => (form.checkValidity() ? show(addressOf(form), { typing: true }) : busy(false)));
});

document.addEventListener("change", ({ target }) => {
  if (!isLive(target.form) || target.dataset.suggest || !target.form.checkValidity()) return;
  const address = addressOf(target.form), typed = isTyped(target);
  // Leaving a field whose words are shown already must not swap what is being clicked on.
  if (!typed || !target.value || address !== here) show(address, { push: !typed });
});

document.addEventListener("submit", (event) => {
  if (!isLive(event.target)) return;
  event.preventDefault();
  show(addressOf(event.target));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("#results a:not([href*='#'], [download], [target])");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.origin + link.pathname !== location.origin + liveForm(document)?.getAttribute("action")) return;
  event.preventDefault();
  show(link.pathname + link.search, { top: Boolean(link.closest(".pager")) });
});

addEventListener("popstate", () => {
  if (!region || addressHere() === here) return; // only the fragment changed
  here = addressHere();
  show(here);
});

// Suggestions: the combobox of the ARIA authoring practices. data-suggest names the lists of the API to look in.

const FIELDS = { models: "id,name,url", offerings: "id,model,provider,url" };

function addSuggestions(root) {
  root.querySelectorAll("input[data-suggest]").forEach((input) => new Combobox(input));
}

async function look(kind, words, signal) {
  const query = new URLSearchParams({ q: words, limit: 5, fields: FIELDS[kind] });
  const none = { items: [] }; // overtaken, or no answer: the plain search is still there
  const asked = fetch(`/api/v1/${kind}?${query}`, { signal }).then((answer) => (answer.ok ? answer.json() : none));
  const { items } = await asked.catch(() => none);
  return items.map((item) => kind === "models"
    ? { ...item, label: item.name, value: `model:${item.id}` }
    : { ...item, label: `${item.model.name} on ${item.provider.name}`, value: item.id });
}

class Combobox {
  found = [];
  active = -1;
  turn = new Turn();
  // Each says whether it has used the key up: Enter without a choice is the plain search.
  keys = {
    ArrowDown: () => this.move(1),
    ArrowUp: () => this.move(-1),
    Enter: () => (this.active < 0 ? !this.close() : this.choose(this.active)),
    Escape: () => !this.list.hidden && this.close(),
  };

  constructor(input) {
    this.input = input;
    this.list = make("ul", { class: "suggestions", role: "listbox", "aria-label": "Suggestions", id: `${input.id}-list` });
    set(input, { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id });
    input.addEventListener("input", () => this.turn.later(() => this.ask()));
    input.addEventListener("blur", () => this.close());
    input.addEventListener("keydown", (event) => {
      if (!event.isComposing && this.keys[event.key]?.()) event.preventDefault();
    });
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", ({ target }) =>
      this.choose([...this.list.children].indexOf(target.closest("li"))));
    input.after(this.list);
    this.open([]);
  }

  async ask() {
    const signal = this.turn.take(), words = this.input.value.trim();
    if (words.length < 2) return this.open([]);
    const lists = await Promise.all(this.input.dataset.suggest.split(" ").map((kind) => look(kind, words, signal)));
    if (!signal.aborted) this.open(lists.flat());
  }

  open(items) {
    this.found = items;
    this.list.replaceChildren(...items.map(({ label, id }, index) =>
      make("li", { role: "option", id: `${this.list.id}-${index}` }, label, " ", make("code", { class: "sub" }, id))));
    this.list.hidden = !items.length;
    set(this.input, { "aria-expanded": !this.list.hidden });
    this.mark(-1);
  }

  close() {
    this.turn.take();
    this.open([]);
    return true;
  }

  mark(index) {
    const options = [...this.list.children];
    this.active = index;
    options.forEach((option, place) => set(option, { "aria-selected": place === index }));
    options[index]?.scrollIntoView({ block: "nearest" });
    set(this.input, { "aria-activedescendant": options[index]?.id ?? "" });
  }

  move(step) {
    const count = this.found.length;
    if (!count) this.ask();
    else this.mark(this.active < 0 && step < 0 ? count - 1 : (this.active + step + count) % count);
    return true;
  }

  // In the search a suggestion is a page to go to; elsewhere it is what the field wants.
  choose(index) {
    const { url, value } = this.found[index], { input } = this;
    this.close();
    if (input.name === "q") location.assign(url);
    else {
      input.value = value;
      input.form.requestSubmit();
    }
    return true;
  }
}

// The tray of what is to be compared: remembered across pages. A static site compares nothing and has no tray.

const most = Number(document.body.dataset.most);
const COMPARE_BOX = "[name=id][form=compare]";
const comparePage = document.querySelector('nav a[href$="/compare"]');
const tray = make("section", { class: "tray", "aria-label": "To compare" });

function chosen() {
  try {
    return JSON.parse(recall("compare")).filter(({ id, name }) => id && name).slice(0, most);
  } catch {
    return [];
  }
}

const compareAddress = () => `${comparePage.pathname}?${new URLSearchParams(chosen().map(({ id }) => ["id", id]))}`;

function keep(items, words) {
  remember("compare", JSON.stringify(items));
  showTray();
  announce(`${words}. ${items.length} of ${most} to compare.`);
}

function toggleCompared(box) {
  const items = chosen(), { name } = box.dataset;
  const others = items.filter(({ id }) => id !== box.value);
  if (!box.checked) return keep(others, `Removed ${name}`);
  if (others.length < most) return keep([...others, { id: box.value, name }], `Added ${name}`);
  const full = `${most} fit side by side: take one off first`;
  keep(items, full);
  tray.append(make("p", { class: "note" }, full));
}

function removeCompared(index) {
  const items = chosen(), [gone] = items.splice(index, 1);
  keep(items, `Removed ${gone.name}`);
  const buttons = tray.querySelectorAll("li button");
  (buttons[index] ?? buttons[index - 1])?.focus();
}

function showTray() {
  const items = chosen(), focused = focusIn(tray);
  document.querySelectorAll(COMPARE_BOX).forEach((box) => { box.checked = items.some(({ id }) => id === box.value); });
  tray.hidden = !items.length || !comparePage || location.pathname === comparePage.pathname;
  tray.replaceChildren(...(tray.hidden ? [] : trayOf(items)));
  if (focused) (counterpart(tray, focused) ?? tray.querySelector("a") ?? document.getElementById("content")).focus();
}

function trayOf(items) {
  const names = items.map(({ id, name }, index) => make("li", { title: id }, name,
    button(() => removeCompared(index), { "aria-label": `Remove ${name}`, value: id }, "×")));
  const compare = make("a", { class: "button", href: compareAddress() }, `Compare ${items.length}`);
  const clear = button(() => keep([], "Cleared"), { class: "theme" }, "Clear");
  return [make("ul", {}, ...names), make("p", {}, compare, " ", clear)];
}

document.addEventListener("change", ({ target }) => { if (target.matches(COMPARE_BOX)) toggleCompared(target); });

document.addEventListener("submit", (event) => {
  if (event.target.id !== "compare" || !chosen().length) return;
  event.preventDefault();
  location.assign(compareAddress());
});

addEventListener("storage", ({ key }) => { if (key === "compare" || !key) showTray(); }); // from another tab
addEventListener("pageshow", showTray); // the page may have been kept since

// Theme and shortcuts

function addTheme(menu) {
  const themes = [["", "System"], ["light", "Light"], ["dark", "Dark"]];
  const select = make("select", {}, ...themes.map(([value, name]) => make("option", { value }, name)));
  select.value = document.documentElement.dataset.theme ?? "";
  select.addEventListener("change", () => {
    document.documentElement.dataset.theme = select.value;
    remember("theme", select.value);
  });
  menu.append(make("label", { class: "choice" }, "Theme ", select));
}

function addShortcuts(menu) {
  const on = make("input", { type: "checkbox" });
  on.checked = recall("shortcuts") !== "off";
  on.addEventListener("change", () => remember("shortcuts", on.checked ? "on" : "off"));
  const row = (key, words) => make("li", {}, make("kbd", {}, key), ` ${words}`);
  const dialog = make("dialog", { "aria-labelledby": "shortcuts" },
    make("h2", { id: "shortcuts" }, "Keyboard shortcuts"),
    make("ul", {}, row("/", "search"), row("?", "this list"), row("Esc", "close")),
    make("label", {}, on, " Single-key shortcuts"),
    button(() => dialog.close(), { class: "button" }, "Close"));
  menu.append(button(() => dialog.showModal(), { class: "theme" }, "Shortcuts"));
  document.body.append(dialog);

  const find = document.getElementById("find"); // a static site has no search
  const acts = { "/": () => find?.focus(), "?": () => dialog.showModal() };
  document.addEventListener("keydown", (event) => {
    const act = acts[event.key], typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (!act || !on.checked || dialog.open || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
}

document.body.append(tray, announcer);
if (region) set(region, { tabindex: -1 });
document.querySelectorAll(".code").forEach(addCopyButton);
document.querySelectorAll("[data-tabs]").forEach(addTabs);
addSuggestions(document);
addTheme(document.querySelector(".imprint nav"));
addShortcuts(document.querySelector(".imprint nav"));
showTray();
