// Runs before the first paint, so that no page flashes in the wrong theme.
(() => {
    const stored = localStorage.getItem("twins.theme");
    const dark = stored ? stored === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
