// Watches that the page is live. The server redraws the clock every second; when it stands still, the page says so, long before
// the connection is given up. Also the keys that work everywhere, and the buttons of the lost connection.
(() => {
    const patienceMs = 5000;
    const root = document.documentElement;
    let shown = "";
    let changedAt = performance.now();

    setInterval(() => {
        const text = document.querySelector("[data-clock]")?.textContent ?? "";
        const now = performance.now();
        if (text !== shown || !root.classList.contains("interactive")) {
            // The first clock comes with the page itself; only one that moves belongs to a live circuit.
            if (shown !== "" && text !== shown) {
                root.classList.add("interactive");
            }
            shown = text;
            changedAt = now;
        }
        const silent = now - changedAt > patienceMs;
        root.classList.toggle("silent", silent);
        if (silent) {
            document.querySelector("[data-silence]").textContent = String(Math.round((now - changedAt) / 1000));
        }
    }, 500);

    const isTyping = target => target.closest?.("input, textarea, select, [contenteditable]") !== null;

    document.addEventListener("keydown", event => {
        if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
            return;
        }
        // A page's own filter comes before the search in the bar.
        const search = document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");
        if (search) {
            event.preventDefault();
            search.returnTo = event.target;
            search.focus();
            search.select();
        }
    });

    document.addEventListener("keydown", event => {
        if (event.key === "Escape" && event.target.matches?.("[data-search]") && event.target.value === "") {
            const back = event.target.returnTo;
            event.target.blur();
            (back?.isConnected && back !== document.body ? back : document.getElementById("main"))?.focus?.();
        }
    });

    document.addEventListener("click", event => {
        if (event.target.closest("[data-reload]")) {
            location.reload();
        } else if (event.target.closest("[data-reconnect]")) {
            Blazor.reconnect().then(connected => connected || location.reload()).catch(() => { });
        }
    });
})();
