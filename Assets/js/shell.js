// What every page has: menus that close, the navigation of phones, notices,
// theme, copying, keys. Each module stands alone, so files may be joined.
{
  const root = document.documentElement;
  root.classList.add("js");

  // Menus: one open at a time; a click elsewhere or Escape closes.
  const popovers = () => document.querySelectorAll("details[data-popover][open]");

  document.addEventListener("toggle", (event) => {
    const opened = event.target;
    if (!opened.matches?.("details[data-popover]") || !opened.open) return;
    for (const other of popovers()) {
      if (other !== opened && !other.contains(opened)) other.open = false;
    }
    // A phone would cover half the page with its keyboard.
    if (matchMedia("(hover: none)").matches) return;
    opened.querySelector(":scope > :not(summary) input:not([type=hidden])")?.focus({ preventScroll: true });
  }, true);

  document.addEventListener("click", (event) => {
    for (const open of popovers()) if (!open.contains(event.target)) open.open = false;
  });

  const leaveNavigation = () => {
    if (location.hash !== "#navigation") return false;
    history.replaceState(null, "", location.pathname + location.search);
    // Replacing the address does not undo `:target`; going to an empty fragment does.
    location.replace("#");
    document.querySelector('.tab-bar a[href="#navigation"]')?.focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = [...popovers()].pop();
    if (open) {
      open.open = false;
      open.querySelector("summary")?.focus();
    } else {
      leaveNavigation();
    }
  });

  addEventListener("hashchange", () => {
    if (location.hash === "#navigation") document.querySelector("#navigation a[href]:not(.brand)")?.focus();
  });

  // Notices.
  document.addEventListener("click", (event) => {
    event.target.closest("[data-dismiss]")?.closest("[data-flash]")?.remove();
  });

  const say = (text, isBad = false) => {
    const place = document.getElementById("toasts");
    if (!place || !text) return;
    const line = document.createElement("p");
    line.textContent = text;
    place.append(line);
    setTimeout(() => line.remove(), isBad ? 8000 : 3000);
  };
  document.addEventListener("qiao:say", (event) => say(event.detail.text, event.detail.isBad));

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      // Without HTTPS there is no clipboard; the old way still works.
      const field = document.createElement("textarea");
      field.value = button.dataset.copy;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      button.focus();
    }
    say(document.body.dataset.copied);
  });

  // Theme: a cookie, so that the server writes the next page in it at once.
  // Over HTTPS all cookies have the guarded name; the server looks for no other there.
  const isSecure = location.protocol === "https:";
  const themeCookie = isSecure ? "__Host-theme" : "theme";
  const chosen = () =>
    new RegExp(`(?:^|; )${themeCookie}=(light|dark)`).exec(document.cookie)?.[1] ?? "auto";

  const show = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
    }
  };
  show(chosen());

  document.addEventListener("click", (event) => {
    const theme = event.target.closest("[data-theme-choice]")?.dataset.themeChoice;
    if (!theme) return;
    document.cookie =
      `${themeCookie}=${theme}; path=/; max-age=31536000; samesite=lax${isSecure ? "; secure" : ""}`;
    show(theme);
  });

  // On a phone the tabs go on beside the screen: the open one is brought into sight.
  document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  // The error summary and the like take the focus when the page comes.
  document.querySelector("[data-focus]")?.focus();
}
