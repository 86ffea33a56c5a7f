// Before the first paint, so that nothing flashes: the theme that was chosen on this device. site.js has the choice.
try {
  document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "";
} catch { /* no storage: the theme of the system */ }
