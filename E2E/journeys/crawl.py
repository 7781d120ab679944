"""Everybody can open everything their pages link to."""

import collections
import html.parser

import pytest
from lib import addresses, people

# A list of 134 enterprises is one template: a few of its pages are enough.
PAGES_PER_ROUTE = 2
# A list with five filters has thirty-two sets of them, all of one template: so many sets are asked for, and so many
# looked at in the browser.
SETS_PER_TEMPLATE = 24
LOOKS_PER_TEMPLATE = 2
# Pages of one role; a crawl that reaches this has run into an endless calendar or the like.
MOST_PAGES = 1000


class Links(html.parser.HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "a" and values.get("href"):
            self.found.append(values["href"])


def crawl(request, base: str, start: str) -> tuple[dict[str, str], list[str]]:
    """Follows links over HTTP: answers one HTML page per route, and what went wrong."""
    queue = collections.deque([(start, "(start)")])
    seen, counts, sets, routes, problems = {start}, collections.Counter(), collections.Counter(), {}, []
    while queue:
        path, source = queue.popleft()
        route = addresses.pattern(path)
        template = route.split("?")[0]
        if counts[route] >= PAGES_PER_ROUTE or not counts[route] and sets[template] >= SETS_PER_TEMPLATE:
            continue
        sets[template] += not counts[route]
        counts[route] += 1
        answer = request.get(base + path, max_redirects=5)
        if answer.status != 200:
            problems.append(f"{source} links to {path}: {answer.status}")
            continue
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        routes.setdefault(route, path)
        for href in Links(answer.text()).found:
            target = addresses.inside(base, path, href)
            if target is not None and target not in seen:
                seen.add(target)
                queue.append((target, path))
        if sum(counts.values()) > MOST_PAGES:
            problems.append(f"more than {MOST_PAGES} pages: {', '.join(r for r, n in counts.most_common(5))}")
            break
    return routes, problems


@pytest.mark.parametrize("role", [None, *people.ROLES])
def test_every_link_leads_somewhere(visit, installation, role):
    person = visit(role)
    routes, problems = crawl(person.context.request, installation.address, "/")
    assert not problems, "\n".join(problems)
    assert role is None or len(routes) > 3, f"{role} reaches only {sorted(routes)}"
    phone = visit(role, look="phone")
    for one in (person, phone):
        one.open("/")
        # The browser is slow: it looks at each template twice at most, whoever reaches it first.
        looks = collections.Counter()
        for route, path in sorted(routes.items()):
            looks[route.split("?")[0]] += 1
            if looks[route.split("?")[0]] <= LOOKS_PER_TEMPLATE and not one.knows(path):
                one.open(path)


def test_the_sign_in_page_offers_every_role(visit):
    person = visit()
    person.open(people.SIGN_IN)
    missing = [label for label in people.ROLES.values() if people.entrance(person.page, label).count() != 1]
    assert not missing
