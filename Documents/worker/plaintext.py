"""What people typed, made fit for typesetting: data goes in as JSON and stays text.

Nothing in it can become markup, because the typesetter never parses it. What
remains to be done is what no document should hold: control characters, halves
of surrogate pairs, and the characters that turn the direction of writing,
with which a name could be made to look like another one.
"""

import json
import re

from confine import Refused

# As they stand in JSON: escaped, or as UTF-8.
SUSPECT = re.compile(
    rb"\\u(?:00[01][0-9a-f]|007f|00[89][0-9a-f]|d[89a-f][0-9a-f]{2}|200[ef]|202[a-e]|206[6-9]|feff|fff[d-f])|\\[rbf]"
    rb"|\x7f|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xef\xbb\xbf|\xef\xbf[\xbd-\xbf]"
    rb"|\xed[\xa0-\xbf]",
    re.IGNORECASE,
)

# Stands for what is not there; the fonts have it, other than U+FFFD.
PLACEHOLDER = "□"

UNWANTED = {
    **dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)]),
    **dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xFFFE, 0xFFFF]),
    **dict.fromkeys(range(0xD800, 0xE000), PLACEHOLDER),
    0xFFFD: PLACEHOLDER,
}


def cleaned(data):
    """The JSON `data` (bytes) without what must not stand in a document; the same bytes when there is nothing."""
    if not SUSPECT.search(data):
        return data
    try:
        value = json.loads(data.decode("utf-8", "surrogatepass"))
        return json.dumps(clean(value), ensure_ascii=False, separators=(",", ":")).encode()
    except (ValueError, RecursionError) as error:
        raise Refused("data", detail=type(error).__name__) from None


def clean(value):
    if isinstance(value, str):
        if value.isascii() and value.isprintable():
            return value
        return value.replace("\r\n", "\n").replace("\r", "\n").translate(UNWANTED)
    if isinstance(value, list):
        return [clean(each) for each in value]
    if isinstance(value, dict):
        return {clean(key): clean(each) for key, each in value.items()}
    return value
