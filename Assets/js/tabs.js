// Parts of a page that take turns: arrow keys move, the address keeps which.
{
  for (const group of document.querySelectorAll("[data-tabs]")) {
    const list = group.querySelector("ul");
    const tabs = [...list.querySelectorAll("a")];
    const panels = tabs.map((tab) => document.getElementById(tab.hash.slice(1)));
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", group.querySelector("nav").getAttribute("aria-label"));
    const frame = group.querySelector("nav");
    frame.removeAttribute("aria-label");
    frame.setAttribute("role", "presentation");

    const show = (index, isMoved) => {
      tabs.forEach((tab, place) => {
        tab.setAttribute("aria-selected", String(place === index));
        tab.tabIndex = place === index ? 0 : -1;
        panels[place].hidden = place !== index;
      });
      if (!isMoved) return;
      tabs[index].focus();
      history.replaceState(null, "", tabs[index].hash);
    };

    tabs.forEach((tab, index) => {
      tab.parentElement.setAttribute("role", "presentation");
      tab.setAttribute("role", "tab");
      tab.id ||= `${panels[index].id}-tab`;
      tab.setAttribute("aria-controls", panels[index].id);
      panels[index].setAttribute("role", "tabpanel");
      panels[index].setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", (event) => {
        event.preventDefault();
        show(index, true);
      });
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        const to = event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1
          : step ? (index + step + tabs.length) % tabs.length : -1;
        if (to < 0) return;
        event.preventDefault();
        show(to, true);
      });
    });
    show(Math.max(0, tabs.findIndex((tab) => tab.hash === location.hash)), false);
  }
}
