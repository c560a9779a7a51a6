try { document.documentElement.dataset.theme = localStorage.getItem("theme") || ""; } catch { /* no storage */ }
