#!/usr/bin/env python3
"""Writes Standards/Embedded/pinyin.txt: the readings of the 20,902 ideographs of GBK.

A maintainer runs this when the source improves; the build never does.

    python3 -m venv /tmp/pinyin && /tmp/pinyin/bin/pip install pypinyin
    /tmp/pinyin/bin/python Tools/export-pinyin.py > Standards/Embedded/pinyin.txt

The source is the PyPI package pypinyin (MIT licence, see Standards/README.md).
Readings carry no tones; ü is written v, as people type it.

A line `ling 岭零…` lists the characters whose usual reading is `ling`: the
package's first one, unless USUAL says otherwise. A line `+chang 长场…` lists
those that are also read `chang`: another reading counts when at least three
words of the package and a twentieth of the character's words have it. Words
that are read against the usual reading stand in pinyin-words.txt.
"""

import collections
from importlib import metadata

from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

FIRST, LAST = 0x4E00, 0x9FA5
# Read so in the names of people, places and enterprises, and in technical words.
USUAL = {
    "长": "chang", "晟": "sheng", "曾": "zeng", "翟": "zhai", "覃": "qin", "仇": "qiu", "厦": "xia", "泊": "bo",
    "佛": "fo", "勒": "le", "似": "si", "卜": "bu", "囤": "tun", "都": "du", "还": "huan", "掺": "chan", "匙": "chi",
    "轧": "zha", "辗": "zhan", "茄": "qie", "琢": "zhuo", "伺": "si", "刨": "bao", "薄": "bo", "豉": "chi", "龈": "yin",
    "茜": "qian", "靓": "liang", "柞": "zuo", "荠": "ji", "桔": "ju", "吖": "a", "蹊": "xi", "孱": "chan",
}
LEAST_WORDS, LEAST_SHARE = 3, 0.05


def words_by_reading():
    """How many words read each character how: {"长": {"chang": 210, "zhang": 95}}."""
    counts = collections.defaultdict(collections.Counter)
    for word, readings in phrases_dict.items():
        for character, reading in zip(word, readings):
            counts[character][to_normal(reading[0], v_to_u=False)] += 1
    return counts


def main():
    counts = words_by_reading()
    usual = collections.defaultdict(str)
    other = collections.defaultdict(str)
    for number in range(FIRST, LAST + 1):
        if number not in pinyin_dict:
            continue
        character = chr(number)
        listed = list(dict.fromkeys(to_normal(r, v_to_u=False) for r in pinyin_dict[number].split(",")))
        count = counts[character]
        first = USUAL.get(character, listed[0])
        usual[first] += character
        total = sum(count.values())
        for reading in listed:
            if reading != first and count[reading] >= max(LEAST_WORDS, LEAST_SHARE * total):
                other[reading] += character
    print(f"# Readings without tones, from pypinyin {metadata.version('pypinyin')} (MIT licence)")
    for reading in sorted(usual):
        print(reading, usual[reading])
    for reading in sorted(other):
        print(f"+{reading}", other[reading])


if __name__ == "__main__":
    main()
