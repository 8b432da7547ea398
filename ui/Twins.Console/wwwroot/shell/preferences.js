// What the browser knows or remembers of the person: time zone, UTC, theme.
export const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export const prefersUtc = () => localStorage.getItem("twins.utc") === "true";

export const rememberUtc = utc => localStorage.setItem("twins.utc", String(utc));

export function toggleTheme() {
    const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    localStorage.setItem("twins.theme", theme);
}
