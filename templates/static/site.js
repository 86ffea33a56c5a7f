// What a page gains with a script: copy buttons, tabs, instant filters, a remembered theme, shortcuts. All optional.

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const remembered = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private mode: not remembered */ } };

function addCopyButtons(root) {
  if (!navigator.clipboard) return;
  for (const block of root.querySelectorAll(".code")) {
    const button = make("button", { className: "copy", type: "button", textContent: "Copy" });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.querySelector("code").textContent.replace(/\n$/, ""));
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    block.append(button);
  }
}

function addTabs(group) {
  const panels = [...group.querySelectorAll(":scope > section")];
  const list = make("div", { className: "tabs" });
  list.setAttribute("role", "tablist");
  const tabs = panels.map((panel, index) => {
    const heading = panel.querySelector("h3");
    const tab = make("button", { type: "button", id: `tab-${index}`, textContent: heading.textContent });
    tab.setAttribute("role", "tab");
    panel.id ||= `panel-${index}`;
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    heading.hidden = true;
    tab.addEventListener("click", () => select(index));
    list.append(tab);
    return tab;
  });
  const select = (chosen) => {
    tabs.forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
      panels[index].hidden = index !== chosen;
    });
    remember("language", tabs[chosen].textContent);
  };
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length;
    select(next);
    tabs[next].focus();
  });
  group.prepend(list);
  const known = tabs.findIndex((tab) => tab.textContent === remembered("language"));
  select(Math.max(known, 0));
}

function filterInstantly(form) {
  let latest = 0;
  const update = async () => {
    const turn = ++latest;
    const filled = [...new FormData(form)].filter(([, value]) => value !== "");
    const address = `${form.getAttribute("action")}?${new URLSearchParams(filled)}`;
    const answer = await fetch(address);
    if (turn !== latest || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const results = page.getElementById("results");
    if (!results) return;
    document.getElementById("results").replaceWith(results);
    history.replaceState(null, "", address);
  };
  let timer;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(update, 180); });
}

function addThemeButton() {
  const order = ["auto", "light", "dark"];
  const button = make("button", { className: "theme", type: "button" });
  const show = (theme) => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
  };
  let theme = order.includes(remembered("theme")) ? remembered("theme") : "auto";
  show(theme);
  button.addEventListener("click", () => {
    theme = order[(order.indexOf(theme) + 1) % order.length];
    remember("theme", theme);
    show(theme);
  });
  document.querySelector(".imprint nav").append(button);
}

function addShortcuts() {
  const on = make("input", { type: "checkbox", checked: remembered("shortcuts") !== "off" });
  on.addEventListener("change", () => remember("shortcuts", on.checked ? "on" : "off"));
  const close = make("button", { className: "button", textContent: "Close", type: "button" });
  const dialog = make("dialog", {},
    make("h2", { textContent: "Keyboard shortcuts", id: "shortcuts-title" }),
    make("ul", {}, make("li", {}, make("kbd", { textContent: "/" }), " search"), make("li", {}, make("kbd", { textContent: "?" }), " this list")),
    make("label", {}, on, " Single-key shortcuts"), close);
  dialog.setAttribute("aria-labelledby", "shortcuts-title");
  close.addEventListener("click", () => dialog.close());
  const opener = make("button", { className: "theme", type: "button", textContent: "Shortcuts" });
  opener.addEventListener("click", () => dialog.showModal());
  document.querySelector(".imprint nav").append(opener);
  document.body.append(dialog);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (!on.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      event.preventDefault();
      document.getElementById("find")?.focus(); // a static site has no search
    } else if (event.key === "?" && !dialog.open) {
      dialog.showModal();
    }
  });
}

addCopyButtons(document);
document.querySelectorAll("[data-tabs]").forEach(addTabs);
document.querySelectorAll("form[data-live]").forEach(filterInstantly);
addThemeButton();
addShortcuts();
